/** @file Brings back from a backup what is damaged or missing: files by their hash, samples and pictures by their key. */
import BetterSqlite, { type Database } from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { sha256OfFile } from './blobs.ts';
import type { DamagedRows } from './damage.ts';
import { requireWhole } from './migrate.ts';
import type { Store } from './open.ts';
import { damagedPages } from './seal.ts';

export interface Repaired {
  readonly files: number;
  readonly rows: number;
}

/** Tables whose rows never change once they are there, so that those of a backup are the right ones. */
const LASTING: ReadonlySet<string> = new Set(['samples', 'sample_images']);

/**
 * Repairs what the backup holds whole. What it does not hold stays as it is, and is still told by the doctor.
 *
 * @param named every blob that a row names
 * @throws AppError `store.noBackup` when the folder is none; `store.databaseBad` when it is damaged itself
 */
export async function repairFrom(
  store: Store,
  { from, named }: { from: string; named: readonly string[] },
): Promise<Repaired> {
  const folder = path.resolve(from);
  const database = path.join(folder, 'workspace.db');
  if (!existsSync(database)) throw new AppError('store.noBackup', { folder: path.basename(folder) });
  const files = await bringFiles(store, folder, named);
  const backup = new BetterSqlite(database, { readonly: true });
  try {
    requireWhole(backup);
    const bad = damagedPages(database).length;
    if (bad > 0) throw new AppError('store.databaseBad', { why: `${bad} pages` });
    return { files, rows: await bringRows(store, backup) };
  } finally {
    backup.close();
  }
}

async function bringFiles(store: Store, folder: string, named: readonly string[]): Promise<number> {
  let files = 0;
  for (const sha256 of new Set([...named, ...(await store.blobs.list())])) {
    if (await store.blobs.verify(sha256)) continue;
    const kept = path.join(folder, 'blobs', 'sha256', sha256.slice(0, 2), sha256);
    if (!existsSync(kept) || (await sha256OfFile(kept)) !== sha256) continue;
    await store.blobs.write(await readFile(kept));
    files++;
  }
  return files;
}

async function bringRows(store: Store, backup: Database): Promise<number> {
  const damage = await store.damage();
  let rows = 0;
  const healed: number[] = [];
  for (const one of damage) {
    if (one.table === null || one.rows === null || !LASTING.has(one.table)) continue;
    const brought = store.tx(() => bringTable(store.db, backup, one));
    if (brought === null) continue;
    rows += brought;
    healed.push(one.page);
  }
  if (healed.length > 0) store.acceptDamage(healed);
  return rows;
}

/** @returns how many rows were brought; null when the backup lacks some of the page, which then stays damaged */
function bringTable(db: Database, backup: Database, { table, rows }: DamagedRows): number | null {
  const range = [Number(rows!.first), Number(rows!.last)];
  const select = `SELECT * FROM "${table}" WHERE key BETWEEN ? AND ? ORDER BY key`;
  type Row = Record<string, unknown>;
  const kept = backup.prepare<unknown[], Row>(select).all(...range);
  const here = db.prepare<unknown[], Row>(select).all(...range);
  const known = new Map(kept.map((row) => [row['key'], row]));
  if (here.length === 0 || here.some((row) => !known.has(row['key']))) return null;
  let brought = 0;
  for (const row of here) {
    const right = known.get(row['key'])!;
    const changed = Object.keys(row).filter((column) => column in right && !same(row[column], right[column]));
    if (changed.length === 0) continue;
    const set = changed.map((column) => `"${column}" = ?`).join(', ');
    const values = changed.map((column) => right[column]);
    db.prepare(`UPDATE "${table}" SET ${set} WHERE key = ?`).run(...values, row['key']);
    brought++;
  }
  return brought;
}

function same(a: unknown, b: unknown): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : Object.is(a, b);
}

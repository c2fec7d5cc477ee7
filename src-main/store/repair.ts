/** @file Brings back from a backup what is damaged or missing: files by their hash, rows that never change by their key. */
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
const LASTING: ReadonlySet<string> = new Set([
  'samples',
  'sample_images',
  'annotations',
  'metrics',
  'run_log',
]);

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
  const keys = keysOf(db, table!);
  // The page tells no more than the first two columns of a key.
  const told = keys.slice(0, 2);
  const [first, last] = [rows!.first.split(' '), rows!.last.split(' ')];
  if (first.length !== told.length || last.length !== told.length) return null;
  const columns = `(${told.map((key) => `"${key}"`).join(', ')})`;
  const marks = `(${told.map(() => '?').join(', ')})`;
  const select = `SELECT * FROM "${table}" WHERE ${columns} >= ${marks} AND ${columns} <= ${marks}`;
  const range = [...first, ...last].map(numberIfOne);
  const kept = backup.prepare<unknown[], Row>(select).all(...range);
  const here = db.prepare<unknown[], Row>(select).all(...range);
  const nameOf = (row: Row): string => JSON.stringify(keys.map((key) => row[key]));
  const known = new Map(kept.map((row) => [nameOf(row), row]));
  if (here.length === 0 || here.some((row) => !known.has(nameOf(row)))) return null;
  const where = keys.map((key) => `"${key}" = ?`).join(' AND ');
  let brought = 0;
  for (const row of here) {
    const right = known.get(nameOf(row))!;
    const changed = Object.keys(row).filter((column) => column in right && !same(row[column], right[column]));
    if (changed.length === 0) continue;
    const set = changed.map((column) => `"${column}" = ?`).join(', ');
    const values = changed.map((column) => right[column]);
    db.prepare(`UPDATE "${table}" SET ${set} WHERE ${where}`).run(...values, ...keys.map((key) => row[key]));
    brought++;
  }
  return brought;
}

type Row = Readonly<Record<string, unknown>>;

/** The columns of the primary key, in their order. */
function keysOf(db: Database, table: string): string[] {
  const columns = db.pragma(`table_info("${table}")`) as { name: string; pk: number }[];
  return columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name);
}

/** Keys are told as texts; columns of numbers are compared with numbers. */
function numberIfOne(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function same(a: unknown, b: unknown): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : Object.is(a, b);
}

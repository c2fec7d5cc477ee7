/** @file Brings back from a backup what is damaged or missing: files by their hash, rows that never change by their key. */
import BetterSqlite, { type Database } from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { sha256OfFile } from './blobs.ts';
import type { DamagedRows } from './damage.ts';
import { requireWhole } from './migrate.ts';
import type { Store } from './open.ts';
import { damagedPages } from './seal.ts';

export interface Repaired {
  readonly files: number;
  readonly rows: number;
}

/** Tables whose rows never change once they are there (a run's once it has ended), so that those of a backup are right. */
const LASTING: ReadonlySet<string> = new Set([
  'samples',
  'sample_images',
  'annotations',
  'metrics',
  'metric_chunks',
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

type Row = Readonly<Record<string, unknown>>;

/**
 * @returns how many rows were brought; null when the page stays damaged, since the backup holds other rows, or since more
 *   than rows is wrong
 */
function bringTable(db: Database, backup: Database, { table, rows }: DamagedRows): number | null {
  const keys = keysOf(db, table!);
  const range = rangeOf(table!, keys, rows!);
  if (!range) return null;
  const nameOf = (row: Row): string => JSON.stringify(keys.map((key) => row[key]));
  const here = range(db);
  const kept = new Map(range(backup).map((row) => [nameOf(row), row]));
  const alike = here.length === kept.size && here.every((row) => kept.has(nameOf(row)));
  if (here.length === 0 || !alike || !here.every((row) => isSettled(db, backup, row))) return null;
  const where = keys.map((key) => `"${key}" = ?`).join(' AND ');
  const brought = withoutTriggers(db, table!, () => {
    let count = 0;
    for (const row of here) {
      const right = kept.get(nameOf(row))!;
      const changed = Object.keys(row).filter((name) => name in right && !same(row[name], right[name]));
      if (changed.length === 0) continue;
      const set = changed.map((name) => `"${name}" = ?`).join(', ');
      const values = [...changed.map((name) => right[name]), ...keys.map((key) => row[key])];
      db.prepare(`UPDATE "${table}" SET ${set} WHERE ${where}`).run(...values);
      count++;
    }
    return count;
  });
  return db.pragma(`integrity_check("${table}")`, { simple: true }) === 'ok' ? brought : null;
}

/** The columns of the primary key, in their order. */
function keysOf(db: Database, table: string): string[] {
  const columns = db.pragma(`table_info("${table}")`) as { name: string; pk: number }[];
  return columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name);
}

/** What reads the rows of a damaged page; its neighbors' too where a key has more columns than the two that are told. */
function rangeOf(
  table: string,
  keys: readonly string[],
  { first, last }: NonNullable<DamagedRows['rows']>,
): ((db: Database) => Row[]) | null {
  const told = keys.slice(0, 2);
  const bounds = [first, last].map((key) => key.split(' '));
  if (bounds.some((key) => key.length !== told.length)) return null;
  const columns = `(${told.map((key) => `"${key}"`).join(', ')})`;
  const marks = `(${told.map(() => '?').join(', ')})`;
  const select = `SELECT * FROM "${table}" WHERE ${columns} >= ${marks} AND ${columns} <= ${marks}`;
  const values = bounds.flat().map(numberIfOne);
  return (db) => db.prepare<unknown[], Row>(select).all(...values);
}

/** Keys are told as texts; columns of numbers are compared with numbers. */
function numberIfOne(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/** A row of a run is as it was only if the run has ended and did not go on since. */
function isSettled(db: Database, backup: Database, { run }: Row): boolean {
  if (run === undefined) return true;
  const [now, then] = [db, backup].map((one) =>
    one.prepare<[unknown], string | null>('SELECT ended_at FROM runs WHERE id = ?').pluck().get(run),
  );
  return now != null && now === then;
}

/** Does work that the triggers of a table, such as those of append-only ones, forbid. Must run in a transaction. */
function withoutTriggers<T>(db: Database, table: string, work: () => T): T {
  const triggers = db
    .prepare<[string], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
    )
    .all(table);
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`);
  const result = work();
  for (const { sql } of triggers) db.exec(sql);
  return result;
}

function same(a: unknown, b: unknown): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : Object.is(a, b);
}

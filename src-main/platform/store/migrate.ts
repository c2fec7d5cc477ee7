/** @file Schema migrations: timestamped SQL files, each applied once in a transaction of its own, to a new database in one for all. */
import type { Database } from 'better-sqlite3';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { besideOf } from './beside.ts';

const MIGRATIONS = path.join(import.meta.dirname, 'migrations');

export interface Migration {
  /** The file's name without `.sql`; names sort in the order of application. */
  readonly name: string;
  readonly sql: string;
}

export function readMigrations(folder = MIGRATIONS): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ name: file.slice(0, -4), sql: readFileSync(path.join(folder, file), 'utf8') }));
}

/**
 * Brings a database to this version's schema. A database with data is copied and the copy verified first. Foreign keys are
 * checked at the end of each migration, so that one may make a table anew: https://www.sqlite.org/lang_altertable.html, 7.
 *
 * @throws AppError `store.newerSchema` when the database has a migration this version does not know; nothing is changed.
 */
export function migrate(db: Database, backups: string, migrations = readMigrations()): void {
  db.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT');
  const applied = new Set(db.prepare<[], string>('SELECT name FROM migrations').pluck().all());
  refuseNewer(applied, migrations);
  const due = migrations.filter(({ name }) => !applied.has(name));
  if (due.length > 0 && applied.size > 0) backUp(db, path.join(backups, `before-${due[0]!.name}.db`));
  const record = db.prepare('INSERT INTO migrations (name, applied_at) VALUES (?, ?)');
  const enforced = db.pragma('foreign_keys', { simple: true });
  db.pragma('foreign_keys = OFF');
  try {
    for (const group of inTransactions(due, applied.size === 0))
      db.transaction(() => {
        for (const { name, sql } of group) {
          db.exec(sql);
          record.run(name, new Date().toISOString());
        }
        requireReferences(db, group.map(({ name }) => name).join(', '));
      }).immediate();
  } finally {
    db.pragma(`foreign_keys = ${Number(enforced)}`);
  }
}

/** One each; all of a new database in a single one, as each is a wait for the disk. */
function inTransactions(due: readonly Migration[], isNew: boolean): readonly (readonly Migration[])[] {
  return isNew && due.length > 0 ? [due] : due.map((one) => [one]);
}

function requireReferences(db: Database, migration: string): void {
  const [broken] = db.pragma('foreign_key_check') as { table: string; parent: string }[];
  if (broken) throw new Error(`${migration}: a row of ${broken.table} names none of ${broken.parent}`);
}

function refuseNewer(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied].sort().find((name) => !known.has(name));
  if (unknown !== undefined) throw new AppError('store.newerSchema', { migration: unknown });
}

/** Copies a live database with VACUUM INTO, syncs and checks the copy, and only then gives it its name. */
export function backUp(db: Database, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  const unfinished = besideOf(to);
  try {
    db.prepare('VACUUM INTO ?').run(unfinished);
    const handle = openSync(unfinished, 'r+');
    fsyncSync(handle);
    closeSync(handle);
    const copy = new BetterSqlite(unfinished, { readonly: true });
    try {
      requireWhole(copy);
    } finally {
      copy.close();
    }
    renameSync(unfinished, to);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** @throws AppError `store.databaseBad` when SQLite finds the file's structure damaged */
export function requireWhole(db: Database): void {
  const verdict = String(db.pragma('integrity_check', { simple: true }));
  if (verdict !== 'ok') throw new AppError('store.databaseBad', { why: verdict });
}

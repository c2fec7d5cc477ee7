/** @file A workspace as the last version before annotation tasks left it: labels by dataset alone. */
import BetterSqlite, { type Database } from 'better-sqlite3';
import { mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { addListFunctions } from '../platform/store/list.ts';
import { migrate, readMigrations } from '../platform/store/migrate.ts';

/** The last version whose labels were kept by dataset alone. */
const BEFORE = '2026-11-29T2130';

/** @returns the folder that holds it, as `workspace` */
export function makeOldWorkspace(write: (db: Database) => void): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-old-'));
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace);
  const old = new BetterSqlite(path.join(workspace, 'workspace.db'));
  addListFunctions(old);
  migrate(
    old,
    folder,
    readMigrations().filter(({ name }) => name < BEFORE),
  );
  old.transaction(() => write(old))();
  old.close();
  return folder;
}

/** @file One workbench a workspace. The lock is SQLite's own, so the system frees it however the process ends. */
import BetterSqlite, { type Database } from 'better-sqlite3';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../src-shared/platform/errors.ts';

/**
 * Holds the workspace until `close()`.
 *
 * @param command which no other process can go through, e.g. `lathe log`; told to who waits for it
 * @throws AppError `store.locked`, `store.lockedByCommand`
 */
export function lockWorkspace(folder: string, command?: string): Database {
  const holder = path.join(folder, 'lock.pid');
  const lock = new BetterSqlite(path.join(folder, 'lock.db'), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw heldBy(readHolder(holder), error);
  }
  // Anew, so that nothing is written through a link.
  rmSync(holder, { force: true });
  writeFileSync(holder, [process.pid, ...(command === undefined ? [] : [command])].join('\n'), {
    flag: 'wx',
  });
  return lock;
}

function heldBy(holder: string, cause: unknown): AppError {
  const [pid = '?', command] = holder.split('\n');
  return command === undefined
    ? new AppError('store.locked', { pid }, { cause })
    : new AppError('store.lockedByCommand', { pid, command }, { cause });
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '?';
  }
}

/** @file Opens a workspace: one folder with a SQLite database, content-addressed blobs and a scratch folder. */
import BetterSqlite, { type Database } from 'better-sqlite3';
import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AppError, toAppError } from '../../../src-shared/platform/errors.ts';
import { damageInShort, rowsOn, type DamagedRows } from './damage.ts';
import { openBlobs, type Blobs } from './blobs.ts';
import { addListFunctions } from './list.ts';
import { lockWorkspace } from './lock.ts';
import { migrate } from './migrate.ts';
import { createOutside, sweepOutside, type Outside } from './outside.ts';
import { keepToOwner, narrow } from './owner.ts';
import { damagedPages, openSeal, type Seal } from './seal.ts';
import { sweepPartials } from './partials.ts';

export interface Store {
  /** The workspace folder. */
  readonly folder: string;
  /** For unfinished files; on the blobs' file system, emptied at each start. */
  readonly scratch: string;
  /** For what unfinished training goes on from; kept over restarts, copied by backups. */
  readonly checkpoints: string;
  readonly db: Database;
  readonly blobs: Blobs;
  /** What other users of this machine may read of the workspace, as it could not be taken from them: paths in the folder. */
  readonly exposed: readonly string[];
  /** Files and folders at places that people chose. */
  readonly outside: Outside;
  /** Runs `work` in one IMMEDIATE transaction; inside another it is a savepoint. */
  tx<T>(work: () => T): T;
  /** A read-only connection that goes on seeing the database as it is now, whatever is written meanwhile. Close it. */
  snapshot(): Database;
  /** Reads the whole database. @returns what lies on the pages that have not the bytes they were written with */
  damage(): Promise<DamagedRows[]>;
  /** Reads the whole database before something is computed from it: a second for a gigabyte. @throws AppError `store.rowsDamaged` */
  requireSound(): Promise<void>;
  /** Takes the database, or these pages of it, as it is from now on, damaged or not. */
  acceptDamage(pages?: readonly number[]): void;
  close(): void;
}

const DATABASE = 'workspace.db';
const WATCH_MS = 1000;

/**
 * Opens the workspace in `folder`, makes it when there is none, and migrates it.
 *
 * @param command which has it open, where other processes cannot go through it
 * @throws AppError `store.locked`, `store.lockedByCommand`, `store.newerSchema`, `store.notAWorkspace`
 */
export function openStore(folder: string, command?: string): Store {
  const root = path.resolve(folder);
  const scratch = path.join(root, 'scratch');
  const blobs = path.join(root, 'blobs', 'sha256');
  keepToOwner();
  prepareFolders(root, blobs);
  const lock = lockWorkspace(root, command);
  let db: Database | undefined;
  let seal: Seal | undefined;
  let exposed: string[];
  const real = realpathSync(root);
  try {
    // First, as SQLite gives its companion files the mode of the database.
    exposed = narrow(real);
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch, { recursive: true });
    db = openDatabase(path.join(root, DATABASE));
    addListFunctions(db);
    migrate(db, path.join(root, 'backups'));
    seal = openSeal(db);
    sweepPartials(['checkpoints', 'backups'].map((name) => path.join(root, name)));
    sweepOutside({ root: real, db });
  } catch (error) {
    db?.close();
    seal?.release();
    const damaged = damagedPages(path.join(root, DATABASE));
    lock.close();
    throw damaged.length > 0 ? badDatabase(damaged, error) : refusal(root, error);
  }
  return assemble({
    root,
    scratch,
    blobs,
    db,
    seal,
    lock,
    exposed,
    outside: createOutside({ root: real, db }),
  });
}

function prepareFolders(root: string, blobs: string): void {
  try {
    mkdirSync(path.dirname(root), { recursive: true });
    // Alone first: where a folder cannot be made at all, Node's recursive way may try forever.
    if (!existsSync(root)) mkdirSync(root);
    mkdirSync(blobs, { recursive: true });
  } catch (error) {
    throw refusal(root, error);
  }
}

/** WAL and FULL on every open: a reopened WAL database otherwise falls back to NORMAL, which may lose the last commits. */
export function openDatabase(file: string): Database {
  const db = new BetterSqlite(file, { timeout: 5000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  // The seal alone moves the log into the file.
  db.pragma('wal_autocheckpoint = 0');
  return db;
}

function openSnapshot(file: string): Database {
  const db = new BetterSqlite(file, { readonly: true });
  // A transaction sees the moment of its first read.
  db.exec('BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1');
  return db;
}

function assemble(parts: {
  root: string;
  scratch: string;
  blobs: string;
  db: Database;
  seal: Seal;
  lock: Database;
  exposed: readonly string[];
  outside: Outside;
}): Store {
  const { root, scratch, db, seal, lock, exposed, outside } = parts;
  // Rooms that write a row without a transaction are heard of in time as well.
  const watch = setInterval(() => seal.committed(), WATCH_MS).unref();
  async function damage(): Promise<DamagedRows[]> {
    const damaged = await seal.damaged();
    const pages = [...new Set([...damaged, ...seal.replaced()])].sort((a, b) => a - b);
    return rowsOn(db, pages, (page) => seal.page(page));
  }
  return {
    folder: root,
    scratch,
    checkpoints: path.join(root, 'checkpoints'),
    db,
    blobs: openBlobs(parts.blobs, scratch),
    exposed,
    outside,
    tx(work) {
      const made = db.transaction(work).immediate();
      seal.committed();
      return made;
    },
    snapshot: () => openSnapshot(db.name),
    damage,
    async requireSound() {
      const found = await damage();
      if (found.length > 0) throw new AppError('store.rowsDamaged', { where: damageInShort(found) });
    },
    acceptDamage: (pages) => seal.accept(pages),
    close() {
      clearInterval(watch);
      seal.finish();
      db.close();
      seal.release();
      lock.close();
    },
  };
}

function badDatabase(pages: readonly number[], cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('store.databaseChanged', { pages: pages.length, why }, { cause });
}

function refusal(folder: string, error: unknown): AppError {
  const known = toAppError(error);
  if (known.key !== 'house.internal') return known;
  const why = error instanceof Error ? error.message : String(error);
  return new AppError('store.notAWorkspace', { folder: path.basename(folder), why }, { cause: error });
}

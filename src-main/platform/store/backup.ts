/** @file A verified copy of a whole workspace as a folder that can be opened as it is. */
import BetterSqlite from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { sync } from './beside.ts';
import { sha256OfFile } from './blobs.ts';
import { requireWhole } from './migrate.ts';
import type { Store } from './open.ts';
import { damagedPages, sealFile } from './seal.ts';

export interface BackupResult {
  readonly folder: string;
  readonly bytes: number;
  readonly blobs: number;
}

/** A file of the copy, by its path in it, and the hash it must have. */
type Copied = Map<string, string>;

/**
 * Copies the database (VACUUM INTO), every blob and the checkpoints of unfinished training, syncs every file and folder,
 * reads all of it back, and only then gives the folder its name.
 *
 * @throws AppError `store.targetInside`; `store.backupTaken` when `to` exists and is not an empty folder;
 *   `store.blobBad` when a blob is damaged, `store.databaseBad` when the database is
 */
export async function backUpWorkspace(store: Store, to: string): Promise<BackupResult> {
  const { blobs, bytes } = await store.outside.folder(to, async (folder) => {
    const database = path.join(folder, 'workspace.db');
    // A copy of damaged rows would carry good checksums.
    await store.requireSound();
    store.db.prepare('VACUUM INTO ?').run(database);
    settle(database);
    sealFile(database);
    const blobs = await copyBlobs(store, folder);
    const checkpoints = await copyCheckpoints(store, folder);
    await syncAll(folder);
    for (const [file, sha256] of [...blobs, ...checkpoints])
      if ((await sha256OfFile(path.join(folder, file))) !== sha256)
        throw new AppError('store.copyBad', { file: path.basename(file) });
    if (damagedPages(database).length > 0)
      throw new AppError('store.copyBad', { file: path.basename(database) });
    return { blobs: blobs.size, bytes: await sizeOf(folder) };
  });
  return { folder: path.resolve(to), bytes, blobs };
}

/**
 * Checks the copy, and takes it into the journal mode that a workspace is opened in: its first page says so, and would
 * change under the seal otherwise.
 */
function settle(file: string): void {
  const copy = new BetterSqlite(file);
  try {
    requireWhole(copy);
    copy.pragma('journal_mode = WAL');
  } finally {
    copy.close();
  }
}

async function copyBlobs(store: Store, to: string): Promise<Copied> {
  const copied: Copied = new Map();
  for (const sha256 of await store.blobs.list()) {
    const file = path.join('blobs', 'sha256', sha256.slice(0, 2), sha256);
    const copy = path.join(to, file);
    await mkdir(path.dirname(copy), { recursive: true });
    await copyFile(store.blobs.path(sha256), copy, constants.COPYFILE_FICLONE);
    await chmod(copy, 0o600);
    if ((await sha256OfFile(copy)) !== sha256)
      throw new AppError('store.blobBad', { hash: sha256.slice(0, 7) });
    copied.set(file, sha256);
  }
  await mkdir(path.join(to, 'blobs', 'sha256'), { recursive: true });
  return copied;
}

/** A worker replaces a checkpoint as a whole, so one that was opened stays what it is; what is still written has another name. */
async function copyCheckpoints(store: Store, to: string): Promise<Copied> {
  const copied: Copied = new Map();
  for (const name of await readdir(store.checkpoints, { recursive: true }).catch(() => [])) {
    if (!name.endsWith('.safetensors')) continue;
    const file = path.join('checkpoints', name);
    await mkdir(path.dirname(path.join(to, file)), { recursive: true });
    const sha256 = await copyHashing(path.join(store.checkpoints, name), path.join(to, file));
    if (sha256 !== null) copied.set(file, sha256);
  }
  return copied;
}

/** @returns the hash of what was read; null when the run ended meanwhile and its checkpoint is no more */
async function copyHashing(from: string, to: string): Promise<string | null> {
  const source = await open(from, 'r').catch(() => null);
  if (source === null) return null;
  const copy = await open(to, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    for await (const chunk of source.createReadStream({ highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
      await copy.writeFile(chunk as Buffer);
    }
    return hash.digest('hex');
  } finally {
    await copy.close();
    await source.close();
  }
}

/** Every file first, then the folders that name them. */
async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    await (entry.isDirectory() ? syncAll(at) : sync(at));
  }
  await sync(folder);
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name))).size;
  return bytes;
}

/** @file A verified copy of a whole workspace as a folder that can be opened as it is. */
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { sha256OfFile } from './blobs.ts';
import { backUp } from './migrate.ts';
import type { Store } from './open.ts';

export interface BackupResult {
  readonly folder: string;
  readonly bytes: number;
  readonly blobs: number;
}

/**
 * Copies the database (VACUUM INTO), every blob and the checkpoints of unfinished training to `to`, checks each copy, and
 * only then gives the folder its name.
 *
 * @throws AppError `store.backupTaken` when `to` exists and is not empty; `store.blobBad` when a blob is damaged
 */
export async function backUpWorkspace(store: Store, to: string): Promise<BackupResult> {
  const target = path.resolve(to);
  await refuseOccupied(target);
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  try {
    await mkdir(path.join(partial, 'blobs', 'sha256'), { recursive: true });
    backUp(store.db, path.join(partial, 'workspace.db'));
    const { blobs, bytes } = await copyBlobs(store, path.join(partial, 'blobs', 'sha256'));
    const unfinished = await copyCheckpoints(store, path.join(partial, 'checkpoints'));
    const database = (await stat(path.join(partial, 'workspace.db'))).size;
    await rm(target, { recursive: true, force: true });
    await rename(partial, target);
    return { folder: target, bytes: bytes + unfinished + database, blobs };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function refuseOccupied(target: string): Promise<void> {
  const entries = await readdir(target).catch(() => []);
  if (entries.length > 0) throw new AppError('store.backupTaken', { folder: path.basename(target) });
}

/** A checkpoint is replaced as a whole, so each copy is a whole one; what a worker is still writing has another name. */
async function copyCheckpoints(store: Store, to: string): Promise<number> {
  let bytes = 0;
  for (const file of await readdir(store.checkpoints, { recursive: true }).catch(() => [])) {
    if (!file.endsWith('.safetensors')) continue;
    const copy = path.join(to, file);
    await mkdir(path.dirname(copy), { recursive: true });
    await copyFile(path.join(store.checkpoints, file), copy, constants.COPYFILE_FICLONE);
    bytes += (await stat(copy)).size;
  }
  return bytes;
}

async function copyBlobs(store: Store, to: string): Promise<{ blobs: number; bytes: number }> {
  let bytes = 0;
  const hashes = await store.blobs.list();
  for (const sha256 of hashes) {
    const copy = path.join(to, sha256.slice(0, 2), sha256);
    await mkdir(path.dirname(copy), { recursive: true });
    await copyFile(store.blobs.path(sha256), copy, constants.COPYFILE_FICLONE);
    if ((await sha256OfFile(copy)) !== sha256)
      throw new AppError('store.blobBad', { hash: sha256.slice(0, 7) });
    bytes += (await stat(copy)).size;
  }
  return { blobs: hashes.length, bytes };
}

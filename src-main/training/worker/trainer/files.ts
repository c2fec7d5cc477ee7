/** @file Files that are there whole or not at all. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes beside the target, syncs, renames over it and syncs the folder: a crash leaves the old file or the new one. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  if (process.platform !== 'win32') await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

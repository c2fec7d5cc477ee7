/** @file Where a run's checkpoints are: in a folder of its own while it works, among the blobs when it rests. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '../platform/store/index.ts';
import type { Tracking } from '../tracking/index.ts';

/** The training worker writes these names; each is replaced as a whole. */
const FILES = ['last.safetensors', 'best.safetensors', 'good.safetensors'] as const;
const ARTIFACT = 'checkpoint-';

export interface Checkpoints {
  /** The run's folder, made when it is not there. */
  folder(run: string): Promise<string>;
  /** The checkpoint to go on from, put back into the folder if it rests among the blobs; null when there is none. */
  last(run: string): Promise<string | null>;
  /** Moves the checkpoints among the blobs as artifacts of the run and removes the folder. */
  rest(run: string): Promise<void>;
}

export function createCheckpoints({ store, tracking }: { store: Store; tracking: Tracking }): Checkpoints {
  const folderOf = (run: string): string => path.join(store.checkpoints, run);

  async function folder(run: string): Promise<string> {
    await mkdir(folderOf(run), { recursive: true });
    return folderOf(run);
  }

  async function last(run: string): Promise<string | null> {
    await restore(run);
    const file = path.join(folderOf(run), FILES[0]);
    return existsSync(file) ? file : null;
  }

  async function restore(run: string): Promise<void> {
    for (const artifact of tracking.artifacts(run)) {
      if (!artifact.name.startsWith(ARTIFACT)) continue;
      const file = path.join(await folder(run), artifact.name.slice(ARTIFACT.length));
      if (existsSync(file)) continue;
      await copyFile(await store.blobs.checked(artifact.blob, tracking.run(run).name), file);
    }
  }

  async function rest(run: string): Promise<void> {
    for (const name of await readdir(folderOf(run)).catch(() => [])) {
      if (!FILES.some((file) => file === name)) continue;
      tracking.artifact(run, `${ARTIFACT}${name}`, await store.blobs.adopt(path.join(folderOf(run), name)));
    }
    await rm(folderOf(run), { recursive: true, force: true });
  }

  return { folder, last, rest };
}

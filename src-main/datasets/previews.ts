/** @file Previews are kept a while: whoever looks at a file imports it next, and it need not be read ahead again. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Preview } from '../../src-shared/contract.ts';
import type { Pool } from '../platform/pool/index.ts';
import { inReadersWords } from './readers-words.ts';
import { previewJob } from './jobs.ts';
import type { FileToRead } from './file-to-import.ts';

const KEPT = 8;

export type Previews = ReturnType<typeof createPreviews>;

/** Asks a worker what files are; of a file that is as it was, with the same options, the answer is known. */
export function createPreviews(pool: Pool) {
  const kept = new Map<string, Preview>();
  return {
    /** What a file is, detected in a worker from its beginning. @throws AppError `datasets.*` for a file that cannot be used */
    async of(file: FileToRead): Promise<Preview> {
      const key = await keyOf(file);
      const known = key === null ? undefined : kept.get(key);
      if (known) return known;
      const preview = await previewed(pool, file);
      // Of a file that changed while it was read nothing is known.
      if (key === null || (await keyOf(file)) !== key) return preview;
      kept.set(key, preview);
      for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
      return preview;
    },
  };
}

/** What a preview depends on; null of what may change without a sign, such as a folder. */
async function keyOf({ path: file, fileName, options }: FileToRead): Promise<string | null> {
  const info = await stat(file, { bigint: true }).catch(() => null);
  if (!info?.isFile()) return null;
  const { dev, ino, size, mtimeNs, ctimeNs } = info;
  return JSON.stringify([
    path.resolve(file),
    fileName,
    options,
    ...[dev, ino, size, mtimeNs, ctimeNs].map(String),
  ]);
}

function previewed(pool: Pool, { path: file, fileName, options }: FileToRead): Promise<Preview> {
  return pool.run(previewJob, {
    spec: { path: path.resolve(file), fileName, options },
    kind: 'preview',
    title: fileName,
    unit: 'files',
    hidden: true,
    explain: (error) => inReadersWords(error, fileName),
  }).result;
}

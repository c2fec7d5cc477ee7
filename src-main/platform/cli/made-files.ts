/** @file Files that the workbench made for a command: read from their address, and unpacked where they are several. */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { openPromise } from 'yauzl';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Session } from './session.ts';

export interface MadeFile {
  /** Where the workbench serves it. */
  readonly url: string;
  /** What it is called in an error. */
  readonly name: string;
}

/** @throws AppError `house.notFound` where it is not kept any more */
export async function bodyOf(
  { fetch }: Pick<Session, 'fetch'>,
  { url, name }: MadeFile,
): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(url);
  if (!response.ok) throw new AppError('house.notFound', { what: 'export', id: name });
  // An empty file has no body.
  return (response.body ?? new Blob([]).stream()) as ReadableStream<Uint8Array>;
}

/** Unpacks a ZIP archive. It is our own; a name that would leave the folder is refused by yauzl all the same. */
export async function unpackInto(
  folder: string,
  session: Pick<Session, 'fetch'>,
  made: MadeFile,
): Promise<void> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'lathe-export-'));
  try {
    const file = path.join(scratch, 'export.zip');
    await pipeline(Readable.fromWeb(await bodyOf(session, made)), createWriteStream(file));
    const zip = await openPromise(file, { autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        const target = path.join(folder, entry.fileName);
        await mkdir(path.dirname(target), { recursive: true });
        await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
      }
    } finally {
      zip.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

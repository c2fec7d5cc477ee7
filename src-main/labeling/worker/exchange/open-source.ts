/** @file What was chosen to be read: a file, a folder or a ZIP archive, as files that a format reads. Nothing is unpacked by its name. */
import { createWriteStream, openSync, closeSync, fstatSync, readSync } from 'node:fs';
import path from 'node:path';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { openFileCollection, type Entry } from '../../../datasets/worker/index.ts';
import { folderSource, type Source } from '../formats/source.ts';

/** A file of an archive that is larger than this is unpacked into scratch, under a name of its own. */
const KEPT_BYTES = 32 << 20;
const IMAGE = /\.(?:jpe?g|png|bmp|gif|tiff?|webp|avif|heic)$/i;

export interface OpenedSource extends Source {
  close(): void;
}

export interface Chosen {
  readonly path: string;
  /** As people know it; an upload lies under another name. */
  readonly fileName: string;
}

/** @throws AppError `datasets.fileMissing`, `datasets.fileForbidden`, `datasets.fileUnreadable`, `datasets.tooManyFiles` */
export async function openSource(chosen: Chosen, scratch: string): Promise<OpenedSource> {
  const info = await stat(chosen.path).catch((error: unknown) => {
    throw unreadable(chosen.fileName, error);
  });
  if (info.isDirectory()) return openFolder(chosen);
  return /\.zip$/i.test(chosen.fileName) ? openArchive(chosen, scratch) : openFile(chosen);
}

export const isImageFile = (name: string): boolean => IMAGE.test(name);

/** Why a file cannot even be opened. */
function unreadable(file: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const isForbidden = code === 'EACCES' || code === 'EPERM';
  return new AppError(
    isForbidden ? 'datasets.fileForbidden' : 'datasets.fileMissing',
    { file },
    { cause: error },
  );
}

async function openFolder({ path: root, fileName }: Chosen): Promise<OpenedSource> {
  const collection = await openFileCollection(root, fileName);
  const source = folderSource(
    root,
    collection.entries.map(({ name }) => name),
  );
  return { ...source, close: () => source[Symbol.dispose]() };
}

function openFile({ path: file, fileName }: Chosen): OpenedSource {
  const handle = openedAt(file, fileName);
  return { files: [fileName], ...bytesOf(handle), close: () => closeSync(handle) };
}

function openedAt(file: string, fileName: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw unreadable(fileName, error);
  }
}

function bytesOf(handle: number): Pick<Source, 'size' | 'slice'> {
  return {
    size: () => Promise.resolve(fstatSync(handle).size),
    slice(_file, from, length) {
      const buffer = Buffer.allocUnsafe(length);
      return Promise.resolve(buffer.subarray(0, readSync(handle, buffer, 0, length, from)));
    },
  };
}

/** One file of it is at hand at a time. */
async function openArchive(chosen: Chosen, scratch: string): Promise<OpenedSource> {
  const collection = await openFileCollection(chosen.path, chosen.fileName);
  const byName = new Map(collection.entries.map((entry) => [entry.name, entry]));
  let current: { readonly name: string; readonly at: OpenedSource } | null = null;
  let unpacked = 0;
  const at = async (name: string): Promise<OpenedSource> => {
    if (current?.name === name) return current.at;
    current?.at.close();
    current = null;
    const entry = byName.get(name)!;
    const opened =
      entry.bytes > KEPT_BYTES ? await unpack(entry, scratch, ++unpacked) : await inMemory(entry);
    current = { name, at: opened };
    return opened;
  };
  return {
    files: [...byName.keys()],
    size: (name) => Promise.resolve(byName.get(name)!.bytes),
    slice: async (name, from, length) => (await at(name)).slice(name, from, length),
    close() {
      current?.at.close();
      collection.close();
    },
  };
}

async function inMemory(entry: Entry): Promise<OpenedSource> {
  const bytes = await entry.read();
  return {
    files: [entry.name],
    size: () => Promise.resolve(bytes.length),
    slice: (_name, from, length) => Promise.resolve(bytes.subarray(from, from + length)),
    close: () => undefined,
  };
}

async function unpack(entry: Entry, scratch: string, number: number): Promise<OpenedSource> {
  const file = path.join(scratch, `unpacked-${number}`);
  await pipeline(await entry.stream(), createWriteStream(file));
  return openFile({ path: file, fileName: entry.name });
}

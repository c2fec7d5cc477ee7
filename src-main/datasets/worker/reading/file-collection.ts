/** @file Many files as one source: a folder, a ZIP archive, or a file with those that lie beside it. Nothing is unpacked to disk. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Entry as ZipEntry } from 'yauzl';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { readNames } from './archive-names.ts';
import { openArchive, type Archive } from './archive.ts';
import { withoutPaths } from '../../../platform/pool/words.ts';

const MOST_FILES = 2_000_000;
/** The largest single file that is read whole; MNIST's and CIFAR-10's are below 50 MB. */
const MOST_BYTES = 512 * 2 ** 20;
const inflate = promisify(gunzip);

/** One file of a collection. */
export interface Entry {
  /** Its path within the collection, with `/` between folders. */
  readonly name: string;
  readonly bytes: number;
  /** @throws AppError `datasets.fileUnreadable`, `datasets.fileTooLarge` */
  read(limit?: number): Promise<Buffer>;
  /** Its first bytes, fewer where it is shorter or cannot be read: then `read` says why. */
  head(length: number): Promise<Buffer>;
  /** Its bytes, one piece after another. @throws AppError `datasets.fileUnreadable` */
  stream(): Promise<Readable>;
}

export interface FileCollection {
  /** Sorted by name; hidden files are left out. */
  readonly entries: readonly Entry[];
  /** Of an archive: the encoding of names that do not say theirs; null where there are none. */
  readonly names: string | null;
  close(): void;
}

/**
 * A folder or a ZIP archive with all that is in it; of any other file itself and its neighbours.
 *
 * @param names the encoding of an archive's names that do not say theirs; detected unless given
 */
export async function openFileCollection(
  root: string,
  fileName: string,
  names: string | null = null,
): Promise<FileCollection> {
  const info = await stat(root);
  if (info.isDirectory()) return openFolder(root);
  return /\.zip$/i.test(fileName)
    ? openZip(root, { fileName, encoding: names })
    : openNeighbours(root, fileName);
}

/** A folder, or else a ZIP archive, whatever its name. */
export async function openCollection(root: string, names: string | null): Promise<FileCollection> {
  const info = await stat(root);
  return info.isDirectory()
    ? openFolder(root)
    : openZip(root, { fileName: path.basename(root), encoding: names });
}

async function openFolder(root: string): Promise<FileCollection> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const names = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .filter(visible)
    .sort();
  requireCount(names.length, path.basename(root));
  const entries: Entry[] = [];
  for (const name of names) {
    entries.push(entryAt(path.join(root, name), name));
    await inBetween();
  }
  return { entries, names: null, close: () => undefined };
}

/** Files that are looked at in one go. */
const AT_ONCE = 1000;
let looked = 0;

/** Whoever watches this process hears of it, and it of them. */
async function inBetween(): Promise<void> {
  if (++looked % AT_ONCE === 0) await nextTurn();
}

/** An upload lies under another name and alone. */
async function openNeighbours(root: string, fileName: string): Promise<FileCollection> {
  const itself = entryAt(root, fileName);
  if (path.basename(root) !== fileName) return { entries: [itself], names: null, close: () => undefined };
  const folder = path.dirname(root);
  const found = await readdir(folder, { withFileTypes: true });
  const names = found.filter((entry) => entry.isFile()).map(({ name }) => name);
  const entries: Entry[] = [];
  for (const name of names.filter(visible).sort())
    entries.push(name === fileName ? itself : entryAt(path.join(folder, name), name));
  return { entries, names: null, close: () => undefined };
}

/** What operating systems leave beside people's files. */
const OF_SYSTEMS = new Set(['__macosx', 'thumbs.db', 'desktop.ini', 'ehthumbs.db']);

function visible(name: string): boolean {
  return !name.split('/').some((part) => part.startsWith('.') || OF_SYSTEMS.has(part.toLowerCase()));
}

/** A smaller file is read at once: to ask a thread for it takes ten times as long, and runs have a hundred thousand. */
const SMALL_BYTES = 64 << 10;

function entryAt(file: string, name: string): Entry {
  const { size } = statSync(file);
  return {
    name,
    bytes: size,
    async read(limit = MOST_BYTES) {
      requireSize(size, { name, limit });
      await inBetween();
      try {
        return size <= SMALL_BYTES ? readFileSync(file) : await readFile(file);
      } catch (error) {
        throw unreadable(name, error);
      }
    },
    head: (length) => firstBytes(createReadStream(file, { end: length - 1 }), length),
    stream: () => Promise.resolve(createReadStream(file)),
  };
}

async function openZip(
  root: string,
  { fileName, encoding }: { fileName: string; encoding: string | null },
): Promise<FileCollection> {
  const archive = await openArchive(root).catch((error: unknown) => {
    throw unreadable(fileName, error);
  });
  const zipEntries: ZipEntry[] = [];
  try {
    for await (const entry of archive.zip.eachEntry()) {
      zipEntries.push(entry);
      requireCount(zipEntries.length, fileName);
    }
  } catch (error) {
    archive.zip.close();
    throw error instanceof AppError ? error : unreadable(fileName, error);
  }
  const read = readNames(zipEntries, encoding);
  const entries = zipEntries
    .map((entry, i) => entryIn(archive, entry, read.names[i]!))
    .filter(({ name }) => !name.endsWith('/') && visible(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { entries, names: read.encoding, close: () => archive.zip.close() };
}

/** yauzl checks that a stream has the length that its entry promises, so a small archive cannot fill the memory. */
function entryIn(archive: Archive, entry: ZipEntry, name: string): Entry {
  const { zip } = archive;
  const { uncompressedSize: bytes } = entry;
  return {
    name,
    bytes,
    async read(limit = MOST_BYTES) {
      requireSize(bytes, { name, limit });
      await inBetween();
      try {
        const isSmall = Math.max(bytes, entry.compressedSize) <= SMALL_BYTES;
        const small = isSmall ? await archive.readSmall(entry) : null;
        return small ?? (await buffer(await zip.openReadStreamPromise(entry)));
      } catch (error) {
        throw unreadable(name, error);
      }
    },
    async head(length) {
      const stream = await zip.openReadStreamPromise(entry).catch(() => null);
      return stream ? firstBytes(stream, length) : Buffer.alloc(0);
    },
    stream: () =>
      zip.openReadStreamPromise(entry).catch((error: unknown) => {
        throw unreadable(name, error);
      }),
  };
}

async function firstBytes(stream: Readable, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Leaving the loop closes the stream.
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) break;
      chunks.push(chunk);
      if ((bytes += chunk.length) >= length) break;
    }
  } catch {
    return Buffer.alloc(0);
  }
  return Buffer.concat(chunks).subarray(0, length);
}

/** The bytes of an entry, unpacked when its name ends in `.gz`. */
export async function readUnpacked(entry: Entry): Promise<Buffer> {
  const bytes = await entry.read();
  if (!/\.gz$/i.test(entry.name)) return bytes;
  try {
    return await inflate(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw unreadable(entry.name, error);
  }
}

function requireCount(files: number, file: string): void {
  if (files > MOST_FILES) throw new AppError('datasets.tooManyFiles', { file, limit: MOST_FILES });
}

function requireSize(bytes: number, { name, limit }: { name: string; limit: number }): void {
  if (bytes <= limit) return;
  throw new AppError('datasets.fileTooLarge', { file: name, limit: `${Math.round(limit / 2 ** 20)} MiB` });
}

function unreadable(file: string, error: unknown): AppError {
  const why = withoutPaths(error instanceof Error ? error.message : String(error));
  return new AppError('datasets.fileUnreadable', { file, why }, { cause: error });
}

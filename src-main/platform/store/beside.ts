/**
 * @file Writing at a place that a person chose: under a random name beside it, made exclusively, and renamed when whole.
 * Nothing that was there before is ever opened or removed. Imports nothing of the store, so that the desktop can use it.
 */
import { randomBytes } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../src-shared/platform/errors.ts';

const UNFINISHED = /^\.lathe-[0-9a-f]{24}\.partial$/;

/** A name for what is not whole yet, in the folder of `target`; nobody else has one like it. */
export function besideOf(target: string): string {
  return path.join(path.dirname(target), `.lathe-${randomBytes(12).toString('hex')}.partial`);
}

/** Whether a path has the form that {@link besideOf} gives. */
export function isUnfinished(file: string): boolean {
  return UNFINISHED.test(path.basename(file));
}

/**
 * Whether `target`, there or not, lies in one of the folders or is one: checked by the folders themselves, so that links,
 * `..`, another case and a second mount make no difference.
 */
export function liesIn(folders: readonly string[], target: string): boolean {
  const known = new Set(folders.flatMap((folder) => identity(folder) ?? []));
  let at = existingPart(path.resolve(target));
  for (;;) {
    const here = identity(at);
    if (here !== undefined && known.has(here)) return true;
    const up = path.dirname(at);
    if (up === at) return false;
    at = up;
  }
}

function existingPart(target: string): string {
  for (let at = target; ; at = path.dirname(at)) {
    try {
      return realpathSync.native(at);
    } catch {
      if (path.dirname(at) === at) return at;
    }
  }
}

function identity(folder: string): string | undefined {
  const about = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return about && `${about.dev}:${about.ino}`;
}

export interface Written {
  /** Of a file that is new; one that is replaced hands on its own. */
  readonly mode: number;
  /** Told the name under which the file is written before there is one. */
  readonly onBegin?: (unfinished: string) => void;
}

/**
 * Writes a file at `target`, whole or not at all: synced before it gets its name. A link is followed; a pipe or a device is
 * written to and stays what it is.
 *
 * @throws AppError `store.targetIsFolder`, `store.targetUnwritable`, `store.diskFull`
 */
export async function writeBeside(
  target: string,
  bytes: AsyncIterable<Uint8Array>,
  { mode, onBegin }: Written,
): Promise<void> {
  try {
    const there = await stat(target).catch(() => undefined);
    if (there?.isDirectory()) throw new AppError('store.targetIsFolder', { place: path.basename(target) });
    if (there && !there.isFile()) return await pour(bytes, await open(target, 'w'));
    const file = there ? await realpath(target) : target;
    const unfinished = besideOf(file);
    onBegin?.(unfinished);
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await pour(bytes, handle, there ? there.mode & 0o777 : mode);
      await rename(unfinished, file);
      await sync(path.dirname(file));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  } catch (error) {
    throw unwritable(target, error);
  }
}

/** Fills a file and closes it; with a mode it is one of ours, which is synced. */
async function pour(bytes: AsyncIterable<Uint8Array>, handle: FileHandle, mode?: number): Promise<void> {
  try {
    for await (const chunk of bytes) {
      for (let done = 0; done < chunk.length;) done += (await handle.write(chunk, done)).bytesWritten;
    }
    if (mode === undefined) return;
    if (process.platform !== 'win32') await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Syncs a file or a folder. Windows cannot sync a folder; its rename is journalled by NTFS. */
export async function sync(target: string): Promise<void> {
  if (process.platform === 'win32' && (await stat(target)).isDirectory()) return;
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const NOT_WRITABLE: ReadonlySet<unknown> = new Set(
  [
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOENT',
    'ENOTDIR',
    'EISDIR',
    'ENAMETOOLONG',
    'EBUSY',
    'EXDEV',
    'EINVAL',
  ].concat(...['ELOOP', 'ENXIO', 'EPIPE', 'EEXIST', 'ENOTEMPTY', 'EIO']),
);

/** What the system said of a place that a person chose, in words; other errors as they are. */
export function unwritable(target: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && NOT_WRITABLE.has(error.code))) return error;
  const parameters = { place: path.basename(target) || target, code: String(error.code) };
  return new AppError('store.targetUnwritable', parameters, { cause: error });
}

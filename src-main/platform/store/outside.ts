/**
 * @file What Lathe writes outside its workspace, at places that people chose. Before anything is made there the workspace
 * notes under which random name it will be; what a killed workbench left is known by that, and by nothing else, as its own.
 */
import type { Database } from 'better-sqlite3';
import { existsSync, lstatSync, realpathSync, rmSync } from 'node:fs';
import { chmod, mkdir, readdir, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { besideOf, isUnfinished, liesIn, sync, unwritable, writeBeside } from './beside.ts';
import { ordinaryMode } from './owner.ts';

export interface Outside {
  /**
   * Writes a file, whole or not at all. A file that is there is replaced.
   *
   * @throws AppError `store.targetInside`, `store.targetIsFolder`, `store.targetUnwritable`
   */
  file(target: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /**
   * Lets `fill` make a folder that only its owner may read, and gives it its name when that is done.
   *
   * @throws AppError `store.targetInside`; `store.backupTaken` when there is something; `store.targetUnwritable`
   */
  folder<T>(target: string, fill: (folder: string) => Promise<T>): Promise<T>;
}

interface Place {
  /** The workspace, links resolved. */
  readonly root: string;
  readonly db: Database;
}

/** Where it is noted what is being written. */
interface Notes {
  note(unfinished: string): void;
  forget(unfinished: string): void;
}

function notesIn({ root, db }: Place): Notes {
  const note = db.prepare<[string, string, string]>(
    'INSERT INTO unfinished_outside (path, workspace, begun_at) VALUES (?, ?, ?)',
  );
  const forget = db.prepare<[string]>('DELETE FROM unfinished_outside WHERE path = ?');
  return {
    note: (unfinished) => void note.run(unfinished, root, new Date().toISOString()),
    forget: (unfinished) => void forget.run(unfinished),
  };
}

const NO_NOTES: Notes = { note: () => undefined, forget: () => undefined };

/** The folders of a workspace, some of which may be links to other disks. */
const PARTS = ['.', 'backups', 'blobs', 'blobs/sha256', 'blobs/quarantine', 'checkpoints', 'scratch'];
/** Where `demo` leaves its models; nothing sweeps it. */
const EXPORTS = 'exports';

/** For the workbench, and for a process beside it: that one has no database, so it notes nothing. */
export function createOutside({ root, db }: Pick<Place, 'root'> & { readonly db: Database | null }): Outside {
  const notes = db ? notesIn({ root, db }) : NO_NOTES;
  const parts = PARTS.map((part) => path.join(root, part));
  const refuseInside = (target: string): void => {
    if (liesIn(parts, target)) throw new AppError('store.targetInside', { place: path.basename(target) });
  };

  /** In the folder of exports, which has the name that the workspace has where the target was named. */
  const isExport = (target: string): boolean => {
    const exports = path.join(root, EXPORTS);
    if (existsSync(exports)) return liesIn([exports], target);
    return (
      path.basename(path.dirname(target)) === EXPORTS && liesAt(root, path.dirname(path.dirname(target)))
    );
  };

  /** Does `work`, which is told to note each name it takes; the notes go when it has ended. */
  async function noting<T>(work: (begin: (unfinished: string) => void) => Promise<T>): Promise<T> {
    const names: string[] = [];
    try {
      return await work((unfinished) => {
        notes.note(unfinished);
        names.push(unfinished);
      });
    } finally {
      for (const name of names) notes.forget(name);
    }
  }

  async function file(target: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const chosen = path.resolve(target);
    const ours = isExport(chosen);
    if (!ours) refuseInside(chosen);
    await makeFolder(path.dirname(chosen), ours ? 0o700 : ordinaryMode('folder'));
    const mode = ours ? 0o600 : ordinaryMode('file');
    await noting((onBegin) => writeBeside(chosen, bytes, { mode, onBegin }));
  }

  async function folder<T>(target: string, fill: (folder: string) => Promise<T>): Promise<T> {
    const chosen = path.resolve(target);
    refuseInside(chosen);
    const there = await requireEmpty(chosen);
    if (!there) await makeFolder(path.dirname(chosen), ordinaryMode('folder'));
    const place = there ? await realpath(chosen) : chosen;
    return noting(async (begin) => {
      const unfinished = besideOf(place);
      begin(unfinished);
      try {
        await mkdir(unfinished, { mode: 0o700 });
      } catch (error) {
        throw unwritable(chosen, error);
      }
      try {
        const made = await fill(unfinished);
        // Elsewhere a rename takes the place of an empty folder, and of nothing else.
        if (there && process.platform === 'win32') await rmdir(place);
        await rename(unfinished, place);
        await sync(path.dirname(place));
        return made;
      } catch (error) {
        await rm(unfinished, { recursive: true, force: true });
        throw unwritable(chosen, error);
      }
    });
  }

  return { file, folder };
}

function liesAt(root: string, folder: string): boolean {
  return existsSync(folder) && realpathSync(folder) === root;
}

/** @returns whether there is an empty folder. @throws AppError `store.backupTaken` when there is anything else */
async function requireEmpty(target: string): Promise<boolean> {
  const there = await stat(target).catch(() => undefined);
  if (!there) return false;
  if (there.isDirectory() && (await readdir(target)).length === 0) return true;
  throw new AppError('store.backupTaken', { folder: path.basename(target) });
}

/**
 * Makes a folder and those above it that are not there, each of this mode whatever the umask is now. One by one: where a
 * system has no place for them, as under /proc, Node's own recursion never ends.
 */
async function makeFolder(folder: string, mode: number): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && path.dirname(at) !== at; at = path.dirname(at))
    missing.unshift(at);
  try {
    for (const each of missing) {
      await mkdir(each).catch((error: unknown) => {
        if (!existsSync(each)) throw error;
      });
      if (process.platform !== 'win32') await chmod(each, mode);
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Removes what a killed workbench noted and left. A place that is not there now, such as a disk, is tried again later. */
export function sweepOutside({ root, db }: Place): void {
  const noted = db
    .prepare<[string], string>('SELECT path FROM unfinished_outside WHERE workspace = ?')
    .pluck()
    .all(root);
  for (const unfinished of noted) {
    if (!isUnfinished(unfinished)) continue;
    try {
      if (!lstatSync(path.dirname(unfinished), { throwIfNoEntry: false })) continue;
      // A link of this name is none that Lathe made.
      if (!lstatSync(unfinished, { throwIfNoEntry: false })?.isSymbolicLink())
        rmSync(unfinished, { recursive: true, force: true });
      db.prepare('DELETE FROM unfinished_outside WHERE path = ?').run(unfinished);
    } catch {
      // It may not be touched now; the note stays for another start.
    }
  }
}

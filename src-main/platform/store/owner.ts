/**
 * @file What lies in the workspace is its owner's alone: folders 0700, files 0600, whatever the umask was. Windows keeps
 * its own lists of who may read; there nothing is done.
 */
import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
const OTHERS = 0o077;
const STICKY = 0o1000;
const POSIX = process.platform !== 'win32';

/** What Lathe makes in a workspace's folder. */
const OURS: ReadonlySet<string> = new Set(
  [
    ['backups', 'blobs', 'checkpoints', 'exports', 'scratch', 'local.json', 'lock.pid', 'workspace.sums'],
    ...['lock.db', 'workspace.db'].map((db) => ['', '-wal', '-shm', '-journal'].map((tail) => db + tail)),
  ].flat(),
);
/** The person's own umask, once it was put aside. */
let ordinary: number | undefined;

/** From now on what this process and its workers make is the owner's alone: workers inherit it. */
export function keepToOwner(): void {
  if (!POSIX) return;
  const before = process.umask(OTHERS);
  if (before !== OTHERS) ordinary = before;
}

/** The mode of a file or folder for a place outside the workspace, as the person's own umask gives it. */
export function ordinaryMode(kind: 'file' | 'folder'): number {
  return (kind === 'file' ? 0o666 : 0o777) & ~(ordinary ?? process.umask());
}

/**
 * Takes from others what an earlier version or a copying program gave them: of what Lathe made in `root`, never through
 * a symbolic link, and never of a file that has a second name elsewhere.
 *
 * @returns what could not be narrowed, as paths from `root`
 */
export function narrow(root: string): string[] {
  if (!POSIX) return [];
  const wide: string[] = [];
  if ((lstatSync(root).mode & OTHERS) !== 0 && (isShared(root) || !take(root))) wide.push('.');
  const visit = (relative: string): void => {
    const entry = path.join(root, relative);
    const about = lstatSync(entry, { throwIfNoEntry: false });
    if (!about || about.isSymbolicLink()) return;
    if ((about.mode & OTHERS) !== 0 && !take(entry)) wide.push(relative);
    if (!about.isDirectory()) return;
    for (const name of namesIn(entry)) visit(path.join(relative, name));
  };
  for (const name of readdirSync(root)) if (OURS.has(name)) visit(name);
  return wide;
}

/** A folder that is more than a workspace: where everybody may make files, a home, the top of the file system. */
function isShared(root: string): boolean {
  return (lstatSync(root).mode & STICKY) !== 0 || root === homedir() || root === path.parse(root).root;
}

/** @returns whether others may do nothing with it now */
function take(entry: string): boolean {
  let handle: number | undefined;
  try {
    const folder = lstatSync(entry).isDirectory();
    handle = openSync(entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | (folder ? O_DIRECTORY : 0));
    const about = fstatSync(handle);
    if (about.isFile() && about.nlink > 1) return false;
    fchmodSync(handle, about.mode & 0o700);
    return true;
  } catch {
    return false;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @file Where the workbench that has a workspace open is asked by programs of its owner: what it records, and how that is checked. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { lstatSync, readFileSync, rmSync, writeFileSync, type Stats } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { DESKTOP_ORIGIN } from '../../../src-shared/platform/native.ts';

/** Lies in the workspace; gone with the workbench, or known as stale by its process. */
export const RECORD = 'local.json';
/** As which the workbench is asked there. */
export const LOCAL_ORIGIN = DESKTOP_ORIGIN;
/** The socket's own name. */
export const SOCKET = 'local.sock';
/** Carries the secret of the record: who could read that is the owner. */
export const SECRET_HEADER = 'x-lathe-local';

const Record = z.object({
  /** The process that wrote it, as in `lock.pid`. */
  pid: z.int(),
  /** A path, or the name of a pipe; one that lies in the workspace is named without it, so that it may be moved. */
  socket: z.string().min(1),
  secret: z.string().min(32),
});
export type LocalRecord = z.infer<typeof Record>;

const OTHERS = 0o077;

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** In a time that tells nothing of how much was right. */
export function isSecret(given: string | null, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return given !== null && timingSafeEqual(hash(given), hash(secret));
}

/** Written anew, so that nothing is written through a link. @param workspace its folder */
export function writeRecord(workspace: string, record: LocalRecord): void {
  forgetRecord(workspace);
  writeFileSync(path.join(workspace, RECORD), JSON.stringify(record), { mode: 0o600, flag: 'wx' });
}

export function forgetRecord(workspace: string): void {
  rmSync(path.join(workspace, RECORD), { force: true });
}

/** The record of the process that holds the workspace now, or of any; null where there is none. */
export function readRecord(workspace: string, { ofHolder }: { ofHolder: boolean }): LocalRecord | null {
  try {
    const file = path.join(workspace, RECORD);
    if (!isOwn(file, (about) => about.isFile())) return null;
    const record = Record.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (!ofHolder) return record;
    // Below the process stands which command it is.
    const [holder] = readFileSync(path.join(workspace, 'lock.pid'), 'utf8').split('\n');
    return holder === String(record.pid) ? record : null;
  } catch {
    return null;
  }
}

/** Whether a socket, and the folder it lies in, are this user's and nobody else's. A named pipe has no mode. */
export function isOwnSocket(socket: string): boolean {
  if (process.platform === 'win32') return true;
  return (
    isOwn(path.dirname(socket), (about) => about.isDirectory()) && isOwn(socket, (about) => about.isSocket())
  );
}

/** Whether what lies there, itself and no link to it, is this user's alone. */
export function isOwn(file: string, fits: (about: Stats) => boolean): boolean {
  const about = lstatSync(file, { throwIfNoEntry: false });
  if (!about || !fits(about)) return false;
  if (process.platform === 'win32') return true;
  return about.uid === process.getuid?.() && (about.mode & OTHERS) === 0;
}

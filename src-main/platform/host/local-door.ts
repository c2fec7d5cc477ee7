/**
 * @file The door for programs of the workspace's owner, beside the window's: a Unix domain socket of mode 0600 in a folder
 * of mode 0700, or a named pipe. The command line goes through it while the workspace is open. There is no TCP in it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { App } from './app.ts';
import { listenOnSocket, type Listener } from './listen.ts';
import {
  LOCAL_ORIGIN,
  SECRET_HEADER,
  SOCKET,
  forgetRecord,
  isOwn,
  isOwnSocket,
  isSecret,
  newSecret,
  readRecord,
  writeRecord,
} from './local-record.ts';

/** Bytes that every system takes for the path of a socket: macOS has 104 with the zero at the end, Linux 108. */
const LONGEST = 103;
/** The folder that `mkdtemp` makes for a socket that has no place in its workspace. */
const OUTSIDE = /^lathe-[A-Za-z0-9]{6}$/;

/**
 * Opens the door of a workspace that this process holds. Who sends the secret of the record is its owner; everybody else is
 * a stranger here, as at any door. Where a system has no place for a socket, the workbench goes on without one and says so.
 */
export async function openLocalDoor(app: Doors, workspace: string): Promise<LocalDoor> {
  const folder = realpathSync(workspace);
  removeLeft(folder);
  for (const find of [placeInside, placeOutside]) {
    const place = find(folder);
    if (!place) continue;
    try {
      return await openAt(app, folder, place);
    } catch (error) {
      place.remove();
      console.error(`The command line cannot reach this workbench at ${place.socket}:`, error);
    }
  }
  return { connections: async () => 0, close: async () => undefined };
}

export type LocalDoor = Omit<Listener, 'address'>;
type Doors = Pick<App, 'fetch' | 'opened'>;

async function openAt(app: Doors, folder: string, place: Place): Promise<LocalDoor> {
  const secret = newSecret();
  const listener = await listenOnSocket(app, place.socket, ({ headers }) => ({
    origins: [LOCAL_ORIGIN],
    trusted: isSecret(headers.get(SECRET_HEADER), secret),
    local: true,
  }));
  async function close(): Promise<void> {
    forgetRecord(folder);
    await listener.close();
    place.remove();
  }
  try {
    writeRecord(folder, { pid: process.pid, socket: place.recorded, secret });
  } catch (error) {
    await close();
    throw error;
  }
  return { connections: listener.connections, close };
}

/** What a killed workbench left: the lock on the workspace is ours, so whatever is recorded is of nobody any more. */
function removeLeft(folder: string): void {
  const left = readRecord(folder, { ofHolder: false })?.socket ?? '';
  const its = path.dirname(left);
  if (
    path.isAbsolute(left) &&
    path.basename(left) === SOCKET &&
    OUTSIDE.test(path.basename(its)) &&
    isOwnSocket(left)
  )
    rmSync(its, { recursive: true, force: true });
  forgetRecord(folder);
}

interface Place {
  readonly socket: string;
  readonly recorded: string;
  remove(): void;
}

/** Null where others may look into the folder, its path is too long, or something else has the name. */
function placeInside(folder: string): Place | null {
  const socket = path.join(folder, SOCKET);
  if (process.platform === 'win32' || Buffer.byteLength(socket) > LONGEST) return null;
  if (!isOwn(folder, (about) => about.isDirectory())) return null;
  // The lock on the workspace is ours, so a socket that lies here is of a process that was killed.
  removeSocket(socket);
  // Whatever else has its name stays.
  if (existsSync(socket)) return null;
  return { socket, recorded: SOCKET, remove: () => removeSocket(socket) };
}

/** A pipe has a name space of its own; a socket lies in a new folder that only this user may enter. */
function placeOutside(): Place {
  if (process.platform === 'win32') {
    const socket = `\\\\.\\pipe\\lathe-${randomBytes(16).toString('hex')}`;
    return { socket, recorded: socket, remove: () => undefined };
  }
  const folder = mkdtempSync(path.join(runtimeFolder(), 'lathe-'));
  const socket = path.join(folder, SOCKET);
  return { socket, recorded: socket, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function runtimeFolder(): string {
  const { XDG_RUNTIME_DIR } = process.env;
  const fits = (folder: string) => Buffer.byteLength(path.join(folder, 'lathe-XXXXXX', SOCKET)) <= LONGEST;
  if (XDG_RUNTIME_DIR && fits(XDG_RUNTIME_DIR) && isOwn(XDG_RUNTIME_DIR, (about) => about.isDirectory()))
    return XDG_RUNTIME_DIR;
  const temporary = realpathSync(os.tmpdir());
  return fits(temporary) ? temporary : '/tmp';
}

function removeSocket(socket: string): void {
  if (lstatSync(socket, { throwIfNoEntry: false })?.isSocket()) rmSync(socket, { force: true });
}

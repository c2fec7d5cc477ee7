/** @file The way to a workbench that another process of this user has open. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { protoSerializer } from '../../../src-shared/platform/proto-serializer.ts';
import {
  LOCAL_ORIGIN,
  SECRET_HEADER,
  isOwnSocket,
  readRecord,
  type LocalRecord,
} from '../host/local-record.ts';
import { fetchOverSocket } from '../host/socket-fetch.ts';
import { createOutside } from '../store/outside.ts';
import type { Workbench } from './workbench.ts';

/** What the system says of a socket behind which nobody is, or whose workbench ended in the middle. */
const GONE: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/**
 * Null where nobody has the workspace open, or only a process without a door, or what is recorded is stale.
 *
 * @throws AppError `house.doorNotOwn` where others than this user could stand behind the socket
 */
export async function throughDoor(workspace: string): Promise<Workbench | null> {
  const root = real(workspace);
  const record = root === null ? null : readRecord(root, { ofHolder: true });
  if (root === null || !record) return null;
  const fetch = doorFetch(root, record);
  const client = clientOf(fetch);
  try {
    const { folder } = await client.workspace.about();
    // A copy of a folder has the record of the workspace it was copied from.
    if (folder === null || real(folder) !== root) return null;
  } catch (error) {
    if (error instanceof AppError && error.key === 'house.workbenchClosed') return null;
    throw error;
  }
  return {
    client,
    app: null,
    outside: createOutside({ root, db: null }),
    fetch: (asked, init) => fetch(new Request(new URL(asked, LOCAL_ORIGIN), init)),
    close: async () => undefined,
  };
}

function real(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}

function doorFetch(root: string, { socket, secret }: LocalRecord): (request: Request) => Promise<Response> {
  const isPipe = process.platform === 'win32';
  const socketPath = isPipe ? socket : path.resolve(root, socket);
  const headers = { host: new URL(LOCAL_ORIGIN).host, 'x-lathe': '1', [SECRET_HEADER]: secret };
  return async (request) => {
    // At each request: the secret goes to nobody else.
    requireOwn(socketPath);
    try {
      return await fetchOverSocket(request, { socketPath, headers, fresh: true });
    } catch (error) {
      throw request.signal.aborted ? error : workbenchGone(error);
    }
  };
}

function requireOwn(socket: string): void {
  if (isOwnSocket(socket)) return;
  throw existsSync(socket)
    ? new AppError('house.doorNotOwn', { place: socket })
    : new AppError('house.workbenchClosed');
}

function clientOf(fetch: (request: Request) => Promise<Response>): Client {
  const link = new RPCLink({
    url: `${LOCAL_ORIGIN}/rpc`,
    customJsonSerializers: [protoSerializer],
    fetch: (request) => fetch(request),
  });
  return createORPCClient(link);
}

/** An error of the connection in words; others as they are. */
export function workbenchGone(thrown: unknown): unknown {
  for (let at = thrown; at instanceof Error; at = at.cause)
    if ('code' in at && GONE.has(at.code))
      return new AppError('house.workbenchClosed', {}, { cause: thrown });
  return thrown;
}

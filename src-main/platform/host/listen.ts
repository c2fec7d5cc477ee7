/** @file A TCP port or a socket in front of the house. */
import { createAdaptorServer } from '@hono/node-server';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Door } from '../api/index.ts';
import type { App } from './app.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { DESKTOP_ORIGIN } from '../../../src-shared/platform/native.ts';

/** A request whose head or body comes slower than this is ended, so that none is held open for long. Uploads are large. */
const PATIENCE = { headersTimeout: 20_000, requestTimeout: 15 * 60_000, connectionsCheckingInterval: 5_000 };

export interface Listener {
  /** e.g. `http://127.0.0.1:4321`, or the socket's path. */
  readonly address: string;
  /** How many are open now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Listens on loopback. @param port 0 takes a free one. @throws AppError `house.portTaken` */
export async function listenOnPort(app: App, port: number): Promise<Listener> {
  let origins: string[] = [];
  const server = createAdaptorServer({
    fetch: (request: Request) => app.fetch(request, { origins, trusted: false, local: true }),
    serverOptions: PATIENCE,
  });
  lingerOver(server);
  server.listen(port, '127.0.0.1');
  await listening(server, port);
  app.opened();
  const { port: taken } = server.address() as AddressInfo;
  origins = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${taken}`);
  return { address: `http://127.0.0.1:${taken}`, ...closable(server) };
}

/** Only the person at this machine stands behind the desktop's socket. */
const DESKTOP_DOOR: Door = { origins: [DESKTOP_ORIGIN], trusted: true, local: true };

/** Listens on a unix socket that only this user may open, or a Windows named pipe; unless said it is the desktop's door. */
export async function listenOnSocket(
  app: Pick<App, 'fetch' | 'opened'>,
  socket: string,
  doorOf: (request: Request) => Door = () => DESKTOP_DOOR,
): Promise<Listener> {
  const server = createAdaptorServer({
    fetch: (request: Request) => app.fetch(request, doorOf(request)),
    serverOptions: PATIENCE,
  });
  lingerOver(server);
  server.listen(socket);
  await listening(server, 0);
  app.opened();
  if (process.platform !== 'win32') chmodSync(socket, 0o600);
  return { address: socket, ...closable(server) };
}

type Server = ReturnType<typeof createAdaptorServer>;

/** So long is a client that was refused before it had sent its whole body given to read why. */
const LINGER_MS = 2000;

/**
 * Answers before the end of a body reach who sends it: closing a connection on which something lies unread resets it, and
 * the other side's system throws away the answer with it. So the rest is left unread for a while, which holds up the
 * sender, and only then is the connection closed (RFC 9112, 9.6).
 */
function lingerOver(server: Server): void {
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.once('finish', () => {
      if (incoming.complete) return;
      const { socket } = incoming;
      socket.destroySoon = () => {
        incoming.pause();
        setTimeout(() => socket.destroy(), LINGER_MS).unref();
      };
    });
  });
}

async function listening(server: Server, port: number): Promise<void> {
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new AppError('house.portTaken', { port }, { cause: error });
    }
    throw error;
  }
}

function closable(server: Server): Omit<Listener, 'address'> {
  return {
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: () => closeServer(server),
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
}

/** @file The window's `lathe://` requests, carried to the workbench's socket. */
import { DESKTOP_ORIGIN, WINDOW_ORIGIN } from '../../src-shared/platform/native.ts';
import { fetchOverSocket } from '../platform/host/socket-fetch.ts';

export type Proxy = (request: Request) => Promise<Response>;

/**
 * Sends each request to the socket that `socket` names at that moment and streams the answer back. The workbench sees
 * the window's own origin as {@link DESKTOP_ORIGIN}; another page's origin arrives as it is, and is refused there.
 * Rejects while the workbench is away, as a fetch to a server that is gone does.
 */
export function createProxy(socket: () => Promise<string>): Proxy {
  return async (request) => {
    const ours = request.headers.get('origin') === WINDOW_ORIGIN ? { origin: DESKTOP_ORIGIN } : {};
    const headers = { ...ours, host: new URL(DESKTOP_ORIGIN).host };
    return fetchOverSocket(request, { socketPath: await socket(), headers });
  };
}

/** @file The window's `lathe://` requests, carried to the workbench's socket. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { DESKTOP_ORIGIN, WINDOW_ORIGIN } from '../../src-shared/platform/native.ts';

const WITHOUT_BODY = new Set([101, 204, 205, 304]);
/** Of one connection only (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade'];

export type Proxy = (request: Request) => Promise<Response>;

/**
 * Sends each request to the socket that `socket` names at that moment and streams the answer back. The workbench sees
 * the window's own origin as {@link DESKTOP_ORIGIN}; another page's origin arrives as it is, and is refused there.
 * Rejects while the workbench is away, as a fetch to a server that is gone does.
 */
export function createProxy(socket: () => Promise<string>): Proxy {
  return async (request) => {
    const socketPath = await socket();
    const { pathname, search } = new URL(request.url);
    const answer = await send(request, { socketPath, path: pathname + search });
    const status = answer.statusCode ?? 502;
    const empty = request.method === 'HEAD' || WITHOUT_BODY.has(status);
    if (empty) answer.resume();
    const body = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
    return new Response(body, { status, headers: answerHeaders(answer) });
  };
}

function send(request: Request, to: { socketPath: string; path: string }): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { ...to, method: request.method, headers: requestHeaders(request) },
      resolve,
    );
    outgoing.on('error', reject);
    if (request.signal.aborted) outgoing.destroy();
    request.signal.addEventListener('abort', () => outgoing.destroy(), { once: true });
    if (!request.body) return void outgoing.end();
    // Whichever side ends early closes the other: a failed upload is neither kept open here nor waited for there.
    pipeline(Readable.fromWeb(request.body as ReadableStream), outgoing, (error) => {
      if (error) reject(error);
    });
  });
}

function requestHeaders(request: Request): Record<string, string> {
  const kept = [...request.headers].filter(([name]) => !HOP_BY_HOP.includes(name));
  const headers = Object.fromEntries(kept);
  const ours = headers.origin === WINDOW_ORIGIN && { origin: DESKTOP_ORIGIN };
  return { ...headers, ...ours, host: new URL(DESKTOP_ORIGIN).host };
}

function answerHeaders(answer: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct))
    if (!HOP_BY_HOP.includes(name)) for (const value of values ?? []) headers.append(name, value);
  return headers;
}

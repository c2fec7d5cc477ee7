/** @file A request carried over a Unix domain socket or a named pipe, its answer streamed back. Imports nothing of the product: the desktop uses it too. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable, pipeline } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

const WITHOUT_BODY = new Set([101, 204, 205, 304]);
/** Of one connection only (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade'];

export interface SocketWay {
  readonly socketPath: string;
  /** Beside those of the request, and before them. */
  readonly headers: Readonly<Record<string, string>>;
  /** A connection for this request alone: none that the other side is about to close is used again. */
  readonly fresh?: boolean;
}

/** Rejects while nobody listens there, as a fetch to a server that is gone does. */
export async function fetchOverSocket(request: Request, way: SocketWay): Promise<Response> {
  const answer = await send(request, way);
  const status = answer.statusCode ?? 502;
  const empty = request.method === 'HEAD' || WITHOUT_BODY.has(status);
  if (empty) answer.resume();
  const body = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers: answerHeaders(answer) });
}

function send(request: Request, { socketPath, headers, fresh }: SocketWay): Promise<IncomingMessage> {
  const { pathname, search } = new URL(request.url);
  const kept = [...request.headers].filter(([name]) => !HOP_BY_HOP.includes(name));
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        socketPath,
        path: pathname + search,
        method: request.method,
        headers: { ...Object.fromEntries(kept), ...headers },
        ...(fresh ? { agent: false } : {}),
      },
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

function answerHeaders(answer: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct))
    if (!HOP_BY_HOP.includes(name)) for (const value of values ?? []) headers.append(name, value);
  return headers;
}

/** @file Request bodies that were compressed on their way: gzip and deflate (RFC 9110, section 8.4.1). */
import { Readable } from 'node:stream';
import { createInflateRaw, createUnzip } from 'node:zlib';
import { AppError } from '../../src-shared/platform/errors.ts';

/** What requests may be compressed with, for `accept-encoding`. */
export const ENCODINGS = 'gzip, deflate';

/**
 * The request with its body as it was before it was compressed, read as it is asked for, so that who reads it sets the
 * limit on what comes out.
 *
 * @throws AppError `serving.unknownEncoding`; reading the body `serving.badEncoding` when it is damaged or cut off
 */
export function inflated(request: Request): Request {
  const names = (request.headers.get('content-encoding') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined)
    throw new AppError('serving.unknownEncoding', { encoding: unknown, known: ENCODINGS });
  if (names.length === 0 || !request.body) return request;
  const body = names.reduceRight(
    (chunks, name) => through(chunks, name),
    request.body as AsyncIterable<Uint8Array>,
  );
  const headers = new Headers(request.headers);
  headers.delete('content-encoding');
  // The length was that of the compressed body.
  headers.delete('content-length');
  const { url, method, signal } = request;
  const stream = ReadableStream.from(body);
  return new Request(url, { method, headers, signal, body: stream, duplex: 'half' } as RequestInit);
}

function isKnown(name: string): boolean {
  return name === 'gzip' || name === 'x-gzip' || name === 'deflate';
}

async function* through(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const { first, all } = await peeked(chunks);
  const inflater = encoding === 'deflate' && !isZlib(first) ? createInflateRaw() : createUnzip();
  const source = Readable.from(all);
  let failed: unknown;
  source.once('error', (error) => {
    failed = error;
    inflater.destroy(error);
  });
  try {
    for await (const chunk of source.pipe(inflater)) yield chunk as Uint8Array;
  } catch (cause) {
    if (failed !== undefined) throw failed;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('serving.badEncoding', { encoding, why }, { cause });
  } finally {
    source.destroy();
  }
}

/** The first chunk that holds both bytes of a head, and all of them. */
async function peeked(chunks: AsyncIterable<Uint8Array>) {
  const rest = chunks[Symbol.asyncIterator]();
  let first: Uint8Array = new Uint8Array();
  while (first.length < 2) {
    const { value, done } = await rest.next();
    if (done) break;
    first = Buffer.concat([first, value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  }
  return { first, all: all() };
}

/** “deflate” is the zlib format; some clients send the bare stream without its two bytes in front. */
function isZlib([method = 0, flags = 0]: Uint8Array): boolean {
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

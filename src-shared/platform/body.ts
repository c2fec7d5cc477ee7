/** @file The body of a request: no longer, slower or deeper than its route allows. */
import { AppError } from './errors.ts';
import { boundExceeded, type JsonBounds } from './json-bounds.ts';

export interface BodyLimit {
  readonly bytes: number;
  /** From the first read to the last byte. */
  readonly seconds: number;
}

/** A size as people say it, e.g. `16 MB`. */
const inWords = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

/**
 * The whole body. Reading ends as soon as it is too long, whatever its length was said to be, or takes too long.
 *
 * @throws AppError `house.bodyTooLarge`, `house.bodyTooSlow`
 */
export async function readBody(request: Request, limit: BodyLimit): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new AppError('house.bodyTooLarge', { limit: inWords(limit.bytes) });
  if (Number(request.headers.get('content-length') ?? 0) > limit.bytes) throw tooLarge();
  if (!request.body) return new Uint8Array(0);
  const reader = request.body.getReader();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new AppError('house.bodyTooSlow', { seconds: limit.seconds })),
    limit.seconds * 1000,
  );
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) return joined(chunks, bytes);
      bytes += value.byteLength;
      if (bytes > limit.bytes) throw tooLarge();
      chunks.push(value);
    }
  } catch (error) {
    // Not waited for: a slow sender would hold this up.
    reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** @throws AppError `house.jsonTooDeep`, `house.jsonTooMuch` when parsing the text would cost more than it may */
export function checkJson(bytes: Uint8Array, bounds: JsonBounds): void {
  const past = boundExceeded(bytes, bounds);
  if (past === 'depth') throw new AppError('house.jsonTooDeep', { limit: bounds.depth });
  if (past !== null) throw new AppError('house.jsonTooMuch', { limit: bounds[past] });
}

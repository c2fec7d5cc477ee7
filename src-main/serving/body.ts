/** @file The body of a request, as long as it is not too long. */
import { AppError } from '../../src-shared/errors.ts';

const LIMIT_BYTES = 16 * 1024 * 1024;
const LIMIT = '16 MB';

/**
 * The whole body; reading ends as soon as it is longer than 16 MB.
 *
 * @throws AppError `serving.bodyTooLarge`
 */
export async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLarge = () => new AppError('serving.bodyTooLarge', { limit: LIMIT });
  if (Number(request.headers.get('content-length') ?? 0) > LIMIT_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > LIMIT_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The whole body as text. @throws AppError `serving.bodyTooLarge`, `serving.notJson` when it is not UTF-8 */
export async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('serving.notJson', { why: 'it is not UTF-8' }, { cause });
  }
}

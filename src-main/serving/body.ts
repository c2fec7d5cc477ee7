/** @file The body of a request, as long as it is not too long. */
import { checkJson, readBody } from '../../src-shared/platform/body.ts';
import { AppError } from '../../src-shared/platform/errors.ts';

const LIMIT = { bytes: 16 * 2 ** 20, seconds: 60 };
/** Numbers of tensors are many and cheap, lists and objects are not. */
const JSON_LIMIT = { depth: 64, containers: 500_000, values: 16_000_000 };

/** The whole body. @throws AppError `house.bodyTooLarge`, `house.bodyTooSlow` */
export const readBytes = (request: Request): Promise<Uint8Array> => readBody(request, LIMIT);

/** The whole body as text of JSON. @throws AppError as {@link readBytes} and {@link jsonText} do */
export async function readText(request: Request): Promise<string> {
  return jsonText(await readBytes(request));
}

/**
 * The text of JSON that may be parsed.
 *
 * @throws AppError `house.jsonTooDeep`, `house.jsonTooMuch`, `serving.notJson` when it is not UTF-8
 */
export function jsonText(bytes: Uint8Array): string {
  checkJson(bytes, JSON_LIMIT);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('serving.notJson', { why: 'it is not UTF-8' }, { cause });
  }
}

/** @file The text of a file: UTF-8, or UTF-16 by its mark; nothing is guessed. */
import { AppError } from '../../platform/errors.ts';
import { MOST_CHARACTERS } from './values.ts';

const MILLION = 1e6;

/** @throws AppError `planning.fileNotText`, `planning.fileTooLarge` */
export function decodeFile(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  const label =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const text = decode(bytes, label);
  if (text === undefined || text.includes('\0')) throw new AppError('planning.fileNotText', { file });
  if (text.length > MOST_CHARACTERS)
    throw new AppError('planning.fileTooLarge', { file, limit: MOST_CHARACTERS / MILLION });
  return text;
}

function decode(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}

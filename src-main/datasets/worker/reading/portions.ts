/** @file Pieces of a text file from its start, its middle and its end, as UTF-8: what a file is decided by. */
import { open } from 'node:fs/promises';
import { decoderFor } from './decoding.ts';

const HEAD_BYTES = 1 << 18;
const PIECE_BYTES = 1 << 17;
const MOST_HEAD_BYTES = 1 << 22;
/** A head of fewer lines is too little to tell. */
const FEW_LINES = 20;

export interface Portion {
  /** UTF-8 without a byte order mark. Past the start it begins behind a line end. */
  readonly bytes: Buffer;
  readonly atStart: boolean;
  /** It goes to the end of the file. */
  readonly atEnd: boolean;
}

/** The start of a file, and of a long one a piece of its middle and its end. */
export async function readPortions(path: string, encoding: string): Promise<Portion[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const read = async (from: number, length: number): Promise<Portion> => {
      const bytes = Buffer.alloc(Math.min(length, size - from));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
      const atStart = from === 0;
      const atEnd = from + bytesRead >= size;
      const text = decoderFor(encoding).decode(bytes.subarray(0, bytesRead), { stream: !atEnd });
      const utf8 = Buffer.from(text);
      return { bytes: atStart ? utf8 : behindLineEnd(utf8), atStart, atEnd };
    };
    let head = await read(0, HEAD_BYTES);
    if (!head.atEnd && linesIn(head.bytes) < FEW_LINES) head = await read(0, MOST_HEAD_BYTES);
    if (size < 2 * HEAD_BYTES) return size <= HEAD_BYTES ? [head] : [await read(0, size)];
    // A multiple of four: no character of UTF-16 or UTF-32 is cut.
    const even = (at: number): number => at - (at % 4);
    return [
      head,
      await read(even(Math.floor(size / 2)), PIECE_BYTES),
      await read(even(size - PIECE_BYTES), PIECE_BYTES),
    ];
  } finally {
    await file.close();
  }
}

function behindLineEnd(bytes: Buffer): Buffer {
  const at = bytes.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  const next = bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? at + 2 : at + 1;
  return at === -1 ? Buffer.alloc(0) : bytes.subarray(next);
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (const byte of bytes) if (byte === 0x0a || byte === 0x0d) lines++;
  return lines;
}

/** @file Lines of standard input, each by itself: one that cannot be read spoils no other. */

/** A line, or why it is none. `number` counts from 1, empty lines included. */
export type Line =
  { readonly number: number; readonly text: string } | { readonly number: number; readonly bad: string };

/** Bytes of a line; more are read past and not kept. */
const MOST_BYTES = 32 * 2 ** 20;

const LINE_FEED = 0x0a;

/** Lines end with LF or CRLF; a byte order mark in front of the first is none of its text. Empty lines are left out. */
export async function* linesOf(
  input: AsyncIterable<Uint8Array>,
  mostBytes = MOST_BYTES,
): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  let number = 0;

  const keep = (part: Uint8Array): void => {
    bytes += part.length;
    if (bytes > mostBytes) parts = [];
    else parts.push(part);
  };
  const take = (): Line | null => {
    const line = lineOf(++number, parts, { bytes, mostBytes });
    parts = [];
    bytes = 0;
    return line;
  };

  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      keep(chunk.subarray(from, end));
      from = end + 1;
      const line = take();
      if (line) yield line;
    }
    // The chunk's memory is used again.
    keep(Uint8Array.from(chunk.subarray(from)));
  }
  const last = bytes > 0 ? take() : null;
  if (last) yield last;
}

interface Size {
  readonly bytes: number;
  readonly mostBytes: number;
}

function lineOf(number: number, parts: readonly Uint8Array[], { bytes, mostBytes }: Size): Line | null {
  if (bytes > mostBytes) return { number, bad: `it is longer than ${mostBytes / 2 ** 20} MB` };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: number > 1 }).decode(
      Buffer.concat(parts),
    );
    return text.trim() === '' ? null : { number, text };
  } catch {
    return { number, bad: 'it is not UTF-8' };
  }
}

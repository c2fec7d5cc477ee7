/** @file How large and deep a JSON text is, seen before any of it is parsed: what a reader builds may be 30 times the text. */

export interface JsonBounds {
  /** Objects and arrays inside one another. */
  readonly depth: number;
  /** Objects and arrays in all. */
  readonly containers: number;
  /** Members of objects and elements of arrays in all. */
  readonly values: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * The bound that a JSON text in UTF-8 is past, or null. One walk over the bytes, without recursion and without memory;
 * whether it is JSON at all is for the parser to say.
 */
export function boundExceeded(bytes: Uint8Array, bounds: JsonBounds): keyof JsonBounds | null {
  let depth = 0;
  let containers = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]!) {
      case QUOTE:
        at = endOfText(bytes, at);
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (++depth > bounds.depth) return 'depth';
        if (++containers > bounds.containers) return 'containers';
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth--;
        break;
      case COMMA:
        if (++values > bounds.values) return 'values';
    }
  }
  return null;
}

/** Where the text that begins at a quote ends: the place of its other quote, or the end of the bytes. */
function endOfText(bytes: Uint8Array, start: number): number {
  for (let at = start; ;) {
    at = bytes.indexOf(QUOTE, at + 1);
    if (at < 0) return bytes.length;
    let escapes = 0;
    while (bytes[at - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at;
  }
}

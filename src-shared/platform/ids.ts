/** @file Identifiers: sortable by time of creation, unique without a server, safe in URLs and file names. */

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function encode(value: number, length: number): string {
  let text = '';
  for (let rest = value, i = 0; i < length; i++, rest = Math.floor(rest / 32))
    text = ALPHABET[rest % 32] + text;
  return text;
}

/**
 * A new identifier such as `run-01jd8x3k9m4q7r2t`: 9 characters of time in milliseconds, then 35 random bits,
 * in Crockford's base 32.
 */
export function createId(prefix: string): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `${prefix}-${encode(Date.now(), 9)}${encode(random[0]! % 2 ** 20, 4)}${encode(random[1]! % 2 ** 15, 3)}`;
}

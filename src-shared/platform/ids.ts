/** @file Identifiers: sortable by time of creation, unique without a server, safe in URLs and file names. */

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function encode(value: number, length: number): string {
  let text = '';
  for (let rest = value, i = 0; i < length; i++, rest = Math.floor(rest / 32))
    text = ALPHABET[rest % 32] + text;
  return text;
}

const RANDOM = 2 ** 35;
/** Room for what is made within the same millisecond: 2 ^ 33 more. */
const FIRST = 2 ** 33;
let last = { at: 0, number: 0 };

/**
 * A new identifier such as `run-01jd8x3k9m4q7r2t`: 9 characters of time in milliseconds, then 35 bits, in Crockford's base 32. The
 * bits are random; of several that one process makes within a millisecond each is greater than the one before, so that what is
 * sorted by its id is in the order in which it was made. Where the clock is set back, ids go on from the latest time.
 */
export function createId(prefix: string): string {
  const now = Date.now();
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  if (now > last.at) last = { at: now, number: (high * 2 ** 3 + (low % 2 ** 3)) % (RANDOM - FIRST) };
  else last = { at: last.at, number: last.number + 1 + (low % 2 ** 10) };
  return `${prefix}-${encode(last.at, 9)}${encode(last.number, 7)}`;
}

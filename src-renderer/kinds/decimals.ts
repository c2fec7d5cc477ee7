/** @file Numbers of a column that stand right under each other at their decimal point; their digits stay as they are. */

/** More decimals than these are not made room for. */
const MOST = 6;
/** As wide as a digit, and as a point, in figures of one width. */
const DIGIT = '\u2007';
const POINT = '\u2008';

function decimalsOf(value: number): number {
  const text = String(value);
  return text.includes('e') ? 0 : (text.split('.')[1]?.length ?? 0);
}

/** The most decimals of any. */
export function mostDecimals(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) most = Math.max(most, decimalsOf(value));
  return Math.min(MOST, most);
}

/** A number with as much room behind it as `decimals` need. */
export function aligned(value: number, decimals: number): string {
  const own = decimalsOf(value);
  const room = Math.max(0, decimals - own);
  return String(value) + (own === 0 && room > 0 ? POINT : '') + DIGIT.repeat(room);
}

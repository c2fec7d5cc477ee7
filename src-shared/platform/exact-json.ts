/** @file JSON that keeps every digit of its whole numbers. */

/** A whole number of so many digits may be past 2^53. Digits of fractions do not count, which are many. */
const LONG_WHOLE = /(?:^|[[:,\s-])\d{16,}(?=[\s,\]}]|$)/;

/** JSON, with whole numbers that a double does not hold exactly as BigInts. Throws SyntaxError as JSON.parse does. */
export function parseExactJson(text: string): unknown {
  return LONG_WHOLE.test(text) ? JSON.parse(text, exactWhole) : JSON.parse(text);
}

function exactWhole(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isLong = typeof value === 'number' && !Number.isSafeInteger(value);
  return isLong && /^-?\d+$/.test(context?.source ?? '') ? BigInt(context?.source ?? '') : value;
}

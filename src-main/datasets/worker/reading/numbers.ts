/** @file Numbers as people write them: what a text is in a notation. */
import type { NumberNotation } from '../../../../src-shared/platform/values.ts';
import { isCurrency, takeApart } from './units.ts';

/** Apostrophes and spaces, also those that do not break a line. */
const MARKS = "'’ \u00A0\u2007\u2009\u202F";
/** As in India: 12,34,567. */
const LAKHS = String.raw`|[1-9]\d?(?:,\d{2})+,\d{3}`;
const PLAIN = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const LONGEST = 60;

interface Way {
  readonly pattern: RegExp;
  /** What stands between thousands: always three digits after a mark, the same mark throughout. */
  readonly marks: RegExp | null;
  readonly decimal: '.' | ',';
}

const WAYS: Readonly<Record<NumberNotation, Way>> = {
  plain: { pattern: PLAIN, marks: null, decimal: '.' },
  grouped: grouped(MARKS, '.'),
  'decimal-point': grouped(`,${MARKS}`, '.', LAKHS),
  'decimal-comma': grouped(`.${MARKS}`, ','),
  padded: { pattern: /^[+-]?\d+(?:\.\d+)?$/, marks: null, decimal: '.' },
};

function grouped(marks: string, decimal: '.' | ',', others = ''): Way {
  const whole = String.raw`0|[1-9]\d*|[1-9]\d{0,2}([${marks}])\d{3}(?:\1\d{3})*${others}`;
  const point = `\\${decimal}`;
  return {
    pattern: new RegExp(String.raw`^[+-]?(?:(?:${whole})(?:${point}\d*)?|${point}\d+)(?:e[+-]?\d+)?$`, 'i'),
    marks: new RegExp(`[${marks}]`, 'g'),
    decimal,
  };
}

/**
 * The number that a text is in a notation; undefined for none. Whole numbers past 2^53 are none: a double would round them.
 *
 * @param unit what stands beside the numbers of the column, as in {@link unitOf}; a bare number is taken as one of it
 *   where it is money, and zero always is
 */
export function readNumber(text: string, notation: NumberNotation, unit = ''): number | undefined {
  const value = readBare(text, notation);
  if (value !== undefined) return unit === '' || value === 0 || isCurrency(unit) ? value : undefined;
  // Cells of thousands of characters are no numbers, and plain words should not cost more than a look.
  if (text.length > LONGEST || (unit === '' && !/[(\u2012\u2013\u2212\uFE63\uFF01-\uFF5E]|-\s|-$/.test(text)))
    return undefined;
  const written = takeApart(text);
  if (!written || (written.unit !== unit && written.unit !== '')) return undefined;
  if (written.unit !== unit && !isCurrency(unit)) return undefined;
  return readBare(written.digits, notation);
}

function readBare(text: string, notation: NumberNotation): number | undefined {
  const { pattern, marks, decimal } = WAYS[notation];
  if (!pattern.test(text)) return undefined;
  const bare = marks ? text.replace(marks, '') : text;
  const value = Number(decimal === '.' ? bare : bare.replace(',', '.'));
  if (!Number.isFinite(value) || isTooLong(bare, value)) return undefined;
  // Minus zero and zero are one content.
  return value + 0 || 0;
}

/** A whole number written out that is not sure to be the double: a key, not a quantity. */
function isTooLong(bare: string, value: number): boolean {
  return Math.abs(value) > Number.MAX_SAFE_INTEGER && /^[+-]?\d+(?:[.,]0*)?$/.test(bare);
}

/** Whether a text is a whole number whose zeros in front say that it is a code: 00501, but not 0 or 0.5. */
export const isPadded = (text: string): boolean => /^[+-]?0\d+$/.test(text);

/** Whether a text is a whole number that a double cannot hold. */
export const isLongNumber = (text: string): boolean =>
  text.length > 15 && /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(Number(text));

/** What stands beside a number; empty where nothing does, or where it is no number. */
export function unitOf(text: string): string {
  if (text.length > LONGEST || /^[+-]?[\d.]*$/.test(text) || !/\d/.test(text)) return '';
  return takeApart(text)?.unit ?? '';
}

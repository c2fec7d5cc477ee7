/**
 * @file Which way a column writes its numbers or dates.
 *
 * A column is decided by the cells of the sample, and one notation holds for all of it: the first of the table that reads
 * most of them. Where a rival reads as many and reads them otherwise, the cells do not tell (1,800 may be 1800 or 1.8;
 * 03/04/2026 a day of March or of April): both are named, and the column is no number or date until somebody chooses.
 * One thing more is known of a file: its decimal mark. Where commas separate cells, and in JSONL and Parquet, a comma is none
 * unless nothing else can be meant: programs that write decimal commas separate cells otherwise. In other files the columns
 * that can be read in one way tell it for those that cannot. Three digits behind each point are decimals as programs write
 * them (`%.3f`) unless they are mostly round.
 *
 * What stands beside the numbers (€, %, kg) holds for the whole column, too: 5 € and 5 $ are no two numbers of one kind.
 */
import {
  DATE_NOTATIONS,
  NUMBER_NOTATIONS,
  type DateNotation,
  type Notation,
  type NumberNotation,
} from '../../../../src-shared/platform/values.ts';
import { readDate } from './dates.ts';
import { latinDigits } from './digits.ts';
import { isMissing } from './missing.ts';
import { isLongNumber, isPadded, readNumber, unitOf } from './numbers.ts';
import { isCurrency } from './units.ts';

/** Longer texts are neither numbers nor dates. */
const LONGEST = 80;

/** Notations that can be taken for another one. */
const RIVALS: Partial<Record<Notation, Notation>> = {
  plain: 'decimal-comma',
  grouped: 'decimal-comma',
  'decimal-point': 'decimal-comma',
  'day/month/year': 'month/day/year',
};

/** How the cells of a column can be read as numbers, or as dates. */
export interface Readings<N extends Notation> {
  /** The notation that reads most of them; with the rival where the cells do not tell between two. Empty where none reads any. */
  readonly ways: readonly N[];
  /** The share of the cells that are read, missing ones among them. */
  readonly share: number;
}

export interface NumberReadings extends Readings<NumberNotation> {
  /** What stands beside the numbers; empty for nothing. */
  readonly unit: string;
  /** Why they are codes all the same: zeros before them, or more digits than a number keeps. */
  readonly code: 'padded' | 'long' | null;
}

/** What stands before decimals in a file; null where that is not known. */
export type DecimalMark = '.' | ',' | null;

/** The decimal mark of a file, by its columns that can be read in one way; null where there are none, or of either kind. */
export function decimalMarkIn(columns: readonly (readonly string[])[]): DecimalMark {
  const read = columns.map((values) => ({ values, ways: numbersIn(values, null).ways }));
  const marks = read.flatMap(({ values, ways: [way, rival] }): DecimalMark[] => {
    const mark = way === undefined || rival !== undefined ? null : way === 'decimal-comma' ? ',' : '.';
    // Whole numbers tell nothing; three decimals that are taken for such tell little.
    return mark !== null && values.some((value) => value.includes(mark)) && !areThousandths(values)
      ? [mark]
      : [];
  });
  const [first, ...others] = new Set(marks);
  if (first !== undefined || others.length > 0) return others.length > 0 ? null : (first ?? null);
  return read.some(({ values, ways }) => ways.length === 1 && areThousandths(values)) ? '.' : null;
}

/** @param values cells that are not empty; @param decimal the decimal mark of the file, where the cells do not tell */
export function numbersIn(values: readonly string[], decimal: DecimalMark): NumberReadings {
  const known = values.filter((value) => !isMissing(value));
  const unit = commonest(known.map(unitOf));
  const read = (text: string, notation: NumberNotation) => readNumber(text, notation, unit);
  const { ways: both, share } = waysOf(values, { notations: NUMBER_NOTATIONS, read });
  const ways = decided(both, known, decimal);
  const code = known.some(isPadded) ? 'padded' : known.some(isLongNumber) ? 'long' : null;
  // Numbers in nothing but brackets are references.
  const bracketed = known.length > 0 && known.every((value) => value.startsWith('('));
  if (bracketed) return { ways: [], share: 0, unit: '', code };
  return { ways, share, unit, code };
}

/** The one way of two that the decimal mark of the file leaves, or that digits as programs write them do. */
function decided(
  ways: readonly NumberNotation[],
  known: readonly string[],
  decimal: DecimalMark,
): readonly NumberNotation[] {
  if (ways.length < 2) return ways;
  if (decimal === ',') return ways.slice(1);
  return decimal === '.' || areThousandths(known) ? ways.slice(0, 1) : ways;
}

const THOUSANDTHS = /^[+-]?\d{1,3}\.\d{3}$/;
/** Amounts in thousands are often round, measures seldom. */
const MOST_ROUND = 0.5;

/** Whether each number has three digits behind a point, and they are not mostly round: 1.800, 2.500 may be thousands. */
function areThousandths(values: readonly string[]): boolean {
  const known = values.filter((value) => !isMissing(value));
  const round = known.filter((value) => value.endsWith('00')).length;
  return (
    known.length > 1 && known.every((value) => THOUSANDTHS.test(value)) && round <= known.length * MOST_ROUND
  );
}

/** The unit that stands beside the numbers: beside most of them, or, if it is money, beside some. */
function commonest(units: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const unit of units) if (unit !== '') counts.set(unit, (counts.get(unit) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (!most) return '';
  const [unit, count] = most;
  return isCurrency(unit) || count * 2 > units.length ? unit : '';
}

/** @param values cells that are not empty */
export function datesIn(values: readonly string[]): Readings<DateNotation> {
  const readings = waysOf(values, { notations: DATE_NOTATIONS, read: readDate });
  const known = values.filter((value) => !isMissing(value));
  return mayBeginWithYear(known) ? { ways: [], share: 0 } : readings;
}

/**
 * Whether dates of three pairs of digits may as well begin with the year (26-03-14): what varies most is the day, so the
 * last pair may be it where it varies at least as much as the first.
 */
function mayBeginWithYear(known: readonly string[]): boolean {
  const pairs = known.map((value) => /^(\d{2})[-/](\d{2})[-/](\d{2})(?!\d)/.exec(value));
  const fits = (parts: RegExpExecArray | null) => parts !== null && isMonthAndDay(parts[2]!, parts[3]!);
  if (known.length === 0 || !pairs.every(fits)) return false;
  const kinds = (part: number) => new Set(pairs.map((parts) => parts?.[part])).size;
  const asMonth = pairs.every((parts) => Number(parts![1]) <= 12);
  return kinds(3) > 1 && !asMonth && kinds(3) >= kinds(1);
}

function isMonthAndDay(month: string, day: string): boolean {
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

interface Table<N extends Notation> {
  readonly notations: readonly N[];
  readonly read: (text: string, notation: N) => number | string | undefined;
}

function waysOf<N extends Notation>(values: readonly string[], { notations, read }: Table<N>): Readings<N> {
  const known = values.filter((value) => !isMissing(value));
  const found = notations.map((notation) => {
    const cells = known.map((value) => read(value, notation));
    return { notation, cells, count: cells.filter((cell) => cell !== undefined).length };
  });
  const best = found.reduce((most, way) => (way.count > most.count ? way : most));
  if (best.count === 0) return { ways: [], share: 0 };
  const share = (best.count + values.length - known.length) / values.length;
  const rival = found.find(({ notation }) => notation === RIVALS[best.notation]);
  const asGood = rival?.count === best.count && differ(rival.cells, best.cells);
  return { ways: asGood ? [best.notation, rival.notation] : [best.notation], share };
}

/** Dates that both ways are the same day (05/05/2026) tell nothing of those to come; numbers without marks do. */
function differ(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.some((cell, i) => typeof cell === 'string' || cell !== b[i]);
}

/** Whether a text is a number or a date in some notation. Digits that are a code count as a number. */
export function kindOfValue(written: string): 'number' | 'date' | undefined {
  const text = latinDigits(written);
  if (text.length > LONGEST || !/\d/.test(text)) return undefined;
  const unit = unitOf(text);
  const isNumber = NUMBER_NOTATIONS.some((notation) => readNumber(text, notation, unit) !== undefined);
  if (isNumber || /^[+-]?\d+$/.test(text)) return 'number';
  return DATE_NOTATIONS.some((notation) => readDate(text, notation) !== undefined) ? 'date' : undefined;
}

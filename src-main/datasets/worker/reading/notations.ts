/**
 * @file Which way a column writes its numbers or dates.
 *
 * A column is decided by the cells of the sample, and one notation holds for all of it: the first of the table that reads
 * most of them. Where a rival reads as many and reads them otherwise, the cells do not tell (1,800 may be 1800 or 1.8;
 * 03/04/2026 a day of March or of April): both are named, and the column is no number or date until somebody chooses.
 * One thing more is known of a file separated by commas, and of JSONL and Parquet: a comma in it is no decimal mark
 * unless nothing else can be meant. Programs that write decimal commas separate cells otherwise.
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
import { isLongNumber, isPadded, readNumber, unitOf } from './numbers.ts';
import { isCurrency } from './units.ts';

const MISSING = /^(n\.? ?a\.?|n\/a|nan|null|none|nil|\?|[-–—]{1,3}|#n\/a|k\.? ?a\.?|无|無|缺失)?$/i;
/** Longer texts are neither numbers nor dates. */
const LONGEST = 80;

/** Notations that can be taken for another one. */
const RIVALS: Partial<Record<Notation, Notation>> = {
  plain: 'decimal-comma',
  grouped: 'decimal-comma',
  'decimal-point': 'decimal-comma',
  'day/month/year': 'month/day/year',
};

/** Whether a cell says that nothing is known: empty, NA, n/a, null, ? and the like. */
export function isMissing(text: string): boolean {
  return text.length <= 6 && MISSING.test(text);
}

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

/** @param values cells that are not empty; @param commas whether a comma in the file is a decimal mark only if it must be */
export function numbersIn(values: readonly string[], commas: boolean): NumberReadings {
  const known = values.filter((value) => !isMissing(value));
  const unit = commonest(known.map(unitOf));
  const read = (text: string, notation: NumberNotation) => readNumber(text, notation, unit);
  const { ways, share } = waysOf(values, { notations: NUMBER_NOTATIONS, read });
  const code = known.some(isPadded) ? 'padded' : known.some(isLongNumber) ? 'long' : null;
  // Numbers in nothing but brackets are references.
  const bracketed = known.length > 0 && known.every((value) => value.startsWith('('));
  if (bracketed) return { ways: [], share: 0, unit: '', code };
  return { ways: commas ? ways.slice(0, 1) : ways, share, unit, code };
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
export function kindOfValue(text: string): 'number' | 'date' | undefined {
  if (text.length > LONGEST || !/\d/.test(text)) return undefined;
  const unit = unitOf(text);
  const isNumber = NUMBER_NOTATIONS.some((notation) => readNumber(text, notation, unit) !== undefined);
  if (isNumber || /^[+-]?\d+$/.test(text)) return 'number';
  return DATE_NOTATIONS.some((notation) => readDate(text, notation) !== undefined) ? 'date' : undefined;
}

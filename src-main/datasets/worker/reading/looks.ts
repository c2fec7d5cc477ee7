/** @file What the cells of a column look like: their type, how they are written, whether they are prose or count rows. */
import type { ColumnNote, ColumnType, Notation } from '../../../../src-shared/platform/values.ts';
import { isAmountName, isIdName, isMeasureName, isRowNumberName, isUnnamed, textRank } from './names.ts';
import { namesZone } from './dates.ts';
import { latinDigits } from './digits.ts';
import { isMissing } from './missing.ts';
import {
  datesIn,
  decimalMarkIn,
  kindOfValue,
  numbersIn,
  type DecimalMark,
  type Readings,
} from './notations.ts';

const MOST_CATEGORIES = 50;
const CATEGORY_CHARACTERS = 40;
/** A column of numbers or dates stays one where so many of its cells are; the rows of the others are rejected by name. */
const MOST_FIT = 0.9;
/** Where nearly all are, even a few different values are numbers and no classes. */
const NEARLY_ALL = 0.95;
/** So many rows that count up by one do so on purpose. */
const COUNTED_ROWS = 10;
/** Dates without separators are numbers unless so many different ones are all days. */
const COMPACT_DATES = 5;

export interface Look {
  readonly name: string;
  readonly rows: number;
  readonly filled: number;
  readonly distinct: number;
  readonly meanLength: number;
  /** Words a cell; of scripts without spaces two characters count as one. */
  readonly meanWords: number;
  /** The share of the words that begin with a small letter. */
  readonly small: number;
  readonly type: ColumnType;
  /** Every cell is a whole number. */
  readonly whole: boolean;
  readonly readings: readonly Notation[];
  readonly unit: string;
  /** A running number or another name of rows, from which nothing is to be learned. */
  readonly note: ColumnNote | null;
}

type Rows = readonly (readonly (string | null)[])[];

/** @param commas whether a comma in a cell is a decimal mark only if it must be */
export function looksOf(names: readonly string[], rows: Rows, commas: boolean): Look[] {
  const columns = names.map((_, i) => rows.map((row) => latinDigits(row[i]?.trim() ?? '')));
  const decimal = commas ? '.' : decimalMarkIn(columns.map((cells) => cells.filter((cell) => cell !== '')));
  return names.map((name, i) => lookAt(name, columns[i]!, { decimal, first: i === 0 }));
}

function lookAt(
  name: string,
  cells: readonly string[],
  { decimal, first }: { decimal: DecimalMark; first: boolean },
): Look {
  const values = cells.filter((cell) => cell !== '');
  const distinct = new Set(values).size;
  const words = wordsIn(values);
  const numbers = numbersIn(values, decimal);
  const dates = datesIn(values);
  const share = (readings: Readings<Notation>) => (readings.ways.length === 1 ? readings.share : 0);
  const few = distinct <= MOST_CATEGORIES && (distinct <= values.length / 2 || distinct <= 2);
  // Numbers that can be read in two ways are no classes.
  const doubtful = numbers.ways.length > 1 && numbers.share >= MOST_FIT && numbers.code === null;
  const isCategory = few && values.length > 0 && words.meanLength <= CATEGORY_CHARACTERS && !doubtful;
  const compact = dates.ways[0] === 'compact' && distinct < COMPACT_DATES;
  const type = typeFor({
    numbers: numbers.code !== null ? 0 : share(numbers),
    dates: compact || (isIdName(name) && values.every(isOrdinal)) ? 0 : share(dates),
    compact: dates.ways[0] === 'compact',
    isCategory,
  });
  const known = values.filter((value) => !isMissing(value));
  // What is no number among them is to be rejected, and makes no fractions of the others.
  const isWhole = (value: string) => WHOLE.test(value) || kindOfValue(value) !== 'number';
  const whole = type === 'number' && numbers.unit === '' && known.every(isWhole);
  const readings = [...numbers.ways, ...(compact ? [] : dates.ways)];
  const counted = { name, filled: values.length, distinct, whole, type };
  return {
    ...counted,
    ...words,
    rows: cells.length,
    readings,
    unit: numbers.unit,
    note: noteOf(counted, { values: known, code: numbers.code, first, rows: cells.length }),
  };
}

/** A day of the year, or the number of an order: 2025-001. */
const isOrdinal = (value: string): boolean => /^\d{4}-\d{3}$/.test(value);

/** Also as a program writes whole numbers of a column with gaps: 7.0. */
const WHOLE = /^[+-]?\d+(?:\.0*)?$/;

/** `numbers` and `dates` are shares of the values; what is all of one type is of it, before it is a category. */
function typeFor({
  numbers,
  dates,
  compact,
  isCategory,
}: Record<'numbers' | 'dates', number> & Record<'compact' | 'isCategory', boolean>): ColumnType {
  if (compact && dates === 1) return 'date';
  if (numbers === 1) return 'number';
  if (dates === 1) return 'date';
  if (numbers >= NEARLY_ALL) return 'number';
  if (dates >= NEARLY_ALL) return 'date';
  if (isCategory) return 'category';
  if (numbers >= MOST_FIT) return 'number';
  return dates >= MOST_FIT ? 'date' : 'text';
}

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
const JUDGED_CHARACTERS = 400;

function wordsIn(values: readonly string[]) {
  let length = 0;
  let words = 0;
  let small = 0;
  for (const value of values) {
    length += value.length;
    const start = value.slice(0, JUDGED_CHARACTERS);
    const wide = Math.ceil((start.match(EAST_ASIAN)?.length ?? 0) / 2);
    const spaced =
      start.replace(EAST_ASIAN, ' ').match(/(?<![\p{L}\p{N}_-])\p{L}[\p{L}'’]*(?![\p{L}\p{N}_])/gu) ?? [];
    words += wide + spaced.length;
    small +=
      wide +
      spaced.filter((word) => word[0] !== word[0]!.toUpperCase() || word === word.toUpperCase()).length;
  }
  const each = (sum: number) => (values.length > 0 ? sum / values.length : 0);
  return { meanLength: each(length), meanWords: each(words), small: words > 0 ? small / words : 0 };
}

type Counted = Pick<Look, 'name' | 'filled' | 'distinct' | 'whole' | 'type'>;

interface Known {
  /** Cells that are known, in the order of the file. */
  readonly values: readonly string[];
  readonly code: 'padded' | 'long' | null;
  readonly first: boolean;
  readonly rows: number;
}

function noteOf(look: Counted, known: Known): ColumnNote | null {
  if (known.values.length === 0) return 'empty';
  if (look.whole && countsRows(look, known)) return 'counter';
  const many = look.distinct > MOST_CATEGORIES || look.distinct > look.filled / 2;
  if (isIdName(look.name) && many && (look.whole || look.type === 'text' || look.type === 'category'))
    return look.filled > 2 || look.whole ? 'identifier' : null;
  if (known.code !== null) return known.code;
  return look.type !== 'date' && known.values.every(namesZone) ? 'zone' : null;
}

/**
 * Whether whole numbers are the numbers of rows. By name, whatever the order: `index`, `Unnamed: 0`, and ids that are all
 * different. By the values alone: nothing missing, nothing twice, one more with every row; a quantity does that only
 * where it is what is counted along (a year, an age, a place), which its name says. Steps other than one, and unnamed
 * columns with gaps, count rows where they stand first.
 */
function countsRows({ name, filled, distinct }: Counted, { values, first, rows }: Known): boolean {
  if (isRowNumberName(name)) return true;
  if (distinct !== filled || filled < 2) return false;
  if (isIdName(name)) return true;
  const numbers = values.map(Number);
  const [one = 0, two = 0] = numbers;
  const step = two - one;
  const even = numbers.every((value, i) => i === 0 || value - numbers[i - 1]! === step);
  const whole = filled === rows;
  if (first && isUnnamed(name) && whole && numbers.every((value, i) => i === 0 || value > numbers[i - 1]!))
    return true;
  // What a program writes as a fraction (7.0) was measured.
  if (!even || !whole || filled < COUNTED_ROWS || values.some((value) => value.includes('.'))) return false;
  // R writes `X` over the names of its rows.
  if (first && name === 'X' && one === 1 && step === 1) return true;
  return !isMeasureName(name) && (Math.abs(step) === 1 || first);
}

/** Whether the cells of a column are sentences rather than names, codes or single words. */
export function isProse(look: Look): boolean {
  const { name, type, rows, filled, distinct, meanWords, meanLength, small } = look;
  if (type === 'number' || type === 'date' || filled < rows / 2) return false;
  if (distinct < filled / 5 && meanWords < 8) return false;
  switch (textRank(name)) {
    case 2:
      return meanWords >= 2;
    case 1:
      return meanWords >= 3 && small >= 0.5;
    case 0:
      return meanWords >= 3 && meanLength >= 12 && small >= 0.5;
    case -1:
      return meanWords >= 12 && small >= 0.5;
  }
}

/** Whether whole numbers that are few are the numbers of classes rather than amounts. */
export function areClassNumbers({ name, whole, distinct, filled }: Look): boolean {
  return whole && !isAmountName(name) && distinct <= FEW_CLASSES && distinct <= filled / 2;
}

/** A column of whole numbers with at most so many values that is named as a target names classes. */
const FEW_CLASSES = 20;

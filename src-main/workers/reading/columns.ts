/** @file The columns of a table: what their cells are, which is the target, and a row's canonical content. */
import type { Column, ColumnType, SuggestedColumn } from '../../../src-shared/contract/index.ts';
import {
  DATE_NOTATIONS,
  NUMBER_NOTATIONS,
  typeOfNotation,
  type DateNotation,
  type Notation,
  type NumberNotation,
} from '../../../src-shared/contract/values.ts';
import { datesIn, isMissing, numbersIn, readDate, readNumber, type Readings } from './notations.ts';
import { isTextName } from './suggest.ts';

const DAY_MS = 864e5;

const TARGET_NAMES =
  /(^|[_ ])(target|class|label|labels|outcome|response|category|species|diagnosis|price|wage|wages|salary|income|y|标签|类别|分类|目标|价格|工资)$/i;
const COUNTER_NAMES = /^(id|index|idx|no|nr|row|rownames|unnamed.*|.*[_ ]id|编号|序号|)$/i;
/** A column of whole numbers with at most so many values that is named as a target names classes. */
const FEW_CLASSES = 20;
const MOST_CATEGORIES = 50;
const CATEGORY_CHARACTERS = 40;
/** A column of numbers or dates stays one where so many of its cells are; the rows of the others are rejected by name. */
const MOST_FIT = 0.9;

/** A cell of a column: a number, a text, or null where it is missing. */
export type Cell = number | string | null;

/**
 * A cell as its column's type has it; undefined when it is not of that type. Of a date the ISO form.
 *
 * @param notation how the column writes its numbers or dates; as programs do unless said
 */
export function readCell(cell: string | null, type: ColumnType, notation?: Notation): Cell | undefined {
  const text = cell?.trim() ?? '';
  if (text === '') return null;
  switch (type) {
    case 'number':
      return isMissing(text) ? null : readNumber(text, numberNotation(notation));
    case 'date':
      return isMissing(text) ? null : readDate(text, dateNotation(notation));
    case 'category':
    case 'text':
      return text.toWellFormed().normalize('NFC');
  }
}

function numberNotation(notation: Notation | undefined): NumberNotation {
  return NUMBER_NOTATIONS.find((one) => one === notation) ?? 'plain';
}

function dateNotation(notation: Notation | undefined): DateNotation {
  return DATE_NOTATIONS.find((one) => one === notation) ?? 'year-month-day';
}

/** Days since 1970-01-01 of an ISO date, with the time of day as a fraction. */
export function daysOf(date: string): number {
  return Date.parse(date) / DAY_MS;
}

/** The ISO date (of a time of day: the moment) so many days after 1970-01-01; {@link daysOf} is its inverse. */
export function dateOf(days: number): string {
  const iso = new Date(Math.round(days * DAY_MS)).toISOString();
  return Number.isInteger(days) ? iso.slice(0, 10) : iso;
}

/** A row as a JSON object of its cells, keys in the order of the columns. */
export function rowContent(names: readonly string[], cells: readonly Cell[]): string {
  // By hand: an object would put keys that look like numbers first.
  return `{${names.map((name, i) => `${JSON.stringify(name)}:${JSON.stringify(cells[i])}`).join(',')}}`;
}

interface Look {
  readonly filled: number;
  readonly distinct: number;
  readonly meanLength: number;
  readonly type: ColumnType;
  readonly whole: boolean;
  readonly readings: readonly Notation[];
}

/** What is known of the file beside its cells. */
export interface FileLook {
  /** As in TableSource. */
  readonly delimiter: string | null;
}

/** Types the columns by the rows given, and chooses the target: by its name, or the last column as is the custom. */
export function suggestTable(
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  { delimiter }: FileLook,
): SuggestedColumn[] {
  const commas = delimiter === null || delimiter === ',';
  const looks = names.map((_, i) =>
    lookAt(
      rows.map((row) => row[i]?.trim() ?? ''),
      commas,
    ),
  );
  const target = targetAmong(names, looks);
  return names.map((name, i) => {
    const look = looks[i]!;
    const type = i === target ? targetType(name, look) : look.type;
    const counter = COUNTER_NAMES.test(name) && look.whole && look.distinct === look.filled;
    const role = counter || look.filled === 0 || look.type === 'text' ? 'ignore' : 'feature';
    const notation = look.readings.find((one) => typeOfNotation(one) === type);
    return {
      ...{ name, type, role: i === target ? 'target' : role },
      ...(notation && { notation }),
      readings: [...look.readings],
    };
  });
}

function lookAt(cells: readonly string[], commas: boolean): Look {
  const values = cells.filter((cell) => cell !== '');
  const distinct = new Set(values).size;
  const meanLength = values.reduce((sum, { length }) => sum + length, 0) / Math.max(1, values.length);
  const few = distinct <= MOST_CATEGORIES && (distinct <= values.length / 2 || distinct <= 2);
  const isCategory = few && values.length > 0 && meanLength <= CATEGORY_CHARACTERS;
  const numbers = numbersIn(values, commas);
  const dates = datesIn(values);
  const type = typeFor({ numbers: shareIn(numbers), dates: shareIn(dates), isCategory });
  const [notation] = numbers.ways;
  const isWhole = (value: string) => Number.isInteger(readCell(value, 'number', notation));
  const whole = shareIn(numbers) === 1 && values.every(isWhole);
  const readings = [...numbers.ways, ...dates.ways];
  return { filled: values.length, distinct, meanLength, type, whole, readings };
}

/** What can be read in two ways is of no type. */
function shareIn({ ways, share }: Readings<Notation>): number {
  return ways.length === 1 ? share : 0;
}

/** `numbers` and `dates` are shares of the values; what is all of one type is of it, before it is a category. */
function typeFor({
  numbers,
  dates,
  isCategory,
}: {
  numbers: number;
  dates: number;
  isCategory: boolean;
}): ColumnType {
  if (numbers === 1) return 'number';
  if (dates === 1) return 'date';
  if (isCategory) return 'category';
  if (numbers >= MOST_FIT) return 'number';
  return dates >= MOST_FIT ? 'date' : 'text';
}

/** @returns -1 for none */
function targetAmong(names: readonly string[], looks: readonly Look[]): number {
  const fits = (look: Look) => look.distinct > 1 && (look.type === 'number' || look.type === 'category');
  const named = names.findIndex((name, i) => TARGET_NAMES.test(name) && fits(looks[i]!));
  if (named !== -1) return named;
  const last = looks.length - 1;
  return last > 0 && fits(looks[last]!) && !COUNTER_NAMES.test(names[last]!) ? last : -1;
}

/** Whole numbers that are few and not named as an amount are the numbers of classes. */
function targetType(name: string, look: Look): ColumnType {
  const amount = /(price|wage|wages|salary|income|价格|工资)$/i.test(name);
  return look.whole && !amount && look.distinct <= FEW_CLASSES && look.distinct <= look.filled / 2
    ? 'category'
    : look.type;
}

/** Whether a file is rather a table than texts: it has columns to learn from and no long text. */
export function looksLikeTable(columns: readonly Column[], textColumn: string | null): boolean {
  const features = columns.filter(({ role }) => role === 'feature');
  const isText = ({ type, name }: Column) => name === textColumn && (type === 'text' || isTextName(name));
  const texts = columns.filter(isText);
  return texts.length === 0 ? features.length > 0 : features.length > 3;
}

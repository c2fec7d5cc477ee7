/** @file The cells of a table's columns, and a row's canonical content. */
import type { ColumnType } from '../../../../src-shared/contract.ts';
import {
  typeOfNotation,
  type DateNotation,
  type Notation,
  type NumberNotation,
} from '../../../../src-shared/platform/values.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { readDate } from './dates.ts';
import { latinDigits } from './digits.ts';
import { isMissing } from './missing.ts';
import { readNumber } from './numbers.ts';
import type { TableSource } from './rows.ts';

const DAY_MS = 864e5;

/** A cell of a column: a number, a text, or null where it is missing. */
export type Cell = number | string | null;

/** How a column writes its numbers or dates. */
export interface Written {
  readonly notation?: Notation | undefined;
  readonly unit?: string | undefined;
}

/**
 * A cell as its column's type has it; undefined when it is not of that type. Of a date the ISO form.
 *
 * @param written how the column writes its numbers or dates, and what stands beside its numbers; as programs do unless said
 */
export function readCell(cell: string | null, type: ColumnType, written: Written = {}): Cell | undefined {
  const { notation, unit } = written;
  const text = cell?.trim() ?? '';
  if (text === '') return null;
  switch (type) {
    case 'number':
      return isMissing(text) ? null : readNumber(latinDigits(text), numberNotation(notation), unit);
    case 'date':
      return isMissing(text) ? null : readDate(latinDigits(text), dateNotation(notation));
    case 'category':
    case 'text':
      return text.toWellFormed().normalize('NFC');
  }
}

const isNumberNotation = (one: Notation): one is NumberNotation => typeOfNotation(one) === 'number';

const numberNotation = (notation: Notation | undefined): NumberNotation =>
  notation !== undefined && isNumberNotation(notation) ? notation : 'plain';

const dateNotation = (notation: Notation | undefined): DateNotation =>
  notation !== undefined && !isNumberNotation(notation) ? notation : 'year-month-day';

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

/** Where a column stands in the rows of a file. @throws AppError `datasets.columnMissing` */
export function columnOf({ columns }: TableSource, column: string): number {
  const at = columns.indexOf(column);
  if (at === -1) throw new AppError('datasets.columnMissing', { column, columns: columns.join(', ') });
  return at;
}

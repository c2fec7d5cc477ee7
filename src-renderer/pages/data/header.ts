/** @file Whether a file's first row, which names the columns, rather is a sample. */
import type { Preview } from '../../../src-shared/contract/index.ts';

const LONGEST_NAME = 60;
const WHOLE = /^[+-]?\d+$/;
const FRACTION = /^[+-]?\d*[.,]\d+(e[+-]?\d+)?$/i;
const DAY = /^\d{4}-\d{1,2}-\d{1,2}/;

/** A fraction, a day or a long text is no name; whole numbers may be years, unless there are no other names. */
export function looksLikeSample({ delimiter, columns }: Pick<Preview, 'delimiter' | 'columns'>): boolean {
  if (delimiter === null) return false;
  const names = columns.map(({ name }) => name);
  const isCell = (name: string) => FRACTION.test(name) || DAY.test(name) || name.length > LONGEST_NAME;
  return names.some(isCell) || names.every((name) => WHOLE.test(name));
}

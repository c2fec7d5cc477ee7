/** @file What a column is read as, in words: its type, and how its numbers or dates are written where that is to be said. */
import type { FileColumn, Notation } from '../../src-shared/contract.ts';
import type { AllWords } from '../words.ts';

/** Notations of programs, which need no word unless they could be meant otherwise. */
const PLAIN: readonly Notation[] = ['plain', 'year-month-day'];

/** e.g. `number, decimal comma, in €`. */
export function readAs(
  words: AllWords,
  { type, notation, unit = '' }: Pick<FileColumn, 'type' | 'notation' | 'unit'>,
): string {
  const { columnType, notation: names, importPage } = words.data;
  const plain = notation === undefined || PLAIN.includes(notation);
  const what = plain ? columnType[type] : importPage.readAs(columnType[type], names[notation]);
  return type === 'number' && unit !== '' ? importPage.inUnit(what, unit) : what;
}

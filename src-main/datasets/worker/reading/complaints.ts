/** @file What is said of a file in which not one row is good. */
import { AppError, wording } from '../../../../src-shared/platform/errors.ts';
import type { BadRow } from './rows.ts';

/** Why a file without one good row cannot be used. */
export function nothingGood(fileName: string, bad: readonly BadRow[]): AppError {
  if (bad.length === 0) return new AppError('datasets.noRows', { file: fileName });
  return new AppError('datasets.noGoodRow', complaint(fileName, bad));
}

/** What is told of the first bad row. */
export function complaint(fileName: string, bad: readonly BadRow[]) {
  const [first] = bad;
  const why = first ? wording(first.problem, 'en').message : '';
  return { file: fileName, rejected: bad.length, row: first?.row ?? 0, why };
}

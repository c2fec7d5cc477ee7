/** @file How many samples of each class go to train, validation and test. */
import { AppError } from '../../../src-shared/platform/errors.ts';

export interface Shares {
  readonly validation: number;
  readonly test: number;
}

export interface ClassCount {
  readonly label: string;
  readonly count: number;
}

export interface Allocation extends ClassCount {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/**
 * Classes that can be told apart and learned: two or more, each with two samples or more.
 *
 * @throws AppError `datasets.noLabels`, `datasets.oneClass`, `datasets.tooFewOfClass`
 */
export function requireTrainable(classes: readonly ClassCount[]): void {
  const [first] = classes;
  if (!first) throw new AppError('datasets.noLabels');
  if (classes.length === 1) throw new AppError('datasets.oneClass', { labels: `“${first.label}”` });
  const few = classes.find(({ count }) => count < 2);
  if (few) throw new AppError('datasets.tooFewOfClass', { label: few.label, count: few.count });
}

/** Which splits the files filled themselves: no sample is drawn into these. */
export interface FixedSplits {
  readonly validation: boolean;
  readonly test: boolean;
}

const NONE_FIXED: FixedSplits = { validation: false, test: false };

/** Samples of a class that may be drawn into any split, and how many it has in all; the same unless some are fixed. */
export interface FreeCount extends ClassCount {
  readonly all?: number;
}

/**
 * Stratified shares: of each class the nearest whole number to its share, at least one for each split from three
 * samples on, and always one for training. Nothing goes to a split that is fixed.
 *
 * @throws AppError what {@link requireTrainable} throws; `datasets.shares`; `datasets.splitEmpty`
 */
export function allocateSplits(
  classes: readonly FreeCount[],
  shares: Shares,
  fixed: FixedSplits = NONE_FIXED,
): Allocation[] {
  requireTrainable(classes.map(({ label, count, all }) => ({ label, count: all ?? count })));
  requireShares(shares);
  const allocations = classes.map(({ label, count }) => allocate({ label, count }, shares, fixed));
  const rows = classes.reduce((sum, { count }) => sum + count, 0);
  for (const split of ['validation', 'test'] as const)
    if (!fixed[split] && allocations.every((allocation) => allocation[split] === 0))
      throw new AppError('datasets.splitEmpty', { rows, split });
  return allocations;
}

/**
 * Shares of samples without classes.
 *
 * @throws AppError `datasets.tooFewRows`, `datasets.shares`
 */
export function splitRows(count: number, shares: Shares, fixed: FixedSplits = NONE_FIXED): Allocation[] {
  requireShares(shares);
  const needed = 1 + Number(!fixed.validation) + Number(!fixed.test);
  if (count < needed) throw new AppError('datasets.tooFewRows', { rows: count });
  return [allocate({ label: '', count }, shares, fixed)];
}

function requireShares({ validation, test }: Shares): void {
  if (validation + test <= 0.9) return;
  throw new AppError('datasets.shares', { share: `${Math.round((validation + test) * 100)} %` });
}

function allocate({ label, count }: ClassCount, shares: Shares, fixed: FixedSplits): Allocation {
  if (count === 0) return { label, count, train: 0, validation: 0, test: 0 };
  const least = count >= 3 ? 1 : 0;
  const wanted = (split: keyof Shares) =>
    fixed[split] ? 0 : Math.max(least, Math.round(count * shares[split]));
  const test = Math.min(wanted('test'), count - 1);
  const validation = Math.min(wanted('validation'), count - test - 1);
  return { label, count, train: count - validation - test, validation, test };
}

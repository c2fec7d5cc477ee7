/** @file How many samples of each class go to train, validation and test. */
import { AppError } from '../../../src-shared/errors.ts';

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

/**
 * Stratified shares: of each class the nearest whole number to its share, at least one for each split from three
 * samples on, and always one for training.
 *
 * @throws AppError what {@link requireTrainable} throws; `datasets.shares`; `datasets.splitEmpty`
 */
export function allocateSplits(classes: readonly ClassCount[], shares: Shares): Allocation[] {
  requireTrainable(classes);
  if (shares.validation + shares.test > 0.9)
    throw new AppError('datasets.shares', {
      share: `${Math.round((shares.validation + shares.test) * 100)} %`,
    });
  const allocations = classes.map(({ label, count }) => allocate(label, count, shares));
  const rows = classes.reduce((sum, { count }) => sum + count, 0);
  for (const split of ['validation', 'test'] as const)
    if (allocations.every((allocation) => allocation[split] === 0))
      throw new AppError('datasets.splitEmpty', { rows, split });
  return allocations;
}

function allocate(label: string, count: number, shares: Shares): Allocation {
  const least = count >= 3 ? 1 : 0;
  const test = Math.max(least, Math.round(count * shares.test));
  const wanted = Math.max(least, Math.round(count * shares.validation));
  const validation = Math.min(wanted, count - test - 1);
  return { label, count, train: count - validation - test, validation, test };
}

/**
 * @file Whether two models are right on different numbers of the same samples. Q. McNemar: Note on the sampling error of the
 * difference between correlated proportions or percentages. Psychometrika 12 (1947).
 */
import { type Outcome, inapplicable } from './outcome.ts';
import { binomialCdf, twoSidedNormal } from './special.ts';

/** Samples that exactly one of two models has right. */
export interface Disagreements {
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

export interface McNemar extends Disagreements {
  readonly method: 'exact' | 'chi-square';
  /** The smaller count, or chi-square with one degree of freedom. */
  readonly statistic: number;
  readonly p: number;
}

/** Up to so many disagreements the binomial test is computed, past it chi-square is the same to many digits. */
const MOST_EXACT = 1000;

/**
 * Exact: the smaller count is a binomial of p = 1/2. Chi-square with Edwards' correction (1948):
 * χ² = (|b - c| - 1)² / (b + c), at least 0. Two-sided.
 */
export function mcnemar(
  { onlyFirst, onlySecond }: Disagreements,
  method: McNemar['method'] = onlyFirst + onlySecond > MOST_EXACT ? 'chi-square' : 'exact',
): Outcome<McNemar> {
  const total = onlyFirst + onlySecond;
  if (total === 0) return inapplicable({ reason: 'noDisagreement' });
  const counts = { onlyFirst, onlySecond };
  if (method === 'exact') {
    const statistic = Math.min(onlyFirst, onlySecond);
    return {
      applies: true,
      ...counts,
      method,
      statistic,
      p: Math.min(1, 2 * binomialCdf(statistic, total, 0.5)),
    };
  }
  const statistic = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1) ** 2 / total;
  return { applies: true, ...counts, method, statistic, p: twoSidedNormal(Math.sqrt(statistic)) };
}

/** Counts the samples that exactly one of two models has right; the lists are of the same samples. */
export function disagreements(first: readonly boolean[], second: readonly boolean[]): Disagreements {
  return {
    onlyFirst: first.filter((right, at) => right && !second[at]).length,
    onlySecond: second.filter((right, at) => right && !first[at]).length,
  };
}

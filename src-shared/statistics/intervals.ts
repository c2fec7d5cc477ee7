/** @file Means with their interval, and the paired t test: W. S. Gosset (Student): The probable error of a mean. 1908. */
import { CONFIDENCE, type Interval, type Outcome, inapplicable } from './outcome.ts';
import { criticalT, twoSidedT } from './special.ts';

export interface Mean extends Interval {
  readonly count: number;
  readonly mean: number;
  /** Of the sample, with n - 1. */
  readonly deviation: number;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The standard deviation of a sample, with n - 1; NaN of fewer than two values. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** The mean of values that vary by chance alone, as runs of different seeds do, and its t interval. */
export function meanInterval(values: readonly number[], confidence = CONFIDENCE): Outcome<Mean> {
  const count = values.length;
  if (count < 2) return inapplicable({ reason: 'tooFewValues', have: count, needed: 2 });
  if (!values.every(Number.isFinite)) return inapplicable({ reason: 'notFinite' });
  if (values.every((value) => value === values[0])) return inapplicable({ reason: 'allEqual' });
  const [mean, deviation] = [meanOf(values), deviationOf(values)];
  const half = (criticalT(1 - confidence, count - 1) * deviation) / Math.sqrt(count);
  return { applies: true, count, mean, deviation, low: mean - half, high: mean + half };
}

export interface PairedT extends Interval {
  readonly pairs: number;
  /** Mean of second minus first. */
  readonly difference: number;
  readonly statistic: number;
  readonly p: number;
}

/** Whether the second of each pair differs from the first on average; two-sided. Pairs are of the same seed. */
export function pairedT(
  pairs: readonly (readonly [number, number])[],
  confidence = CONFIDENCE,
): Outcome<PairedT> {
  const interval = meanInterval(
    pairs.map(([first, second]) => second - first),
    confidence,
  );
  if (!interval.applies)
    return interval.reason === 'tooFewValues'
      ? inapplicable({ reason: 'tooFewPairs', have: pairs.length, needed: 2 })
      : interval;
  const { mean, deviation, low, high, count } = interval;
  const statistic = mean / (deviation / Math.sqrt(count));
  return {
    applies: true,
    pairs: count,
    difference: mean,
    statistic,
    p: twoSidedT(statistic, count - 1),
    low,
    high,
  };
}

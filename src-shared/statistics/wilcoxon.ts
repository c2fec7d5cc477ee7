/**
 * @file Whether pairs differ, by the ranks of their differences. F. Wilcoxon: Individual comparisons by ranking methods.
 * Biometrics Bulletin 1 (1945).
 */
import { type Outcome, inapplicable } from './outcome.ts';
import { ranksOf } from './ranks.ts';
import { twoSidedNormal } from './special.ts';

export interface Wilcoxon {
  /** Pairs that differ; equal ones are left out, as Wilcoxon did. */
  readonly pairs: number;
  readonly method: 'exact' | 'normal';
  /** The smaller of the two sums of ranks. */
  readonly statistic: number;
  readonly p: number;
}

/** Of five pairs, even all in one direction give p = 2 / 2⁵ = .0625. */
const LEAST_PAIRS = 6;
/** Up to so many pairs every assignment of signs is counted. */
const MOST_EXACT = 50;

/**
 * Two-sided. Exact: all 2ⁿ signs of the ranks, ties included. Normal: with the correction for ties and for continuity.
 *
 * @param pairs first and second value, e.g. of the same seed
 */
export function wilcoxon(
  pairs: readonly (readonly [number, number])[],
  asked?: Wilcoxon['method'],
): Outcome<Wilcoxon> {
  const every = pairs.map(([first, second]) => second - first);
  if (!every.every(Number.isFinite)) return inapplicable({ reason: 'notFinite' });
  const differences = every.filter((difference) => difference !== 0);
  const count = differences.length;
  if (pairs.length >= LEAST_PAIRS && count === 0) return inapplicable({ reason: 'allEqual' });
  if (count < LEAST_PAIRS) return inapplicable({ reason: 'tooFewPairs', have: count, needed: LEAST_PAIRS });
  const ranks = ranksOf(differences.map(Math.abs));
  const positive = ranks.reduce((sum, rank, at) => (differences[at]! > 0 ? sum + rank : sum), 0);
  const statistic = Math.min(positive, (count * (count + 1)) / 2 - positive);
  const method = asked ?? (count <= MOST_EXACT ? 'exact' : 'normal');
  const p = method === 'exact' ? exactP(ranks, statistic) : normalP(ranks, statistic);
  return { applies: true, pairs: count, method, statistic, p };
}

/** Twice the share of the 2ⁿ sums of signed ranks that are as small; ranks are halves at ties, so they are doubled. */
function exactP(ranks: readonly number[], statistic: number): number {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const ways = new Float64Array(doubled.reduce((sum, rank) => sum + rank, 1));
  ways[0] = 1;
  let reach = 0;
  for (const rank of doubled) {
    reach += rank;
    for (let sum = reach; sum >= rank; sum--) ways[sum] = ways[sum]! + ways[sum - rank]!;
  }
  const asSmall = ways.subarray(0, Math.round(2 * statistic) + 1).reduce((sum, way) => sum + way, 0);
  return Math.min(1, (2 * asSmall) / 2 ** ranks.length);
}

/** z = (|W - n(n+1)/4| - 1/2) / √((n(n+1)(2n+1) - Σ(t³ - t)/2) / 24), t the sizes of ties. */
function normalP(ranks: readonly number[], statistic: number): number {
  const n = ranks.length;
  const ties = [...Map.groupBy(ranks, (rank) => rank).values()].map((tie) => tie.length);
  const tied = ties.reduce((sum, size) => sum + size ** 3 - size, 0);
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - tied / 2) / 24);
  const distance = Math.max(0, Math.abs(statistic - (n * (n + 1)) / 4) - 0.5);
  return twoSidedNormal(distance / deviation);
}

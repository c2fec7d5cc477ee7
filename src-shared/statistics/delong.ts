/**
 * @file The area under the ROC curve of one model, and of two on the same samples. E. R. DeLong, D. M. DeLong and D. L.
 * Clarke-Pearson: Comparing the areas under two or more correlated receiver operating characteristic curves. Biometrics 44 (1988).
 */
import { CONFIDENCE, type Interval, type Outcome, inapplicable } from './outcome.ts';
import { ranksOf } from './ranks.ts';
import { normalQuantile, twoSidedNormal } from './special.ts';

export interface Auc extends Interval {
  readonly auc: number;
  readonly variance: number;
}

export interface AucDifference extends Interval {
  readonly first: number;
  readonly second: number;
  /** Second minus first. */
  readonly difference: number;
  readonly variance: number;
  readonly z: number;
  readonly p: number;
}

/** The samples' scores by one model, and which samples are positive. */
export interface Scored {
  readonly positive: readonly boolean[];
  readonly scores: readonly number[];
}

/** The AUC of one model with its normal interval, cut at 0 and 1. */
export function aucInterval({ positive, scores }: Scored, confidence = CONFIDENCE): Outcome<Auc> {
  const why = whyNot(positive, [scores]);
  if (why) return why;
  const { auc, onPositive, onNegative } = placements(positive, scores);
  const variance = covariance(onPositive, onPositive) + covariance(onNegative, onNegative);
  if (variance === 0) return inapplicable({ reason: 'noVariance' });
  const half = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  return { applies: true, auc, variance, low: Math.max(0, auc - half), high: Math.min(1, auc + half) };
}

/** Whether two models order the same samples differently well; two-sided. */
export function delong(
  positive: readonly boolean[],
  [first, second]: readonly [readonly number[], readonly number[]],
  confidence = CONFIDENCE,
): Outcome<AucDifference> {
  const why = whyNot(positive, [first, second]);
  if (why) return why;
  const [a, b] = [placements(positive, first), placements(positive, second)];
  const minus = (x: readonly number[], y: readonly number[]) => x.map((value, at) => value - y[at]!);
  // Var(B - A) = Σ over both classes of the variance of the differences of the components.
  const [up, down] = [minus(b.onPositive, a.onPositive), minus(b.onNegative, a.onNegative)];
  const variance = covariance(up, up) + covariance(down, down);
  // Components are quotients: what is below the rounding of their sums is no variance.
  if (variance < 1e-24) return inapplicable({ reason: 'noVariance' });
  const difference = b.auc - a.auc;
  const half = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  const z = difference / Math.sqrt(variance);
  return {
    applies: true,
    first: a.auc,
    second: b.auc,
    difference,
    variance,
    z,
    p: twoSidedNormal(z),
    low: difference - half,
    high: difference + half,
  };
}

function whyNot(positive: readonly boolean[], models: readonly (readonly number[])[]) {
  if (!models.every((scores) => scores.every(Number.isFinite))) return inapplicable({ reason: 'notFinite' });
  const positives = positive.filter(Boolean).length;
  const negatives = positive.length - positives;
  if (positives === 0 || negatives === 0) return inapplicable({ reason: 'oneClass' });
  const have = Math.min(positives, negatives);
  return have < 2 ? inapplicable({ reason: 'tooFewValues', have, needed: 2 }) : null;
}

/**
 * The structural components by mid-ranks (Sun & Xu 2014): of each positive the share of negatives below it, of each negative the
 * share of positives above it; ties count half.
 */
function placements(positive: readonly boolean[], scores: readonly number[]) {
  const split = (of: boolean) => scores.filter((_, at) => positive[at] === of);
  const [ups, downs] = [split(true), split(false)];
  const ranks = ranksOf([...ups, ...downs]);
  const [amongUps, amongDowns] = [ranksOf(ups), ranksOf(downs)];
  const onPositive = ups.map((_, at) => (ranks[at]! - amongUps[at]!) / downs.length);
  const onNegative = downs.map((_, at) => 1 - (ranks[ups.length + at]! - amongDowns[at]!) / ups.length);
  return { auc: onPositive.reduce((sum, share) => sum + share, 0) / ups.length, onPositive, onNegative };
}

/** Σ (x - x̄)(y - ȳ) / (n - 1) / n */
function covariance(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((sum, value, at) => sum + (value - mx) * (y[at]! - my), 0) / (n - 1) / n;
}

/**
 * @file How well scores of items foretell which of two is preferred: the model of Bradley and Terry (1952), in which
 * P(first is preferred) = σ(margin), the margin being the score of the first minus that of the second.
 */

/** What the first of two gets: 1 where it is preferred, 0 where the second is, ½ each of a tie. */
export type Won = 1 | 0.5 | 0;

export interface PreferenceBin {
  /** The confidence max(p, 1 - p) of the pairs in it, from `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  /** Their mean confidence. */
  readonly confidence: number;
  /** The share of them in which the one with the higher score was preferred; a tie counts half. */
  readonly right: number;
}

export interface PreferenceMetrics {
  readonly samples: number;
  readonly ties: number;
  /** The share of the pairs without ties whose preferred item has the higher score; equal scores count half. */
  readonly accuracy: number;
  /** Its 95 % interval (Wilson 1927), as if no two pairs shared an item. */
  readonly low: number;
  readonly high: number;
  /** The mean of -ln P(what was preferred), in nats; of a tie half of either. */
  readonly loss: number;
  /** By confidence, from the least sure on; empty ones are left out. */
  readonly bins: readonly PreferenceBin[];
}

/** ln(1 + e^x), which neither overflows nor loses small values. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** The probability that the first is preferred. */
export function preferredShare(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

/** -ln P(what was preferred) in nats. */
export function preferenceLoss(margin: number, won: Won): number {
  return softplus(margin) - won * margin;
}

/** What a pair counts for: 1 for the right one first, ½ where the scores are equal; null for a tie, which nobody can have right. */
export function rightOf(margin: number, won: Won): number | null {
  if (won === 0.5) return null;
  if (margin === 0) return 0.5;
  return Number(margin > 0 === (won === 1));
}

const BINS = 5;
/** The deviations on either side within which 95 of 100 lie. */
const Z = 1.959963984540054;

/** The interval of a share of `count`, Wilson's score interval; all of 0 to 1 where nothing was counted. */
export function wilson(share: number, count: number): readonly [low: number, high: number] {
  if (count === 0) return [0, 1];
  const square = Z * Z;
  const middle = (share + square / (2 * count)) / (1 + square / count);
  const reach =
    (Z / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

/** Counts pairs in the memory of a few numbers. */
export class PreferenceTally {
  readonly #bins = Array.from({ length: BINS }, () => ({ pairs: 0, confidence: 0, right: 0 }));
  #samples = 0;
  #decided = 0;
  #right = 0;
  #loss = 0;

  add(margin: number, won: Won): void {
    this.#samples++;
    this.#loss += preferenceLoss(margin, won);
    const right = rightOf(margin, won);
    if (right !== null) {
      this.#decided++;
      this.#right += right;
    }
    const confidence = preferredShare(Math.abs(margin));
    const bin = this.#bins[Math.min(BINS - 1, Math.floor((confidence - 0.5) * 2 * BINS))]!;
    bin.pairs++;
    bin.confidence += confidence;
    bin.right += right ?? 0.5;
  }

  metrics(): PreferenceMetrics {
    const accuracy = this.#decided === 0 ? 0 : this.#right / this.#decided;
    const [low, high] = wilson(accuracy, this.#decided);
    const bins = this.#bins.map(({ pairs, confidence, right }, at) => ({
      from: 0.5 + at / (2 * BINS),
      to: 0.5 + (at + 1) / (2 * BINS),
      pairs,
      confidence: confidence / pairs,
      right: right / pairs,
    }));
    return {
      samples: this.#samples,
      ties: this.#samples - this.#decided,
      accuracy,
      low,
      high,
      loss: this.#samples === 0 ? 0 : this.#loss / this.#samples,
      bins: bins.filter(({ pairs }) => pairs > 0),
    };
  }
}

/** @file Metrics of several labels at once, and the threshold of each label. Pure. */

/** Scores and truths of rows, row by row: `[rows, labels]`. A truth other than 0 says that the row has the label. */
export interface ScoredLabels {
  readonly labels: number;
  readonly scores: ArrayLike<number>;
  readonly truths: ArrayLike<number>;
}

export interface LabelScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows that have the label. */
  readonly support: number;
  /** Rows that were given it. */
  readonly predicted: number;
}

export interface MultilabelMetrics {
  /** F1 of all pairs of a row and a label together. */
  readonly microF1: number;
  /** The mean of the labels' F1, however rare they are. */
  readonly macroF1: number;
  /** Share of the rows all of whose labels are right. */
  readonly exactMatch: number;
  readonly perLabel: readonly LabelScores[];
}

/** Where nothing says better, a label is given from this score on. */
export const DEFAULT_THRESHOLD = 0.5;

/**
 * F1 (van Rijsbergen 1979) by label, micro and macro, and exact match; a row has a label where its score is at least the
 * label's threshold. As scikit-learn's f1_score (zero_division=0) and accuracy_score have them for indicator matrices.
 */
export function multilabelMetrics(
  { labels, scores, truths }: ScoredLabels,
  thresholds: readonly number[],
): MultilabelMetrics {
  const hits = new Array<number>(labels).fill(0);
  const support = new Array<number>(labels).fill(0);
  const predicted = new Array<number>(labels).fill(0);
  const rows = truths.length / labels;
  let exact = 0;
  for (let row = 0; row < rows; row++) {
    let right = true;
    for (let label = 0; label < labels; label++) {
      const at = row * labels + label;
      const [has, given] = [truths[at] !== 0, scores[at]! >= thresholds[label]!];
      if (has) support[label]! += 1;
      if (given) predicted[label]! += 1;
      if (has && given) hits[label]! += 1;
      right &&= has === given;
    }
    if (right) exact++;
  }
  const perLabel = hits.map((hit, label) => scoresOf(hit, support[label]!, predicted[label]!));
  return {
    microF1: scoresOf(sum(hits), sum(support), sum(predicted)).f1,
    macroF1: ratio(sum(perLabel.map(({ f1 }) => f1)), labels),
    exactMatch: ratio(exact, rows),
    perLabel,
  };
}

/**
 * For each label the threshold with the best F1 on these rows: half-way between the lowest score that is still given the
 * label and the next lower one. Of equal F1 the highest threshold is taken. {@link DEFAULT_THRESHOLD} for a label
 * that no row has. Choose them on the validation split, never on the rows that they are measured on.
 */
export function bestThresholds({ labels, scores, truths }: ScoredLabels): readonly number[] {
  const rows = truths.length / labels;
  return Array.from({ length: labels }, (_, label) => {
    const order = Array.from({ length: rows }, (_, row) => row * labels + label).sort(
      (a, b) => scores[b]! - scores[a]!,
    );
    return bestThreshold(order, scores, truths);
  });
}

/** @param order the places of one label's scores, the highest first */
function bestThreshold(
  order: readonly number[],
  scores: ArrayLike<number>,
  truths: ArrayLike<number>,
): number {
  const support = order.filter((at) => truths[at] !== 0).length;
  let best = { f1: 0, threshold: DEFAULT_THRESHOLD };
  let hits = 0;
  for (const [index, at] of order.entries()) {
    if (truths[at] !== 0) hits++;
    const [score, next] = [scores[at]!, order[index + 1] === undefined ? 0 : scores[order[index + 1]!]!];
    // Equal scores are given the label together or not at all.
    if (index + 1 < order.length && next === score) continue;
    const { f1 } = scoresOf(hits, support, index + 1);
    if (f1 > best.f1) best = { f1, threshold: between(next, score) };
  }
  return best.threshold;
}

/** A number above `low` and at most `high`. */
function between(low: number, high: number): number {
  const middle = (low + high) / 2;
  return middle > low ? middle : high;
}

/** Precision, recall and F1 from counts; a ratio whose denominator is 0 is 0. */
export function scoresOf(hits: number, support: number, predicted: number): LabelScores {
  return {
    precision: ratio(hits, predicted),
    recall: ratio(hits, support),
    f1: ratio(2 * hits, support + predicted),
    support,
    predicted,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

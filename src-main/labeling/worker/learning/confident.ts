/**
 * @file Suspected label errors by confident learning: C. G. Northcutt, L. Jiang, I. L. Chuang: Confident Learning:
 * Estimating Uncertainty in Dataset Labels. Journal of Artificial Intelligence Research 70 (2021). Pure.
 */

export interface LabelErrors {
  /** `[given][true]`: counts of examples that are confidently of a class. */
  readonly joint: number[][];
  /** The joint distribution, its rows summing to the shares of the given labels. */
  readonly distribution: number[][];
  /** Examples off the diagonal of the joint, the least credible label first. */
  readonly suspects: readonly Suspect[];
}

export interface Suspect {
  readonly example: number;
  /** The class that is confidently said. */
  readonly suggested: number;
  /** p(given) - max p(other): from -1, surely wrong, to 1. */
  readonly margin: number;
}

/** As the reference has it: a probability that is a hair below the threshold still counts. */
const HAIR = 1e-6;

/**
 * @param labels given, as numbers of classes from 0
 * @param rows probabilities of each example by a model that did not learn from it
 */
export function findLabelErrors(
  labels: readonly number[],
  rows: readonly ArrayLike<number>[],
  classes: number,
): LabelErrors {
  const thresholds = thresholdsOf(labels, rows, classes);
  const joint = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const suspects: Suspect[] = [];
  for (const [example, given] of labels.entries()) {
    const suggested = confidentClass(rows[example]!, thresholds);
    if (suggested === null) continue;
    joint[given]![suggested]!++;
    if (suggested !== given) suspects.push({ example, suggested, margin: marginOf(rows[example]!, given) });
  }
  return {
    joint,
    distribution: calibrated(joint, labels, classes),
    suspects: suspects.sort((a, b) => a.margin - b.margin || a.example - b.example),
  };
}

/** t_j = mean of p(j | x) over the examples that are labeled j; 1 for a class without any. */
export function thresholdsOf(
  labels: readonly number[],
  rows: readonly ArrayLike<number>[],
  classes: number,
): number[] {
  const [sums, counts] = [new Array<number>(classes).fill(0), new Array<number>(classes).fill(0)];
  for (const [example, label] of labels.entries()) {
    sums[label]! += rows[example]![label]!;
    counts[label]!++;
  }
  return sums.map((sum, label) => (counts[label] === 0 ? 1 : sum / counts[label]!));
}

/** The one class that reaches its threshold; of several the likeliest of all. */
function confidentClass(row: ArrayLike<number>, thresholds: readonly number[]): number | null {
  const reached = thresholds.flatMap((threshold, label) => (row[label]! >= threshold - HAIR ? [label] : []));
  if (reached.length === 0) return null;
  return reached.length === 1 ? reached[0]! : likeliest(row);
}

function likeliest(row: ArrayLike<number>): number {
  let best = 0;
  for (let label = 1; label < row.length; label++) if (row[label]! > row[best]!) best = label;
  return best;
}

export function marginOf(row: ArrayLike<number>, given: number): number {
  let other = 0;
  for (let label = 0; label < row.length; label++) if (label !== given) other = Math.max(other, row[label]!);
  return row[given]! - other;
}

/** Rows scaled to the counts of the given labels, all to sum 1; a row without any is that label alone. */
function calibrated(joint: readonly number[][], labels: readonly number[], classes: number): number[][] {
  const given = new Array<number>(classes).fill(0);
  for (const label of labels) given[label]!++;
  return joint.map((row, label) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return row.map((count, other) => {
      const share = sum === 0 ? Number(other === label) : count / sum;
      return (share * given[label]!) / Math.max(1, labels.length);
    });
  });
}

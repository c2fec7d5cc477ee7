/**
 * @file Metrics of classification, as pure functions of a confusion matrix and of probabilities.
 *
 * Conventions, the same as scikit-learn's defaults:
 * - a ratio whose denominator is 0 (precision of a class nobody predicted, recall of a class nobody has) is 0;
 * - averages over classes leave out classes that are neither in the data nor among the predictions.
 */

/** `confusion[actual][predicted]` counts samples; rows and columns follow the model's labels. */
export type Confusion = readonly (readonly number[])[];

export interface Average {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Scores of one class; `support` is how many samples have it, `predicted` how many were given it. */
export interface ClassScores extends Average {
  readonly support: number;
  readonly predicted: number;
}

/** The smallest probability the cross-entropy takes at its word: float32's epsilon, 2^-23. */
export const SMALLEST_PROBABILITY = 2 ** -23;

/** A confusion matrix `[classes, classes]` of zeros, to be counted into. */
export function emptyConfusion(classes: number): number[][] {
  return Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
}

/** Counts pairs of class indices `[samples]` into a matrix `[classes, classes]`. */
export function confusionMatrix(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  const confusion = emptyConfusion(classes);
  for (let i = 0; i < actual.length; i++) confusion[actual[i]!]![predicted[i]!]! += 1;
  return confusion;
}

/** The share of samples on the diagonal; 0 without samples. */
export function accuracy(confusion: Confusion): number {
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0);
  return ratio(right, total(confusion));
}

/**
 * Precision TP / (TP + FP), recall TP / (TP + FN) and F1, their harmonic mean 2TP / (2TP + FP + FN), of each class
 * (van Rijsbergen, Information Retrieval, 1979).
 */
export function classScores(confusion: Confusion): ClassScores[] {
  return confusion.map((row, i) => {
    const right = row[i]!;
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[i]!, 0);
    return {
      precision: ratio(right, predicted),
      recall: ratio(right, support),
      f1: ratio(2 * right, support + predicted),
      support,
      predicted,
    };
  });
}

/** Each class counts the same, however rare. */
export function macroAverage(scores: readonly ClassScores[]): Average {
  return averageBy(scores, ({ support, predicted }) => (support + predicted > 0 ? 1 : 0));
}

/** Each class counts by its support. */
export function weightedAverage(scores: readonly ClassScores[]): Average {
  return averageBy(scores, ({ support }) => support);
}

/**
 * The sum over samples of -ln p(actual class), in nats; divide by the samples for the mean cross-entropy.
 * Probabilities under {@link SMALLEST_PROBABILITY} count as that, so that one certain mistake stays finite.
 * `probabilities` is `[samples, classes]` row by row, `actual` `[samples]`.
 */
export function crossEntropySum(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum -= Math.log(clip(probabilities[i * classes + actual[i]!]!));
  return sum;
}

/** The class of the greatest probability in each row of `[samples, classes]`; of equals, the first. */
export function argmaxRows(probabilities: ArrayLike<number>, classes: number): Int32Array {
  const best = new Int32Array(probabilities.length / classes);
  for (let row = 0; row < best.length; row++)
    for (let c = 1; c < classes; c++)
      if (probabilities[row * classes + c]! > probabilities[row * classes + best[row]!]!) best[row] = c;
  return best;
}

function averageBy(scores: readonly ClassScores[], weightOf: (score: ClassScores) => number): Average {
  const whole = scores.reduce((sum, score) => sum + weightOf(score), 0);
  const mean = (pick: (score: ClassScores) => number) =>
    ratio(
      scores.reduce((sum, score) => sum + weightOf(score) * pick(score), 0),
      whole,
    );
  return { precision: mean((s) => s.precision), recall: mean((s) => s.recall), f1: mean((s) => s.f1) };
}

function total(confusion: Confusion): number {
  return confusion.reduce((sum, row) => sum + row.reduce((inner, count) => inner + count, 0), 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function clip(probability: number): number {
  return Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
}

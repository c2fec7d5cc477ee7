/** @file Evaluators: what a split's outputs are worth, counted batch by batch, while training and of the exported model. */
import type { Numbers } from '../../../models/worker/index.ts';
import { classificationMetrics, emptyConfusion } from './metrics.ts';
import type { Batch, Evaluated } from './trainer.ts';

/** Numbers that answer the rows of a batch, `[rows, width]`: the same measure from the step and from the exported model. */
export type Answers = Numbers;

/** Collects the answers to batches and ends in numbers. */
export interface Evaluator {
  /** From the outputs of the step's own graph. */
  answersOf(batch: Batch, outputs: Evaluated['outputs']): Answers;
  /** From the numbers that the exported model gives of the same rows. */
  answersIn(numbers: Numbers): Answers;
  /**
   * What of them must be the same of the step's graph and of the exported model, as many numbers a row: where an edge moves
   * whole answers, numbers that it moves little. The answers themselves unless given.
   */
  comparable?(answers: Answers): Answers;
  /** Counts the answers to the rows of a batch. */
  add(batch: Batch, answers: Answers): void;
  /** Metrics by name, without the loss. @param loss the mean loss of the split */
  metrics(loss: number): Readonly<Record<string, number>>;
  /** The mean loss of the split, from the answers alone; NaN where they do not say it. */
  loss(): number;
}

/** The smallest probability that is taken at its word, as reports have it: float32's epsilon. */
const smallestProbability = 2 ** -23;

/** Accuracy and macro-averages from `logits [batch, classes]` and int32 `labels [batch]`; answers are probabilities. */
export function classificationEvaluator(classes: number): Evaluator {
  const confusion = emptyConfusion(classes);
  let [rows, losses] = [0, 0];
  return {
    answersOf: (_, { logits = new Float32Array() }) => softmax(logits, classes),
    answersIn: (numbers) => numbers,
    add({ rows: count, tensors }, probabilities) {
      for (let row = 0; row < count; row++) {
        const truth = Number(tensors['labels']?.[row]);
        const start = row * classes;
        let best = 0;
        for (let index = 1; index < classes; index++)
          if ((probabilities[start + index] ?? 0) > (probabilities[start + best] ?? 0)) best = index;
        const counts = confusion[truth];
        if (counts) counts[best] = (counts[best] ?? 0) + 1;
        losses -= Math.log(Math.max(smallestProbability, probabilities[start + truth] ?? Number.NaN));
      }
      rows += count;
    },
    metrics: () => ({ ...classificationMetrics(confusion) }),
    loss: () => losses / rows,
  };
}

const nothing = new Float32Array();

/** e^x / Σ e^x of each row of `[rows, classes]`. */
function softmax(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    let [greatest, sum] = [-Infinity, 0];
    for (let at = start; at < start + classes; at++) greatest = Math.max(greatest, logits[at] ?? 0);
    for (let at = start; at < start + classes; at++) sum += Math.exp((logits[at] ?? 0) - greatest);
    for (let at = start; at < start + classes; at++)
      probabilities[at] = Math.exp((logits[at] ?? 0) - greatest) / sum;
  }
  return probabilities;
}

/** Losses of a difference in deviations, by the name of the setting; Huber's bends at 1. */
const lossOf: Readonly<Record<string, (difference: number) => number>> = {
  mse: (difference) => difference ** 2,
  mae: Math.abs,
  huber: (difference) => {
    const within = Math.min(1, Math.abs(difference));
    return within * (Math.abs(difference) - within / 2);
  },
};

export interface RegressionTarget {
  readonly mean: number;
  readonly scale: number;
  /** Of the numbers that the exported model gives. */
  readonly precision?: 'float32' | 'float64';
  /** `mse`, `mae` or `huber`. */
  readonly loss: string;
}

/**
 * Errors of `prediction [batch, 1]` against float32 `target [batch, 1]`, both brought back to the target's own unit:
 * root mean squared error, mean absolute error, and R² = 1 - Σ(y - ŷ)² / Σ(y - mean y)² (0 where y is constant).
 * Answers are deviations from the mean of the training split.
 */
export function regressionEvaluator({ loss: name, ...target }: RegressionTarget): Evaluator {
  const { mean, scale } = target;
  const cost = lossOf[name] ?? Math.abs;
  let [count, squares, absolutes, losses] = [0, 0, 0, 0];
  // In deviations, where neither a large mean nor a small spread costs digits (Welford 1962).
  let [middle, spread] = [0, 0];
  return {
    answersOf: (_, { prediction = new Float32Array() }) =>
      Float64Array.from(prediction, (value) => (inOwnUnit(value, target) - mean) / scale),
    answersIn: (numbers) => Float64Array.from(numbers, (value) => (value - mean) / scale),
    add({ rows, tensors }, answers) {
      for (let row = 0; row < rows; row++) {
        const truth = Number(tensors['target']?.[row]);
        const difference = (answers[row] ?? 0) - truth;
        count++;
        squares += difference * difference;
        absolutes += Math.abs(difference);
        losses += cost(difference);
        const before = truth - middle;
        middle += before / count;
        spread += before * (truth - middle);
      }
    },
    metrics: () => ({
      rmse: Math.sqrt(squares / count) * scale,
      mae: (absolutes / count) * scale,
      r2: spread > 0 ? 1 - squares / spread : 0,
    }),
    loss: () => losses / count,
  };
}

/** As the exported graph computes it: near a large mean even doubles lie apart. */
function inOwnUnit(value: number, { mean, scale, precision }: Omit<RegressionTarget, 'loss'>): number {
  if (precision !== 'float32') return value * scale + mean;
  return Math.fround(Math.fround(value * Math.fround(scale)) + Math.fround(mean));
}

/** exp(loss): how many equally likely tokens the model is torn between at each place. */
export function perplexityEvaluator(): Evaluator {
  return {
    answersOf: () => nothing,
    answersIn: () => nothing,
    add: () => undefined,
    metrics: (loss) => ({ perplexity: Math.exp(loss) }),
    loss: () => Number.NaN,
  };
}

/** The root of the mean squared difference, `loss` being that mean. Answers are the mean of each row. */
export function reconstructionEvaluator(): Evaluator {
  let [rows, errors] = [0, 0];
  return {
    answersOf: ({ rows: count, tensors }, { reconstruction = new Float32Array() }) =>
      meanSquares(count, tensors['numbers'] ?? new Float32Array(), reconstruction),
    answersIn: (numbers) => numbers,
    add({ rows: count }, answers) {
      for (let row = 0; row < count; row++) errors += answers[row] ?? 0;
      rows += count;
    },
    metrics: (loss) => ({ rmse: Math.sqrt(loss) }),
    loss: () => errors / rows,
  };
}

function meanSquares(rows: number, given: Batch['tensors'][string], rebuilt: Float32Array): Float64Array {
  const width = rebuilt.length / Math.max(1, rows);
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++)
      sum += (Number(given[at]) - (rebuilt[at] ?? 0)) ** 2;
    return sum / width;
  });
}

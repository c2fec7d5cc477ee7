/**
 * @file Several labels at once: what a network for texts, tables or images learns with a logit for each label.
 *
 * The network is one that classifies, its `classes` being the labels: `logits` float32 `[batch, labels]`, each through a
 * sigmoid by itself (one binary problem per label: "binary relevance", Tsoumakas & Katakis 2007). Targets are uint8
 * `[batch, labels]`. Limit: that two labels exclude or demand each other is learned only through the shared features.
 */
import {
  binaryCrossEntropy,
  chooseLabels,
  type GraphBuilder,
  type Head,
  type Value,
} from '../../../graph/index.ts';
import {
  DEFAULT_THRESHOLD,
  bestThresholds,
  multilabelMetrics,
  type MultilabelMetrics,
} from '../../../../src-shared/evaluation/multilabel.ts';
import { classNumbers } from '../programs/classes.ts';
import type { Column, Evaluator } from '../trainer/index.ts';

const targetName = 'labels';

export interface MultilabelOptions {
  readonly labels: number;
  /** What the rows that have a label count for in its loss, beside 1 for those that do not; 1 unless given. */
  readonly positiveWeights?: readonly number[] | undefined;
}

/** Learns `logits` float32 `[batch, labels]` from the column of label sets by binary cross-entropy. */
export function multilabelHeads({ labels, positiveWeights }: MultilabelOptions): readonly Head[] {
  return [
    {
      output: 'logits',
      target: { name: targetName, elementType: 'uint8', shape: [labels] },
      loss: binaryCrossEntropy(positiveWeights ? { positiveWeight: positiveWeights } : {}),
    },
  ];
}

/** The column of targets, from each row's labels. @throws AppError `training.unknownLabel` */
export function labelSetColumn(rows: readonly (readonly string[])[], labels: readonly string[]): Column {
  const numberOf = classNumbers(labels);
  const data = new Uint8Array(rows.length * labels.length);
  for (const [row, own] of rows.entries())
    for (const label of own) data[row * labels.length + numberOf(label, String(row))] = 1;
  return { name: targetName, elementType: 'uint8', shape: [labels.length], data };
}

/** Rare labels are not weighed up without end: single rows would steer the training. */
const greatestWeight = 100;

/** For each label its rows without it per row with it, at most 100: both sides then count the same (PyTorch's pos_weight). */
export function positiveWeightsOf({ data, shape: [labels = 1] }: Column): readonly number[] {
  const positives = new Array<number>(labels).fill(0);
  for (const [at, has] of data.entries()) if (has) positives[at % labels]! += 1;
  const rows = data.length / labels;
  return positives.map((count) =>
    count === 0 || count === rows ? 1 : Math.min(greatestWeight, (rows - count) / count),
  );
}

export interface MultilabelEvaluator extends Evaluator {
  /** The thresholds with the best F1 on all rows counted so far: those of the validation split. */
  readonly thresholds: () => readonly number[];
  readonly report: (thresholds: readonly number[]) => MultilabelMetrics;
}

/** The smallest probability that is taken at its word, as reports have it: float32's epsilon. */
const smallestProbability = 2 ** -23;

/**
 * Micro and macro F1 and exact match from `logits [batch, labels]`; answers are probabilities.
 * @param given the threshold of each label; .5 unless given
 */
export function multilabelEvaluator(labels: number, given?: readonly number[]): MultilabelEvaluator {
  const scores: Float32Array[] = [];
  const truths: Uint8Array[] = [];
  const thresholds = given ?? Array.from({ length: labels }, () => DEFAULT_THRESHOLD);
  const counted = () => ({
    labels,
    scores: joined(scores, Float32Array),
    truths: joined(truths, Uint8Array),
  });
  return {
    answersOf: (_, { logits = new Float32Array() }) => logits.map((x) => 1 / (1 + Math.exp(-x))),
    answersIn: (probabilities) => probabilities,
    add({ rows, tensors }, probabilities) {
      scores.push(Float32Array.from(probabilities.subarray(0, rows * labels)));
      truths.push(Uint8Array.from((tensors[targetName] as Uint8Array).subarray(0, rows * labels)));
    },
    metrics() {
      const { microF1, macroF1, exactMatch } = multilabelMetrics(counted(), thresholds);
      return { microF1, macroF1, exactMatch };
    },
    loss() {
      const all = counted();
      let sum = 0;
      for (const [at, p] of all.scores.entries())
        sum -= Math.log(Math.max(smallestProbability, all.truths[at] ? p : 1 - p));
      return sum / all.scores.length;
    },
    thresholds: () => bestThresholds(counted()),
    report: (chosen) => multilabelMetrics(counted(), chosen),
  };
}

/** Parts of batches as one array. */
function joined<Typed extends Float32Array | Uint8Array>(
  parts: readonly Typed[],
  make: new (length: number) => Typed,
): Typed {
  const all = new make(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What an exported model needs beside its network. */
export interface ExportedLabels {
  readonly labels: readonly string[];
  readonly thresholds: readonly number[];
}

/**
 * Ends an exported graph: `logits` `[N, labels]` -> `probabilities` float32 `[N, labels]` and `chosen` int64
 * `[N, labels]`, 1 where a probability reaches its label's threshold. Returns the metadata that says so.
 */
export function exportLabels(
  builder: GraphBuilder,
  logits: Value,
  { labels, thresholds }: ExportedLabels,
): Readonly<Record<string, string>> {
  chooseLabels(builder, logits, thresholds);
  return { multilabel: JSON.stringify({ labels, thresholds }) };
}

/** @file A model's output as predictions: classes, numbers, errors of reconstruction. */
import { DEFAULT_THRESHOLD } from '../../../src-shared/evaluation/multilabel.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Numbers, Predictions, SeenRow } from './rows.ts';
import type { TensorInfo } from './tensors.ts';

/** The outputs that answer, and how they are read. */
export interface Answer {
  /** With the numbers that each gives of a row; a row's numbers stand one output behind the other. */
  readonly outputs: readonly { readonly name: string; readonly width: number }[];
  /** What the numbers of rows, one row behind the other, say. */
  read(numbers: Numbers, rows: readonly SeenRow[]): Predictions;
}

/** The probabilities of classes, or why there are none. */
export function classes(outputs: readonly TensorInfo[], labels: readonly string[]): Answer | string {
  const output = probabilitiesIn(outputs);
  if (!output) return 'gives no probabilities [N, classes]';
  if (labels.length === 0) return 'names no labels in its metadata';
  return classesOf(labels, { output: output.name });
}

/** What the probabilities of an output say; of no output where they were worked out before. */
export function classesOf(labels: readonly string[], { output = '' }: { readonly output?: string }): Answer {
  return {
    outputs: [{ name: output, width: labels.length }],
    read: (probabilities) => {
      return { task: 'classify', classes: labels, labels: likeliest(probabilities, labels), probabilities };
    },
  };
}

function probabilitiesIn(outputs: readonly TensorInfo[]): TensorInfo | undefined {
  const tables = outputs.filter(({ datatype, shape }) => isFloat(datatype) && shape.length === 2);
  return tables.find(({ name }) => name === 'probabilities') ?? tables[0];
}

/** The labels whose probability reaches their threshold, or why there are none. @param thresholds of the labels; .5 each unless given */
export function labelSets(
  outputs: readonly TensorInfo[],
  labels: readonly string[],
  thresholds: readonly number[] = labels.map(() => DEFAULT_THRESHOLD),
): Answer | string {
  const output = probabilitiesIn(outputs);
  if (!output) return 'gives no probabilities [N, labels]';
  if (labels.length === 0 || thresholds.length !== labels.length)
    return 'names no labels with their thresholds in its metadata';
  // As the graph compares them, in single precision.
  const least = thresholds.map(Math.fround);
  return {
    outputs: [{ name: output.name, width: labels.length }],
    read: (probabilities) => ({
      task: 'multilabel',
      classes: labels,
      thresholds: least,
      labels: Array.from({ length: probabilities.length / labels.length }, (_, row) =>
        labels.filter((_, at) => probabilities[row * labels.length + at]! >= least[at]!),
      ),
      probabilities,
    }),
  };
}

/** A number a row, or why there is none. */
export function numbers(
  outputs: readonly TensorInfo[],
  name: string,
  read: (values: Numbers) => Predictions,
): Answer | string {
  const found = outputs.some(
    ({ name: own, datatype }) => own === name && (datatype === 'FP32' || datatype === 'FP64'),
  );
  return found ? { outputs: [{ name, width: 1 }], read } : `gives no “${name}”`;
}

/** The numbers of each row. @throws AppError `serving.cannotBeAsked` when there are not as many as belong to them */
export function rowsOf(data: unknown, { rows, width }: { rows: number; width: number }): Numbers[] {
  const floats = floatsOf(data);
  if (!floats) throw new AppError('serving.cannotBeAsked', { why: 'does not return floating-point scores' });
  if (floats.length !== rows * width) {
    const why = `answers with ${floats.length / rows} numbers a row where ${width} belong`;
    throw new AppError('serving.cannotBeAsked', { why });
  }
  return Array.from({ length: rows }, (_, row) => floats.subarray(row * width, (row + 1) * width));
}

function isFloat(datatype: string): boolean {
  return datatype === 'FP32' || datatype === 'FP64' || datatype === 'FP16';
}

function floatsOf(data: unknown): Numbers | null {
  // Classes by number, which single precision holds exactly.
  if (data instanceof BigInt64Array) return Float32Array.from(data, Number);
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  return data instanceof Float16Array ? new Float32Array(data) : null;
}

/** The place of the greatest, the first of equals. */
function greatest(numbers: Numbers): number {
  let best = 0;
  for (let index = 1; index < numbers.length; index++) if (numbers[index]! > numbers[best]!) best = index;
  return best;
}

/** The class with the greatest probability, the first of equals. */
function likeliest(probabilities: Numbers, classes: readonly string[]): string[] {
  return Array.from({ length: probabilities.length / classes.length }, (_, row) => {
    const own = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
    return classes[greatest(own)]!;
  });
}

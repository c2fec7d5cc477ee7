/** @file A model's output as predictions: classes, numbers, errors of reconstruction. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Numbers, Predictions } from './rows.ts';
import type { TensorInfo } from './tensors.ts';

/** The output that answers, and how it is read. */
export interface Answer {
  readonly output: string;
  /** Numbers of a row. */
  readonly width: number;
  /** What the numbers of rows, one row behind the other, say. */
  read(numbers: Numbers): Predictions;
}

/** The probabilities of classes, or why there are none. */
export function classes(outputs: readonly TensorInfo[], labels: readonly string[]): Answer | string {
  const tables = outputs.filter(({ datatype, shape }) => isFloat(datatype) && shape.length === 2);
  const output = tables.find(({ name }) => name === 'probabilities') ?? tables[0];
  if (!output) return 'gives no probabilities [N, classes]';
  if (labels.length === 0) return 'names no labels in its metadata';
  return {
    output: output.name,
    width: labels.length,
    read: (probabilities) => {
      return { task: 'classify', classes: labels, labels: likeliest(probabilities, labels), probabilities };
    },
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
  return found ? { output: name, width: 1, read } : `gives no “${name}”`;
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

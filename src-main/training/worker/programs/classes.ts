/** @file What a program that tells classes apart learns from: the number of each row's class. */
import { softmaxCrossEntropy, type Head } from '../../../graph/index.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { Column } from '../trainer/index.ts';

const classRow = { name: 'labels', elementType: 'int32', shape: [] } as const;

/** Learns `logits` float32 `[batch, classes]` from the column of classes. */
export const classHeads: readonly Head[] = [
  { output: 'logits', target: classRow, loss: softmaxCrossEntropy() },
];

/** The column of classes. @param numbers a row's class each */
export function classColumn(numbers: Int32Array): Column {
  return { ...classRow, data: numbers };
}

/** Numbers of classes by name; asking for a label that is none throws AppError `training.unknownLabel`. */
export function classNumbers(labels: readonly string[]): (label: string, id: string) => number {
  const numbers = new Map(labels.map((label, index) => [label, index]));
  return (label, id) => {
    const number = numbers.get(label);
    if (number !== undefined) return number;
    throw new AppError('training.unknownLabel', { row: id.slice(0, 12), label, labels: labels.join(', ') });
  };
}

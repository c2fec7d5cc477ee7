/** @file What a program that tells classes apart learns from: the number of each row's class. */
import { softmaxCrossEntropy, type Head } from '../../../graph/index.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { SharedParameters } from '../../recipes/index.ts';
import type { Column, Encoded } from '../trainer/index.ts';
import type { Source } from './program.ts';

const classRow = { name: 'labels', elementType: 'int32', shape: [] } as const;

/** Learns `logits` float32 `[batch, classes]` from the column of classes, weighted as the source says. */
export function classHeads({ classWeights }: Pick<Source, 'classWeights'>): readonly Head[] {
  return [
    { output: 'logits', target: classRow, loss: softmaxCrossEntropy(classWeights && { classWeights }) },
  ];
}

/**
 * A weight for each class, n / (classes × samples of the class): what scikit-learn calls balanced. A class without
 * samples gets 0, and undefined stands for 1 each.
 */
export function weightsOf(
  { rows, columns }: Encoded,
  parameters: SharedParameters & { readonly classWeights?: 'none' | 'balanced' },
  classes: number,
): readonly number[] | undefined {
  const labels = columns.find(({ name }) => name === classRow.name)?.data;
  if (parameters.classWeights !== 'balanced' || !labels) return undefined;
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = counts[label]! + 1;
  return counts.map((count) => (count === 0 ? 0 : rows / (classes * count)));
}

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

/** @file What a model answers by what it does, and what the rows of a version should be answered with. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { Target, Task } from '../../../src-shared/contract.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import { classes, numbers, type Answer } from './answers.ts';
import type { ModelDescription } from './description.ts';
import type { Numbers, Predictions } from './rows.ts';

type Reading = (model: Pick<ModelDescription, 'outputs' | 'labels'>) => Answer | string;

/** How a model's answers are read, or why they cannot be. */
export const ANSWERS: Readonly<Record<Task, Reading>> = {
  classify: ({ outputs, labels }) => classes(outputs, labels),
  regress: ({ outputs }) => numbers(outputs, 'prediction', (values) => ({ task: 'regress', values })),
  reconstruct: ({ outputs }) => numbers(outputs, 'error', (errors) => ({ task: 'reconstruct', errors })),
  generate: () => 'generates text from a prompt',
  other: () => 'names no labels in its metadata',
};

/** What a model should say of a row. */
export interface Truth {
  readonly label: string | null;
  readonly target: number | null;
}

/** From the cell that a version keeps of it; null where it keeps none. */
export const TRUTHS: Readonly<Record<Target, (cell: DuckDBValue) => Truth>> = {
  class: (cell) => ({ label: cell === null ? null : String(cell), target: null }),
  number: (cell) => ({ label: null, target: cell === null ? null : Number(cell) }),
  none: () => ({ label: null, target: null }),
};

/** All numbers of the answers, row by row. */
export const numbersOf = byTask<Predictions, Numbers>({
  classify: ({ probabilities }) => probabilities,
  regress: ({ values }) => values,
  reconstruct: ({ errors }) => errors,
});

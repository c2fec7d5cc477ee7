/** @file What a model answers by what it does, and what the rows of a version should be answered with. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { Target, Task } from '../../../src-shared/contract.ts';
import { classes, classesOf, labelSets, numbers, type Answer } from './answers.ts';
import type { ModelDescription } from './description.ts';
import { boxes, boxesOf, masks, spans } from './parts.ts';
import { MOST_DETECTIONS } from './foreign-images.ts';

type Reading = (
  model: Pick<ModelDescription, 'outputs' | 'labels' | 'thresholds' | 'image' | 'reading'>,
  isConfident: boolean,
) => Answer | string;

/** How a model's answers are read, or why they cannot be. */
export const ANSWERS: Readonly<Record<Task, Reading>> = {
  classify: ({ outputs, labels, reading }) => (reading ? classesOf(labels, {}) : classes(outputs, labels)),
  regress: ({ outputs }) => numbers(outputs, 'prediction', (values) => ({ task: 'regress', values })),
  multilabel: ({ outputs, labels, thresholds }) => labelSets(outputs, labels, thresholds),
  tag: ({ outputs, labels }, isConfident) => spans(outputs, labels, isConfident),
  detect: ({ outputs, labels, image, reading }) =>
    reading && image ? boxesOf(labels, image, MOST_DETECTIONS) : boxes(outputs, labels, image),
  segment: ({ outputs, labels }, isConfident) => masks(outputs, labels, isConfident),
  rank: ({ outputs }) => numbers(outputs, 'score', (scores) => ({ task: 'rank', scores })),
  reconstruct: ({ outputs }) => numbers(outputs, 'error', (errors) => ({ task: 'reconstruct', errors })),
  generate: () => 'generates text from a prompt',
  other: () => 'names no labels in its metadata',
};

/** What a model should say of a row. */
export interface Truth {
  readonly label: string | null;
  readonly target: number | null;
  /** The answer to a task without single classes, as JSON. */
  readonly value: string | null;
}

const unknown: Truth = { label: null, target: null, value: null };

function answered(cell: DuckDBValue): Truth {
  return { ...unknown, value: cell === null ? null : String(cell) };
}

/** From the cell that a version keeps of it; null where it keeps none. */
export const TRUTHS: Readonly<Record<Target, (cell: DuckDBValue) => Truth>> = {
  class: (cell) => ({ ...unknown, label: cell === null ? null : String(cell) }),
  number: (cell) => ({ ...unknown, target: cell === null ? null : Number(cell) }),
  labels: answered,
  spans: answered,
  regions: answered,
  preferences: answered,
  none: () => unknown,
};

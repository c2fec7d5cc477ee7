/** @file What models do and what is predicted of samples, and what is true of each for everybody. */
import type { DatasetKind } from '../kinds/kinds.ts';

/**
 * What is to be predicted of a sample: its class, a number, several labels at once, spans of it, regions on it, which of
 * the two things in it is preferred, or nothing.
 */
export const TARGET_NAMES = ['class', 'number', 'labels', 'spans', 'regions', 'preferences', 'none'] as const;
export type Target = (typeof TARGET_NAMES)[number];

export interface TargetDescriptor {
  /** Whether a sample has one class. */
  readonly hasClasses: boolean;
  readonly isNumber: boolean;
  /** Whether answers say where in a sample something is, so that its tokens or pixels count, not its words. */
  readonly hasPlaces: boolean;
  /** Whether a sample holds two things that were compared, so that a model is asked of each by itself. */
  readonly isPair: boolean;
  /** The column of a frozen version that holds the answers; null where there are none. */
  readonly column: 'label' | 'target' | 'value' | null;
}

export const TARGETS: Readonly<Record<Target, TargetDescriptor>> = {
  class: { hasClasses: true, isNumber: false, hasPlaces: false, isPair: false, column: 'label' },
  number: { hasClasses: false, isNumber: true, hasPlaces: false, isPair: false, column: 'target' },
  labels: { hasClasses: false, isNumber: false, hasPlaces: false, isPair: false, column: 'value' },
  spans: { hasClasses: false, isNumber: false, hasPlaces: true, isPair: false, column: 'value' },
  regions: { hasClasses: false, isNumber: false, hasPlaces: true, isPair: false, column: 'value' },
  preferences: { hasClasses: false, isNumber: false, hasPlaces: false, isPair: true, column: 'value' },
  none: { hasClasses: false, isNumber: false, hasPlaces: false, isPair: false, column: null },
};

/** What a model does; `other` is a model from elsewhere that says nothing of it. */
export const TASK_NAMES = [
  'classify',
  'regress',
  'multilabel',
  'tag',
  'detect',
  'segment',
  'rank',
  'reconstruct',
  'generate',
  'other',
] as const;
export type Task = (typeof TASK_NAMES)[number];

export type HeadlineMetric =
  'accuracy' | 'macroF1' | 'spanF1' | 'map' | 'meanIou' | 'r2' | 'rmse' | 'perplexity';

export interface TaskDescriptor {
  /** Whether it is known what a model does. */
  readonly known: boolean;
  /** What the data must say of each sample; null where nothing has to be known. */
  readonly learns: Target | null;
  /** Whether its answers name classes that it knows. */
  readonly hasClasses: boolean;
  /** The shape of the regions that it says; null where it says none. */
  readonly shape: 'box' | 'mask' | null;
  /** The kind of data that it is asked with, where it is not that of the data it learned from. */
  readonly asks: DatasetKind | null;
  /** Whether it goes on from a prompt and writes text, where others are asked row by row. */
  readonly writes: boolean;
  /** The one number that stands for a model. */
  readonly headline: HeadlineMetric;
}

/** Total: a new task does not compile until it is described. */
export const TASKS: Readonly<Record<Task, TaskDescriptor>> = {
  classify: {
    known: true,
    learns: 'class',
    hasClasses: true,
    shape: null,
    asks: null,
    writes: false,
    headline: 'accuracy',
  },
  regress: {
    known: true,
    learns: 'number',
    hasClasses: false,
    shape: null,
    asks: null,
    writes: false,
    headline: 'r2',
  },
  multilabel: {
    known: true,
    learns: 'labels',
    hasClasses: true,
    shape: null,
    asks: null,
    writes: false,
    headline: 'macroF1',
  },
  tag: {
    known: true,
    learns: 'spans',
    hasClasses: true,
    shape: null,
    asks: null,
    writes: false,
    headline: 'spanF1',
  },
  detect: {
    known: true,
    learns: 'regions',
    hasClasses: true,
    shape: 'box',
    asks: null,
    writes: false,
    headline: 'map',
  },
  segment: {
    known: true,
    learns: 'regions',
    hasClasses: true,
    shape: 'mask',
    asks: null,
    writes: false,
    headline: 'meanIou',
  },
  rank: {
    known: true,
    learns: 'preferences',
    hasClasses: false,
    shape: null,
    asks: 'text',
    writes: false,
    headline: 'accuracy',
  },
  reconstruct: {
    known: true,
    learns: null,
    hasClasses: false,
    shape: null,
    asks: null,
    writes: false,
    headline: 'rmse',
  },
  generate: {
    known: true,
    learns: null,
    hasClasses: false,
    shape: null,
    asks: null,
    writes: true,
    headline: 'perplexity',
  },
  other: {
    known: false,
    learns: null,
    hasClasses: false,
    shape: null,
    asks: null,
    writes: false,
    headline: 'accuracy',
  },
};

/** Whether a model says of each sample which one class it is of. */
export function tellsOneClass(task: Task): boolean {
  const { learns } = TASKS[task];
  return learns !== null && TARGETS[learns].hasClasses;
}

/** @file What models do and what is predicted of samples, and what is true of each for everybody. */

/** What is to be predicted of a sample: its class, a number, or nothing. */
export const TARGET_NAMES = ['class', 'number', 'none'] as const;
export type Target = (typeof TARGET_NAMES)[number];

export interface TargetDescriptor {
  /** Whether samples have classes; only classes can be given by people. */
  readonly hasClasses: boolean;
  readonly isNumber: boolean;
  /** The column of a frozen version that holds the answers; null where there are none. */
  readonly column: 'label' | 'target' | null;
}

export const TARGETS: Readonly<Record<Target, TargetDescriptor>> = {
  class: { hasClasses: true, isNumber: false, column: 'label' },
  number: { hasClasses: false, isNumber: true, column: 'target' },
  none: { hasClasses: false, isNumber: false, column: null },
};

/** What a model does; `other` is a model from elsewhere that says nothing of it. */
export const TASK_NAMES = ['classify', 'regress', 'reconstruct', 'generate', 'other'] as const;
export type Task = (typeof TASK_NAMES)[number];

export type HeadlineMetric = 'accuracy' | 'r2' | 'rmse' | 'perplexity';

export interface TaskDescriptor {
  /** Whether it is known what a model does. */
  readonly known: boolean;
  /** What the data must say of each sample; null where nothing has to be known. */
  readonly learns: Target | null;
  /** Whether it answers with one of the classes it knows. */
  readonly hasClasses: boolean;
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
    writes: false,
    headline: 'accuracy',
  },
  regress: {
    known: true,
    learns: 'number',
    hasClasses: false,
    writes: false,
    headline: 'r2',
  },
  reconstruct: {
    known: true,
    learns: null,
    hasClasses: false,
    writes: false,
    headline: 'rmse',
  },
  generate: {
    known: true,
    learns: null,
    hasClasses: false,
    writes: true,
    headline: 'perplexity',
  },
  other: {
    known: false,
    learns: null,
    hasClasses: false,
    writes: false,
    headline: 'accuracy',
  },
};

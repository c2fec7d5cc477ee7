/** @file What is said beside an answer, by what the model does. */
import type { Task } from '../../src-shared/contract.ts';

/** Whether each class has a probability that is drawn as a bar. */
export const HAS_BARS: Readonly<Record<Task, boolean>> = {
  classify: true,
  regress: false,
  multilabel: true,
  tag: false,
  detect: false,
  segment: false,
  rank: false,
  reconstruct: false,
  generate: false,
  other: false,
};

/** The name of the words; null where the answer says all. */
export const ANSWER_HINTS: Readonly<Record<Task, 'unusual' | 'preferable' | null>> = {
  classify: null,
  regress: null,
  multilabel: null,
  tag: null,
  detect: null,
  segment: null,
  rank: 'preferable',
  reconstruct: 'unusual',
  generate: null,
  other: null,
};

/** Whether answers put what is asked in an order, so that several are compared. */
export const RANKS: Readonly<Record<Task, boolean>> = {
  classify: false,
  regress: false,
  multilabel: false,
  tag: false,
  detect: false,
  segment: false,
  rank: true,
  reconstruct: false,
  generate: false,
  other: false,
};

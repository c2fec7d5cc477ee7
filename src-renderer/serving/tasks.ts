/** @file What is said beside an answer, by what the model does. */
import type { Task } from '../../src-shared/contract.ts';

/** The name of the words; null where the answer says all. */
export const ANSWER_HINTS: Readonly<Record<Task, 'unusual' | null>> = {
  classify: null,
  regress: null,
  reconstruct: 'unusual',
  generate: null,
  other: null,
};

/** @file Problems of the evaluation room. */
import type { Problems } from './problem.ts';

export const evaluationProblems = {} as const satisfies Problems;

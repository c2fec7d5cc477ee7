/** @file Problems of the training room. */
import type { Problems } from './problem.ts';

export const trainingProblems = {} as const satisfies Problems;

/** @file Problems of the labeling room. */
import type { Problems } from './problem.ts';

export const labelingProblems = {} as const satisfies Problems;

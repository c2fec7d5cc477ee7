/** @file Problems of the datasets room. */
import type { Problems } from './problem.ts';

export const datasetsProblems = {} as const satisfies Problems;

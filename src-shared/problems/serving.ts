/** @file Problems of the serving room. */
import type { Problems } from './problem.ts';

export const servingProblems = {} as const satisfies Problems;

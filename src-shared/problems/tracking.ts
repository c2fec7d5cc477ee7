/** @file Problems of the tracking room. */
import type { Problems } from './problem.ts';

export const trackingProblems = {} as const satisfies Problems;

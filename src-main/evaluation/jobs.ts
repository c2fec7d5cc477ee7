/** @file What evaluation has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const evaluateJob = defineJob(
  'evaluate',
  { budget: 'evaluate', foreign: true },
  async () => (await import('./worker/evaluate.ts')).evaluate,
);

/** All of them, for the worker's entry. */
export const JOBS = [evaluateJob];

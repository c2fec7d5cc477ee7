/** @file What labeling has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const weighJob = defineJob(
  'weigh',
  { budget: 'weigh' },
  async () => (await import('./worker/weigh.ts')).weigh,
);

/** All of them, for the worker's entry. */
export const JOBS = [weighJob];

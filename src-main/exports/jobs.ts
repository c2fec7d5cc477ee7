/** @file What exports has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const exportJob = defineJob(
  'export',
  { budget: 'export' },
  async () => (await import('./worker/write.ts')).writeExport,
);

/** All of them, for the worker's entry. */
export const JOBS = [exportJob];

/** @file What tracking has workers do. */
import { defineJob } from '../platform/pool/define.ts';

/** Files of runs from elsewhere are read where they can harm nobody. */
export const readRunsJob = defineJob(
  'read-runs',
  { budget: 'import', foreign: true },
  async () => (await import('./worker/exchange/read-file.ts')).readRunFile,
);

export const writeRunsJob = defineJob(
  'write-runs',
  { budget: 'export' },
  async () => (await import('./worker/exchange/write-file.ts')).writeRunFiles,
);

/** All of them, for the worker's entry. */
export const JOBS = [readRunsJob, writeRunsJob];

/** @file What labeling has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const weighJob = defineJob(
  'weigh',
  { budget: 'weigh' },
  async () => (await import('./worker/weigh.ts')).weigh,
);

/** Files of annotations from elsewhere are read where they can harm nobody. */
export const readAnnotationsJob = defineJob(
  'read-annotations',
  { budget: 'import', foreign: true },
  async () => (await import('./worker/exchange/read-file.ts')).readAnnotationFile,
);

export const writeAnnotationsJob = defineJob(
  'write-annotations',
  { budget: 'export' },
  async () => (await import('./worker/exchange/write-file.ts')).writeAnnotationFile,
);

/** All of them, for the worker's entry. */
export const JOBS = [weighJob, readAnnotationsJob, writeAnnotationsJob];

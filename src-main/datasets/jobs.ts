/** @file What datasets has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const previewJob = defineJob(
  'preview',
  { budget: 'preview', foreign: true },
  async () => (await import('./worker/preview.ts')).previewFile,
);

export const importJob = defineJob(
  'import',
  { budget: 'import', foreign: true, stallSeconds: 180 },
  async () => (await import('./worker/import.ts')).importFile,
);

/** All of them, for the worker's entry. */
export const JOBS = [previewJob, importJob];

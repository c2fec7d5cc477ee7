/** @file What exports has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const exportJob = defineJob(
  'export',
  { budget: 'export' },
  async () => (await import('./worker/write.ts')).writeExport,
);

export const exportZipJob = defineJob(
  'export-zip',
  { budget: 'export' },
  async () => (await import('./worker/write-zip.ts')).writeZip,
);

/** All of them, for the worker's entry. */
export const JOBS = [exportJob, exportZipJob];

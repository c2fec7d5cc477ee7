/** @file The jobs there are: name -> what a worker process loads to do it. */
import type { JobTable } from '../protocol.ts';

export const JOBS = {
  doctor: async () => (await import('./doctor.ts')).doctor,
  'train-text': async () => (await import('./train-text.ts')).trainText,
} as const satisfies JobTable;

export type JobName = keyof typeof JOBS;

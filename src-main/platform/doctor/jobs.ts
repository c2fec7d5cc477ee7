/** @file What `lathe doctor` has workers do. */
import { defineJob } from '../pool/define.ts';

export const nativePartsJob = defineJob(
  'doctor',
  { budget: 'doctor' },
  async () => (await import('./worker/doctor.ts')).doctor,
);

/** All of them, for the worker's entry. */
export const JOBS = [nativePartsJob];

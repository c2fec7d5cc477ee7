/** @file What planning has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const forecastJob = defineJob(
  'forecast',
  { budget: 'forecast' },
  async () => (await import('./worker/forecast.ts')).forecast,
);

/** All of them, for the worker's entry. */
export const JOBS = [forecastJob];

/** @file What planning has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const forecastJob = defineJob(
  'forecast',
  { budget: 'forecast' },
  async () => (await import('./worker/forecast.ts')).forecast,
);

/** Files of plans from elsewhere are read, and met with the plan, where they can harm nobody. */
export const readPlanJob = defineJob(
  'read-plan',
  { budget: 'preview', foreign: true },
  async () => (await import('./worker/exchange/read-file.ts')).readPlanFile,
);

/** The same with the time and memory of an import. */
export const importPlanJob = defineJob(
  'import-plan',
  { budget: 'import', foreign: true },
  async () => (await import('./worker/exchange/read-file.ts')).readPlanFile,
);

/** All of them, for the worker's entry. */
export const JOBS = [forecastJob, readPlanJob, importPlanJob];

/** @file What models has workers do: files that may have come from anywhere are opened nowhere else. */
import { defineJob } from '../platform/pool/define.ts';

export const inspectModelJob = defineJob(
  'inspect-model',
  { budget: 'inspect', foreign: true },
  async () => (await import('./worker/inspect-model.ts')).inspectModel,
);

export const drawModelJob = defineJob(
  'draw-model',
  { budget: 'draw', foreign: true },
  async () => (await import('./worker/draw-model.ts')).drawModel,
);

/** All of them, for the worker's entry. */
export const JOBS = [inspectModelJob, drawModelJob];

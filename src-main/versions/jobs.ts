/** @file What versions has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const freezeJob = defineJob(
  'freeze',
  { budget: 'freeze' },
  async () => (await import('./worker/freeze.ts')).freeze,
);

export const diffJob = defineJob(
  'diff',
  { budget: 'diff' },
  async () => (await import('./worker/diff.ts')).diff,
);

export const changesJob = defineJob(
  'changes',
  { budget: 'diff' },
  async () => (await import('./worker/changes.ts')).changes,
);

export const deriveJob = defineJob(
  'derive',
  { budget: 'freeze' },
  async () => (await import('./worker/derive.ts')).derive,
);

/** All of them, for the worker's entry. */
export const JOBS = [freezeJob, diffJob, changesJob, deriveJob];

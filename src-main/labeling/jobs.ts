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

export const rankJob = defineJob(
  'rank',
  { budget: 'rank' },
  async () => (await import('./worker/rank.ts')).rank,
);

export const voteJob = defineJob(
  'vote',
  { budget: 'rank' },
  async () => (await import('./worker/vote.ts')).vote,
);

export const tryFunctionJob = defineJob(
  'try-function',
  { budget: 'rank' },
  async () => (await import('./worker/vote.ts')).tryFunction,
);

export const learnJob = defineJob(
  'learn-labels',
  { budget: 'rank' },
  async () => (await import('./worker/learn.ts')).learnLabels,
);

/** All of them, for the worker's entry. */
export const JOBS = [
  weighJob,
  readAnnotationsJob,
  writeAnnotationsJob,
  rankJob,
  voteJob,
  tryFunctionJob,
  learnJob,
];

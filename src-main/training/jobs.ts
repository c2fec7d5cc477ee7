/** @file What training has workers do. */
import { defineJob } from '../platform/pool/define.ts';

export const trainJob = defineJob(
  'train',
  { budget: 'train' },
  async () => (await import('./worker/run.ts')).run,
);

export const profileStepJob = defineJob(
  'profile-step',
  { budget: 'train' },
  async () => (await import('./worker/profile-step.ts')).profileStep,
);

export const baselinesJob = defineJob(
  'baselines',
  { budget: 'train' },
  async () => (await import('./worker/measure-baselines.ts')).baselinesAsJson,
);

export const measureDataJob = defineJob(
  'measure-data',
  { budget: 'preview' },
  async () => (await import('./worker/measure-data.ts')).measureDataJob,
);

export const previewAugmentationJob = defineJob(
  'preview-augmentation',
  { budget: 'preview' },
  async () => (await import('./worker/preview-augmentation.ts')).previewAugmentation,
);

export const probeProviderJob = defineJob(
  'probe-provider',
  { budget: 'setup' },
  async () => (await import('./worker/probe-provider.ts')).probeProvider,
);

export const setUpCudaJob = defineJob(
  'setup-cuda',
  { budget: 'setup' },
  async () => (await import('./worker/setup-cuda.ts')).setUpCuda,
);

/** All of them, for the worker's entry. */
export const JOBS = [
  trainJob,
  baselinesJob,
  measureDataJob,
  profileStepJob,
  previewAugmentationJob,
  probeProviderJob,
  setUpCudaJob,
];

/** @file The jobs there are: name -> what a worker process loads to do it. */
import type { JobTable } from './platform/pool/protocol.ts';

export const JOBS = {
  doctor: async () => (await import('./platform/doctor/worker/doctor.ts')).doctor,
  preview: async () => (await import('./datasets/worker/preview.ts')).previewFile,
  import: async () => (await import('./datasets/worker/import.ts')).importFile,
  freeze: async () => (await import('./versions/worker/freeze.ts')).freeze,
  train: async () => (await import('./training/worker/train.ts')).train,
  'probe-provider': async () => (await import('./training/worker/probe-provider.ts')).probeProvider,
  'setup-cuda': async () => (await import('./training/worker/setup-cuda.ts')).setUpCuda,
  'profile-step': async () => (await import('./training/worker/profile-step.ts')).profileStep,
  'preview-augmentation': async () =>
    (await import('./training/worker/preview-augmentation.ts')).previewAugmentation,
  evaluate: async () => (await import('./evaluation/worker/evaluate.ts')).evaluate,
  'inspect-model': async () => (await import('./models/worker/inspect-model.ts')).inspectModel,
  'draw-model': async () => (await import('./models/worker/draw-model.ts')).drawModel,
} as const satisfies JobTable;

export type JobName = keyof typeof JOBS;

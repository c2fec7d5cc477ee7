/** @file The jobs there are: name -> what a worker process loads to do it. */
import type { JobTable } from '../protocol.ts';

export const JOBS = {
  doctor: async () => (await import('./doctor.ts')).doctor,
  preview: async () => (await import('./preview.ts')).previewFile,
  import: async () => (await import('./import.ts')).importFile,
  freeze: async () => (await import('./freeze.ts')).freeze,
  train: async () => (await import('./train.ts')).train,
  'probe-provider': async () => (await import('./probe-provider.ts')).probeProvider,
  'setup-cuda': async () => (await import('./setup-cuda.ts')).setUpCuda,
  'profile-step': async () => (await import('./profile-step.ts')).profileStep,
  'preview-augmentation': async () => (await import('./preview-augmentation.ts')).previewAugmentation,
  evaluate: async () => (await import('./evaluate.ts')).evaluate,
  'inspect-model': async () => (await import('./inspect-model.ts')).inspectModel,
  'draw-model': async () => (await import('./draw-model.ts')).drawModel,
} as const satisfies JobTable;

export type JobName = keyof typeof JOBS;

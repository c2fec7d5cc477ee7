/** @file What serving has workers stay for: a model that answers, a model that writes. */
import { defineService } from '../platform/pool/define.ts';

export const inferenceService = defineService(
  'inference',
  { budget: 'serve', foreign: true },
  async () => (await import('./worker/inference.ts')).inference,
);

export const generationService = defineService(
  'generation',
  { budget: 'serve', foreign: true },
  async () => (await import('./worker/generation.ts')).generation,
);

/** All of them, for the worker's entry. */
export const SERVICES = [inferenceService, generationService];

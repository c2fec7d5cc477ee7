/** @file The services there are: name -> what a worker process loads to stay and answer. */
import type { ServiceTable } from '../protocol.ts';

export const SERVICES = {
  generation: async () => (await import('./generation.ts')).generation,
  inference: async () => (await import('./inference.ts')).inference,
} as const satisfies ServiceTable;

export type ServiceName = keyof typeof SERVICES;

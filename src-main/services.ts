/** @file The services there are: name -> what a worker process loads to stay and answer. */
import type { ServiceTable } from './platform/pool/protocol.ts';

export const SERVICES = {
  generation: async () => (await import('./serving/worker/generation.ts')).generation,
  inference: async () => (await import('./serving/worker/inference.ts')).inference,
} as const satisfies ServiceTable;

export type ServiceName = keyof typeof SERVICES;

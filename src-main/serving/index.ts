/** @file The serving room: endpoints that stay, predictions in passing, and their HTTP door. */
import type { Doorway } from '../platform/room.ts';
import { errorsFact, latencyFact, requestsFact } from './facts.ts';
import { servingRouter } from './router.ts';
import { openServing, type ServingParts } from './serving.ts';

export type { ModelRow as AskedRow } from '../models/index.ts';
export type { ServingModels, ServingParts, Serving } from './serving.ts';

/** Opens the room with its facets. */
export function createServing(parts: ServingParts) {
  const serving = openServing(parts);
  return {
    ...serving,
    procedures: ({ uploads }: Doorway) => servingRouter(serving, uploads),
    counts: () => ({ endpoints: serving.list().length }),
    facts: [latencyFact(serving), errorsFact(serving), requestsFact(serving)],
  };
}

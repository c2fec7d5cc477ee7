/** @file Serving: endpoints and predictions. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, LABELERS, read, write } from './procedure.ts';
import { ENDPOINT_NAME } from './values.ts';

export const EndpointName = z.string().regex(ENDPOINT_NAME);

export const Endpoint = z.object({
  name: EndpointName,
  model: Id,
  modelName: z.string(),
  state: z.enum(['starting', 'ready', 'stopped', 'failed']),
  /** Path under the workbench's address for `POST {"text": …}`. */
  path: z.string(),
  requests: z.int(),
  errors: z.int(),
  /** Milliseconds over the last 1,000 requests; null before the first. */
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  deployedAt: Instant,
  error: z
    .object({ key: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
});
export type Endpoint = z.infer<typeof Endpoint>;

/** What a model says of a row: its class, a number in the target's unit, or how unlike its training it is. */
export const Prediction = z.union([
  z.object({
    label: z.string(),
    /** By label, in the model's order; they add up to 1. */
    probabilities: z.record(z.string(), z.number()),
  }),
  z.object({ value: z.number() }),
  /** Mean squared difference of the row and its reconstruction, in deviations of the training rows. */
  z.object({ error: z.number() }),
]);
export type Prediction = z.infer<typeof Prediction>;

export const serving = {
  deploy: write(ENGINEERS)
    .input(z.object({ model: Id, name: EndpointName.optional() }))
    .output(Endpoint),
  stop: write(ENGINEERS)
    .input(z.object({ name: EndpointName }))
    .output(Endpoint),
  remove: write(ENGINEERS)
    .input(z.object({ name: EndpointName }))
    .output(z.object({})),
  list: read(EVERYONE).output(z.array(Endpoint)),
  predict: write(LABELERS)
    .input(
      z.object({
        model: Id,
        texts: z.array(z.string().max(1_000_000)).min(1).max(1000),
        /** Ask through this endpoint of the model, so that it counts and measures; without it any that is ready, or none. */
        endpoint: EndpointName.optional(),
      }),
    )
    .output(z.array(Prediction)),
};

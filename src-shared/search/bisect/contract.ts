/** @file The contract of bisections: which change between two versions of a dataset costs a metric. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, Name, read, write } from '../../platform/procedure.ts';
import { Run } from '../../tracking/contract.ts';
import { Parameters } from '../../tracking/record.ts';
import {
  BISECT_BY,
  MOST_TRAININGS,
  QUEUE_STATES,
  USUAL_BY,
  USUAL_SEEDS,
  USUAL_TRAININGS,
} from '../values.ts';

const Seeds = z.int().min(2).max(20);
const Trainings = z.int().min(5).max(MOST_TRAININGS);

export const BisectRequest = z.object({
  /** Versions of one dataset. */
  good: Id,
  bad: Id,
  recipe: z.string(),
  parameters: Parameters.default({}),
  /** Of a report, e.g. `macroF1`, on the test samples that stand in both versions; the recipe's main one unless given. */
  metric: z.string().max(100).optional(),
  by: z
    .array(z.enum(BISECT_BY))
    .min(1)
    .max(BISECT_BY.length)
    .default([...USUAL_BY]),
  seeds: Seeds.default(USUAL_SEEDS),
  /** At most so many. */
  trainings: Trainings.default(USUAL_TRAININGS),
  name: Name.optional(),
});
export type BisectRequest = z.infer<typeof BisectRequest>;

/** In the unit of the metric; above 0 is better. */
const Estimate = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() });
export type BisectEstimate = z.infer<typeof Estimate>;

const Changed = z.enum(['added', 'removed', 'relabeled']);

/** Changes that are undone together; what they are not told apart by is null. */
export const BisectBatch = z.object({
  change: Changed.nullable(),
  author: z.string().nullable(),
  /** The name of the file that the sample or its label came with. */
  file: z.string().nullable(),
  day: z.string().nullable(),
  class: z.string().nullable(),
  samples: z.int(),
  /** Small batches that were put together. */
  isRest: z.boolean(),
  /** Labels that the model of the good version contradicts; null before it was asked. */
  contradicted: z.int().nullable(),
});
export type BisectBatch = z.infer<typeof BisectBatch>;

export const BisectTraining = z.object({
  number: z.int(),
  run: Id,
  runNumber: z.int(),
  /** Places of the batches whose changes are undone: all of them give the good end, none the bad one. */
  undone: z.array(z.int()),
  /** Samples whose change is undone. */
  samples: z.int(),
  seed: z.int(),
  state: z.enum(['running', 'finished', 'stopped', 'failed']),
  /** The metric; null before it was measured. */
  value: z.number().nullable(),
  seconds: z.number(),
});
export type BisectTraining = z.infer<typeof BisectTraining>;

export const BisectVerdict = z.object({
  kind: z.enum(['found', 'narrowed', 'noDrop']),
  because: z.enum(['settled', 'noise', 'trainings']),
  batches: z.array(z.int()),
  cost: Estimate.nullable(),
});
export type BisectVerdict = z.infer<typeof BisectVerdict>;

/** A bisection in a list. */
export const BisectionSummary = z.object({
  id: Id,
  name: z.string(),
  goodName: z.string(),
  badName: z.string(),
  dataset: Id,
  recipe: z.string(),
  metric: z.string(),
  state: z.enum(QUEUE_STATES),
  trainings: z.int(),
  /** Of trainings, those that were measured. */
  measured: z.int(),
  verdict: BisectVerdict.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
});
export type BisectionSummary = z.infer<typeof BisectionSummary>;

export const Bisection = BisectionSummary.extend({
  good: Id,
  bad: Id,
  parameters: Parameters,
  by: z.array(z.enum(BISECT_BY)),
  seeds: z.int(),
  batches: z.array(BisectBatch),
  all: z.array(BisectTraining),
  /** Test samples that all trainings are measured on; null before the first. */
  testSamples: z.int().nullable(),
  /** Standard deviation over seeds; null before it is known. */
  noise: z.number().nullable(),
  drop: Estimate.nullable(),
  decisions: z.array(
    z.object({
      suspects: z.array(z.int()),
      undone: z.array(z.int()),
      gain: Estimate,
      holds: z.enum(['half', 'rest', 'part', 'unclear']),
    }),
  ),
  /** Batches that may hold what costs the metric, as far as is known. */
  suspects: z.array(z.int()),
  seconds: z.number(),
  error: Run.shape.error,
});
export type Bisection = z.infer<typeof Bisection>;

/** A sample of a batch. */
export const BisectSample = z.object({
  sample: z.string(),
  change: Changed,
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Whether the model of the good version says another label. */
  contradicted: z.boolean(),
  /** Of a text or a row of a table; clipped. */
  text: z.string(),
});
export type BisectSample = z.infer<typeof BisectSample>;

export const bisections = {
  /** The newest first. */
  list: read(EVERYONE).output(z.array(BisectionSummary)),
  get: read(EVERYONE)
    .input(z.object({ bisection: Id }))
    .output(Bisection),
  /** Reads what changed, which takes a moment, and puts the bisection at the end of the queue. */
  start: write(ENGINEERS).input(BisectRequest).output(BisectionSummary),
  /** With more trainings, or more seeds, at the end of the queue. */
  continue: write(ENGINEERS)
    .input(z.object({ bisection: Id, trainings: Trainings, seeds: Seeds }))
    .output(BisectionSummary),
  /** Samples of a batch, those that the good model contradicts first. */
  samples: read(EVERYONE)
    .input(
      z.object({
        bisection: Id,
        batch: z.int().min(0),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ total: z.int(), items: z.array(BisectSample) })),
};

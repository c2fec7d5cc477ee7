/** @file The contract of search: hyperparameter searches, their trials, and the queue that they wait in. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, Name, read, write } from '../platform/procedure.ts';
import { Run } from '../tracking/contract.ts';
import { Parameters } from '../tracking/record.ts';
import {
  EARLY_STOPPINGS,
  MOST_PARALLEL,
  MOST_TRIALS,
  QUEUE_STATES,
  SAMPLERS,
  TRIAL_STATES,
} from './values.ts';

const Value = z.union([z.number(), z.string(), z.boolean()]);

/** A dimension that is searched only where an earlier one has one of these values. */
const Condition = z.object({ parameter: z.string(), isIn: z.array(Value).min(1).max(100).readonly() });

/** One parameter that is searched. */
export const Dimension = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    name: z.string().max(100),
    from: z.number(),
    to: z.number(),
    scale: z.enum(['linear', 'logarithmic']),
    integer: z.boolean(),
    when: Condition.nullable().default(null),
  }),
  z.object({
    kind: z.literal('choice'),
    name: z.string().max(100),
    options: z.array(Value).min(1).max(100).readonly(),
    when: Condition.nullable().default(null),
  }),
]);
export type Dimension = z.infer<typeof Dimension>;

/** A result of the trial's run (`validation.accuracy`), or what it cost (`seconds`, `bytes` of the model). */
export const Objective = z.object({
  metric: z.string().min(1).max(100),
  direction: z.enum(['minimize', 'maximize']),
});
export type Objective = z.infer<typeof Objective>;

export const Constraint = z.object({
  metric: z.string().min(1).max(100),
  comparison: z.enum(['<=', '>=']),
  value: z.number(),
});
export type Constraint = z.infer<typeof Constraint>;

export const Sampler = z.enum(SAMPLERS);
export type Sampler = z.infer<typeof Sampler>;

const NoStopping = z.object({ kind: z.literal(EARLY_STOPPINGS[0]) });
/** Not before so many trials have ended, nor before so many epochs. */
const MedianRule = z.object({
  kind: z.literal(EARLY_STOPPINGS[1]),
  trials: z.int().min(1).max(1000).default(5),
  epochs: z.int().min(1).max(1000).default(1),
});
/** Epochs of the first rung. */
const First = z.int().min(1).max(1000);
const Factor = z.int().min(2).max(10).default(3);

export const EarlyStopping = z.discriminatedUnion('kind', [
  NoStopping,
  MedianRule,
  /** Compared first after so many epochs, then each time after `factor` times as many; one in `factor` goes on. */
  z.object({ kind: z.literal(EARLY_STOPPINGS[2]), first: First, factor: Factor }),
  /** The same, but all trials of the budget are trained to a rung before any goes on. */
  z.object({ kind: z.literal(EARLY_STOPPINGS[3]), first: First, factor: Factor }),
]);
export type EarlyStopping = z.infer<typeof EarlyStopping>;

/** The same as it is asked for: a first rung that is not said follows from the epochs of a training. */
export const AskedEarlyStopping = z.discriminatedUnion('kind', [
  NoStopping,
  MedianRule,
  z.object({ kind: z.literal(EARLY_STOPPINGS[2]), first: First.optional(), factor: Factor }),
  z.object({ kind: z.literal(EARLY_STOPPINGS[3]), first: First.optional(), factor: Factor }),
]);
export type AskedEarlyStopping = z.infer<typeof AskedEarlyStopping>;

/** A search is over when either is used up. */
export const SearchBudget = z.object({
  trials: z.int().min(1).max(MOST_TRIALS),
  /** Of training, all trials together; null for as long as they take. */
  seconds: z.number().positive().nullable().default(null),
});
export type SearchBudget = z.infer<typeof SearchBudget>;

/** What a search is: it never changes. */
export const SearchDefinition = z.object({
  version: Id,
  recipe: z.string(),
  /** Of every trial: the values of parameters that are not searched, where they are not the recipe's own. */
  parameters: Parameters,
  space: z.array(Dimension).min(1).max(50),
  /** The first decides which trial is best; several have a Pareto front. */
  objectives: z.array(Objective).min(1).max(3),
  constraints: z.array(Constraint).max(10),
  sampler: Sampler,
  earlyStopping: EarlyStopping,
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  /** Trials at once at most; memory may allow fewer. */
  parallel: z.int().min(1).max(MOST_PARALLEL),
});
export type SearchDefinition = z.infer<typeof SearchDefinition>;

/** What is left out comes from the recipe: its ranges, its main metric. */
export const SearchRequest = SearchDefinition.partial({
  parameters: true,
  space: true,
  objectives: true,
  constraints: true,
  sampler: true,
  earlyStopping: true,
  seed: true,
  parallel: true,
}).extend({ earlyStopping: AskedEarlyStopping.optional(), name: Name.optional(), budget: SearchBudget });
export type SearchRequest = z.infer<typeof SearchRequest>;

export const SearchTrial = z.object({
  number: z.int(),
  run: Id,
  runNumber: z.int(),
  state: z.enum(TRIAL_STATES),
  /** Of the dimensions that it has. */
  values: Parameters,
  /** Results of the run so far, with `seconds` and `bytes`. */
  measured: z.record(z.string(), z.number()),
  epochs: z.int(),
  seconds: z.number(),
  /** Whether it keeps every constraint; null before it is measured. */
  feasible: z.boolean().nullable(),
  /** On the Pareto front; of one objective: the best. */
  best: z.boolean(),
});
export type SearchTrial = z.infer<typeof SearchTrial>;

/** A search in a list. */
export const SearchSummary = z.object({
  id: Id,
  name: z.string(),
  recipe: z.string(),
  versionName: z.string(),
  state: z.enum(QUEUE_STATES),
  budget: SearchBudget,
  trials: z.int(),
  /** Of trials, those that ended. */
  ended: z.int(),
  objective: Objective,
  /** The first objective of the best feasible trial, and its run; null before any. */
  best: z.object({ value: z.number(), trial: z.int(), run: Id }).nullable(),
  /**
   * Of a search over nothing but the seed: the mean of the first objective and its 95 % interval, which is null where all seeds gave the
   * same; else null.
   */
  overSeeds: z
    .object({
      count: z.int(),
      mean: z.number(),
      interval: z.object({ low: z.number(), high: z.number() }).nullable(),
    })
    .nullable(),
  createdAt: Instant,
  createdBy: z.string(),
});
export type SearchSummary = z.infer<typeof SearchSummary>;

export const Search = SearchSummary.extend({
  definition: SearchDefinition,
  /** Seconds of training so far. */
  seconds: z.number(),
  /** Trials at once that the memory measured of trials before allows; null before any was measured. */
  parallelByMemory: z.int().nullable(),
  all: z.array(SearchTrial),
  /** Of a search over dataset versions, by their ids. */
  versionNames: z.record(Id, z.string()),
  error: Run.shape.error,
});
export type Search = z.infer<typeof Search>;

/** Something that waits for its turn: a search, a single run or a bisection. */
export const QueuedWork = z.object({
  id: Id,
  kind: z.enum(['search', 'run', 'bisection']),
  name: z.string(),
  state: z.enum(QUEUE_STATES),
  /** Of a run that began. */
  run: Id.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
  error: Run.shape.error,
});
export type QueuedWork = z.infer<typeof QueuedWork>;

export const SearchQueue = z.object({
  /** Nothing new begins; what is at work goes on. */
  paused: z.boolean(),
  /** What runs, what waits in its order, then what ended last. */
  items: z.array(QueuedWork),
});
export type SearchQueue = z.infer<typeof SearchQueue>;

const Range = z.object({ low: z.number(), likely: z.number(), high: z.number() });

/** Whether a search will fit this machine, from what was measured. */
export const SearchEstimate = z.object({
  /** Of one trial; null where nothing was measured. */
  secondsPerTrial: Range.nullable(),
  /** From so many runs of this recipe on this version, or from the step measured now. */
  source: z.enum(['runs', 'step']),
  runs: z.int(),
  seconds: Range.nullable(),
  /** Of one trial's process at its peak, of what it may take, and what all workers together may. */
  memory: z.object({ bytes: z.number(), limit: z.number(), together: z.number() }).nullable(),
  /** Trials at once that fit into memory. */
  parallel: z.int().nullable(),
  /** Of all trials together, and what is free; bytes are null where no run of this recipe was kept. */
  disk: z.object({ bytes: z.number().nullable(), free: z.number() }),
  fits: z.boolean(),
});
export type SearchEstimate = z.infer<typeof SearchEstimate>;

/** What finished runs say of further trials, recipe by recipe. */
export const Prospect = z.object({
  recipe: z.string(),
  version: Id,
  metric: z.string(),
  /** On the validation split, in the order in which they ran. */
  scores: z.array(z.number()),
  /** Mean and standard deviation of the seconds of one. */
  seconds: z.number(),
  deviation: z.number(),
});
export type Prospect = z.infer<typeof Prospect>;

const One = z.object({ id: Id });
const Done = z.object({});

export const search = {
  /** The newest first. */
  list: read(EVERYONE).output(z.array(SearchSummary)),
  get: read(EVERYONE)
    .input(z.object({ search: Id }))
    .output(Search),
  /** Puts a search at the end of the queue. */
  start: write(ENGINEERS).input(SearchRequest).output(SearchSummary),
  /** Measures a step where no run of the recipe on this version tells. Takes as long as some steps. */
  estimate: write(ENGINEERS).input(SearchRequest).output(SearchEstimate),
  /** So many trials or seconds more, at the end of the queue. */
  continue: write(ENGINEERS)
    .input(
      z.object({
        search: Id,
        trials: z.int().min(1).max(MOST_TRIALS),
        seconds: z.number().positive().optional(),
      }),
    )
    .output(SearchSummary),
  /** A search or a queued run: no trial begins until it is resumed; what is at work goes on to its end. */
  pause: write(ENGINEERS).input(One).output(Done),
  resume: write(ENGINEERS).input(One).output(Done),
  /** Ends a search or a queued run: what is at work stops after its current step. */
  stop: write(ENGINEERS).input(One).output(Done),
  queue: read(EVERYONE).output(SearchQueue),
  /** Puts a single run at the end of the queue. */
  queueRun: write(ENGINEERS)
    .input(
      z.object({
        version: Id,
        recipe: z.string(),
        parameters: Parameters.default({}),
        name: Name.optional(),
      }),
    )
    .output(QueuedWork),
  /** Moves what waits to before another item that waits, or to the end. */
  move: write(ENGINEERS)
    .input(z.object({ id: Id, before: Id.nullable() }))
    .output(Done),
  pauseQueue: write(ENGINEERS).output(Done),
  resumeQueue: write(ENGINEERS).output(Done),
  /** What finished runs on versions of a dataset measured on the validation split. */
  prospects: read(EVERYONE)
    .input(z.object({ dataset: Id, metric: z.string().max(100) }))
    .output(z.array(Prospect)),
};

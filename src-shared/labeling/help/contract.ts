/** @file Help with an annotation task: ranked queues, suggestions, labeling functions, active learning, progress. */
import * as z from 'zod';
import { CivilDate } from '../../platform/documents.ts';
import { ENGINEERS, Id, Instant, LABELERS, Name, Sha256, read, write } from '../../platform/procedure.ts';
import { recordByWord } from '../../platform/record.ts';
import { ACTIVE_ORDERS, COMPARISONS, LEARNING_METRICS, RANKED_ORDERS } from './values.ts';

const OneTask = z.object({ task: Id });
const Started = z.object({ job: Id });
/** By label of a model that says several labels, spans or regions: the class it means where it is called otherwise; empty for none. */
const Mapping = recordByWord(z.string().max(80)).optional();
/** A model of the registry; null for a fast classifier that learns from the labels of the task in seconds. */
const AskedModel = Id.nullable().default(null);

/** Items that a queue is made of; all without any. */
export const QueueFilter = z.object({
  /** Stands in the item's text, in whatever case. */
  contains: z.string().max(1000).optional(),
  /** A column that came with the file has this value. */
  column: z.object({ name: z.string().max(200), equals: z.string().max(1000) }).optional(),
});
export type QueueFilter = z.infer<typeof QueueFilter>;

export const Ranking = z.object({
  order: z.enum([...RANKED_ORDERS, 'audit']),
  seed: z.int(),
  filter: QueueFilter,
  /** The model's name; null for the fast classifier, and for orders that ask none. */
  model: z.string().nullable(),
  /** Labels that the fast classifier learned from; 0 where none was fit. */
  learned: z.int(),
  items: z.int(),
  /** Of them, for me. */
  left: z.int(),
  /** Made by active learning, for everybody who has no order of their own. */
  shared: z.boolean(),
  madeAt: Instant,
});
export type Ranking = z.infer<typeof Ranking>;

/** What was suggested by one source, and how its items stand now. */
export const SuggestionSource = z.object({
  source: z.string(),
  name: z.string(),
  madeAt: Instant,
  items: z.int(),
  /** Without a label. */
  open: z.int(),
  /** Of the open ones, by tenths of confidence: 0 to 0.1 first. */
  histogram: z.array(z.int()).length(10),
  /** Of those that somebody labeled: how many got the suggested label. */
  labeled: z.int(),
  agreed: z.int(),
});
export type SuggestionSource = z.infer<typeof SuggestionSource>;

export const AcceptedBatch = z.object({
  id: Id,
  source: z.string(),
  name: z.string(),
  threshold: z.number(),
  by: z.string(),
  at: Instant,
  accepted: z.int(),
  /** Items drawn for people: how many, how many of them were answered, and how many got the suggested label. */
  audit: z.object({ drawn: z.int(), answered: z.int(), agreed: z.int() }),
  /** Wilson's 95 % interval of the share that agrees; null before the first answer. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** The audit says that fewer are right than the threshold promised. */
  failed: z.boolean(),
  undone: z.boolean(),
});
export type AcceptedBatch = z.infer<typeof AcceptedBatch>;

const Share = z.number().min(0).max(1);

/** What a labeling function looks at. */
export const FunctionBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pattern'),
    pattern: z.string().min(1).max(2000),
    caseless: z.boolean().default(true),
  }),
  z.object({
    kind: z.literal('dictionary'),
    words: z.array(z.string().trim().min(1).max(200)).min(1).max(10_000),
  }),
  z.object({
    kind: z.literal('metadata'),
    column: z.string().min(1).max(200),
    comparison: z.enum(COMPARISONS),
    value: z.string().max(1000),
  }),
  /** Votes for what a model says where it is sure enough. */
  z.object({ kind: z.literal('model'), model: Id, atLeast: Share }),
]);
export type FunctionBody = z.infer<typeof FunctionBody>;

/** How the votes of a function compare; shares of the items of the task. */
export const FunctionStatistics = z.object({
  coverage: z.number(),
  /** Where another function votes, too. */
  overlaps: z.number(),
  /** Where another votes otherwise. */
  conflicts: z.number(),
  /** On items that people answered: how many it voted on, and how many of these votes are right. */
  answered: z.int(),
  right: z.int(),
});
export type FunctionStatistics = z.infer<typeof FunctionStatistics>;

export const LabelingFunction = z.object({
  id: Id,
  name: Name,
  /** The class it votes for; null for a model, which says it itself. */
  label: z.string().nullable(),
  body: FunctionBody,
  /** Of when the functions were last applied; null for one that was not there, or changed since. */
  statistics: FunctionStatistics.nullable(),
});
export type LabelingFunction = z.infer<typeof LabelingFunction>;

const NewFunction = z.object({
  task: Id,
  /** One to change. */
  id: Id.optional(),
  name: Name,
  label: z.string().nullable(),
  body: FunctionBody,
});

export const LearningPoint = z.object({
  at: Instant,
  /** Labels that were learned from. */
  labels: z.int(),
  /**
   * Of the fast classifier the macro F1 on items that were not learned from, by five folds, with the 95 % interval of 200 bootstrap
   * samples. Of a recipe that learns answers with parts what its models are compared by, on the validation split of the version that
   * it learned from, without an interval.
   */
  metric: z.enum(LEARNING_METRICS),
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  seconds: z.number(),
});
export type LearningPoint = z.infer<typeof LearningPoint>;

/** Replayed on the labels that are there: an estimate, not a measurement. */
export const SavingEstimate = z.object({
  /** Labels that active learning and random order took to the same macro F1; null where they did not get there. */
  active: z.number().nullable(),
  random: z.number().nullable(),
  macroF1: z.number(),
  seeds: z.int(),
});

export const ActiveLearning = z.object({
  on: z.boolean(),
  order: z.enum(ACTIVE_ORDERS),
  /** Answers after which it learns again. */
  every: z.int(),
  /** The recipe that is trained again and ranks the queue; null for the fast classifier. */
  recipe: z.string().nullable(),
  /** Answers until then. */
  until: z.int(),
  learning: z.boolean(),
  /** Why it did not learn when it last was to; null where it did. */
  problem: z
    .object({ key: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
  points: z.array(LearningPoint),
  saving: SavingEstimate.nullable(),
});
export type ActiveLearning = z.infer<typeof ActiveLearning>;

const Quantiles = z.object({ p10: z.number(), p50: z.number(), p90: z.number() });

/** My own labeling, and where the task is going. */
export const OwnProgress = z.object({
  /** Items that I answered. */
  answered: z.int(),
  /** Answers an hour of work: pauses of a quarter of an hour are none. Null before there are enough. */
  perHour: z.number().nullable(),
  medianSeconds: z.number().nullable(),
  left: z.int(),
  /** Labels given a day, by everybody and by me, days without any left out. */
  days: z.array(z.object({ day: CivilDate, given: z.int(), mine: z.int() })),
  /** Days until everything is labeled, by drawing from the days so far; null before there are enough. */
  daysLeft: Quantiles.nullable(),
  /** Labels of the task by class; none where these are kept from me. */
  classes: z.array(z.object({ label: z.string(), items: z.int() })),
  /** Entropy of the classes over that of equal ones: 1 where all are as frequent. */
  balance: z.number().nullable(),
});
export type OwnProgress = z.infer<typeof OwnProgress>;

export const helpProcedures = {
  /** Puts the items of a task in an order, for me; it is there when its job is done, and stays as it is. */
  rank: write(LABELERS)
    .input(
      OneTask.extend({
        order: z.enum(RANKED_ORDERS),
        seed: z.int().min(0).default(0),
        model: AskedModel,
        filter: QueueFilter.prefault({}),
        mapping: Mapping,
      }),
    )
    .output(Started),
  /** The order that my queue `ranked` follows; null where it is that of the dataset. */
  ranking: read(LABELERS).input(OneTask).output(Ranking.nullable()),
  dropRanking: write(LABELERS).input(OneTask).output(z.object({})),

  /** Asks a model of every item without a label. What it says is stored apart from answers. */
  suggest: write(ENGINEERS)
    .input(
      OneTask.extend({
        model: AskedModel,
        mapping: Mapping,
      }),
    )
    .output(Started),
  suggestions: read(LABELERS).input(OneTask).output(z.array(SuggestionSource)),
  /** The items without a label that a source suggests one for, in the order of the dataset. */
  suggestedItems: read(LABELERS)
    .input(OneTask.extend({ source: z.string(), limit: z.int().min(1).max(1000).default(1000) }))
    .output(z.array(Sha256)),
  dropSuggestions: write(ENGINEERS)
    .input(OneTask.extend({ source: z.string() }))
    .output(z.object({})),
  /** Keeps suggestions as my answers, from a confidence on; a share of them is drawn for people instead. */
  acceptSuggestions: write(ENGINEERS)
    .input(OneTask.extend({ source: z.string(), threshold: Share, audit: Share }))
    .output(z.object({ batch: Id, job: Id })),
  acceptedBatches: read(ENGINEERS).input(OneTask).output(z.array(AcceptedBatch)),
  undoBatch: write(ENGINEERS)
    .input(OneTask.extend({ batch: Id }))
    .output(Started),

  functions: read(LABELERS).input(OneTask).output(z.array(LabelingFunction)),
  saveFunction: write(ENGINEERS).input(NewFunction).output(LabelingFunction),
  removeFunction: write(ENGINEERS)
    .input(OneTask.extend({ function: Id }))
    .output(z.object({})),
  /** Tries a function on items drawn from the task. */
  previewFunction: read(ENGINEERS)
    .input(OneTask.extend({ body: FunctionBody }))
    .output(
      z.object({
        tried: z.int(),
        matched: z.int(),
        matches: z.array(
          z.object({
            text: z.string(),
            /** What matched, in UTF-16 units of the text; null where it is no part of it. */
            part: z.object({ start: z.int(), end: z.int() }).nullable(),
            label: z.string().nullable(),
          }),
        ),
      }),
    ),
  /** Has every function vote on every item, and makes suggestions of the votes. */
  applyFunctions: write(ENGINEERS).input(OneTask).output(Started),

  activeLearning: read(LABELERS).input(OneTask).output(ActiveLearning),
  setActiveLearning: write(ENGINEERS)
    .input(
      OneTask.extend({
        on: z.boolean(),
        order: z.enum(ACTIVE_ORDERS),
        every: z.int().min(5).max(10_000),
        recipe: z.string().nullable().default(null),
      }),
    )
    .output(ActiveLearning),

  ownProgress: read(LABELERS).input(OneTask).output(OwnProgress),
};

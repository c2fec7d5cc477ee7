/** @file Labeling: classes, the queue, answers as append-only events. A `task` is one of a dataset; a dataset's id is its first. */
import * as z from 'zod';
import { CivilDate } from '../platform/documents.ts';
import { ENGINEERS, EVERYONE, Id, Instant, LABELERS, Sha256, read, write } from '../platform/procedure.ts';
import { MOST_CLASSES, QUEUES } from './values.ts';
import { Sample } from '../datasets/contract.ts';
import { TaskValue } from './tasks/values.ts';
import { helpProcedures } from './help/contract.ts';
import { QueueReason, Suggestion } from './help/item.ts';
import { taskProcedures } from './tasks/contract.ts';
import { exchangeProcedures } from './exchange/contract.ts';
import { ClassChange, LabelClass } from './classes.ts';

export * from './classes.ts';

/** What a labeler can say of a sample. `operation` is made by the client: a retried save is one save. */
export const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('label'), label: z.string() }),
  /** A label of a task of any kind, as `tasks/values.ts` has it; of a classification the same as `label`. */
  z.object({ type: z.literal('value'), value: TaskValue }),
  /** Decides for all who answered; by engineers. */
  z.object({ type: z.literal('adjudicate'), value: TaskValue }),
  /** A second answer to an item that one answered before, given without seeing the first: it measures, and decides nothing. */
  z.object({ type: z.literal('again'), value: TaskValue }),
  z.object({ type: z.literal('clear') }),
  z.object({ type: z.literal('skip') }),
  z.object({ type: z.literal('flag'), on: z.boolean() }),
  z.object({ type: z.literal('note'), text: z.string().max(4000) }),
  /** Takes back an earlier operation of one's own on the same sample; taking back an undo is a redo. */
  z.object({ type: z.literal('undo'), of: z.uuid() }),
]);
export type Answer = z.infer<typeof Answer>;

export const Annotation = z.object({
  operation: z.uuid(),
  sample: Sha256,
  answer: Answer,
  author: z.string(),
  at: Instant,
  undone: z.boolean(),
  /** How long its author had the item before them, where it was measured. */
  seconds: z.number().optional(),
});
export type Annotation = z.infer<typeof Annotation>;

/** What is said of a sample. */
export const SampleState = z.object({
  label: z.string().nullable(),
  /** The label of a task whose answers are no single class. */
  labelValue: TaskValue.optional(),
  labeledBy: z.string().nullable(),
  /** Set aside without a label. */
  skipped: z.boolean(),
  flagged: z.boolean(),
  note: z.string().nullable(),
});

/** What a person saw of a sample when they answered. */
export const Seen = SampleState.pick({ label: true, labelValue: true, skipped: true, note: true });
export type Seen = z.infer<typeof Seen>;

/** An answer that can be taken back, or given again, with the sample's state before and after it. */
export const GivenAnswer = z.object({
  operation: z.uuid(),
  sample: Sha256,
  position: z.int(),
  type: z.enum(['label', 'value', 'adjudicate', 'again', 'clear', 'skip', 'flag', 'note']),
  before: SampleState,
  after: SampleState,
  /** What was given with it, and is taken back with it, names the same. */
  gesture: z.uuid().optional(),
});
export type GivenAnswer = z.infer<typeof GivenAnswer>;

export const QueueItem = Sample.extend({
  /** Set aside without a label. */
  skipped: z.boolean(),
  note: z.string().nullable(),
  position: z.int(),
  /** Who last labeled, cleared, skipped or took such an answer back, and when; null when nobody did. */
  answeredBy: z.string().nullable(),
  answeredAt: Instant.nullable(),
  /** In a ranked queue: why it comes now. */
  why: QueueReason.optional(),
  /** What models say of it, the surest first; left out where none does. */
  suggestions: z.array(Suggestion).optional(),
});
export type QueueItem = z.infer<typeof QueueItem>;

/** Samples of a dataset: all, those with a label, those set aside without one, those that are flagged. */
export const LabelCounts = z.object({
  total: z.int(),
  labeled: z.int(),
  skipped: z.int(),
  flagged: z.int(),
});
export type LabelCounts = z.infer<typeof LabelCounts>;

export const LabelingProgress = LabelCounts.extend({
  /** My answers in the last hour. */
  mine: z.int(),
  /** My answers a minute in this session, which began after my last break of a quarter of an hour. */
  perMinute: z.number(),
});
export type LabelingProgress = z.infer<typeof LabelingProgress>;

/**
 * Samples that carry a label now, by the day on the wall here on which they first got one: those that came with a label when
 * their file was imported, others by their first answer. The days in order; what lost its label is in none.
 */
export const LabelsByDay = z.object({
  /** Samples of the dataset. */
  total: z.int(),
  /** `given` are those of `labeled` that people gave. */
  days: z.array(z.object({ day: CivilDate, labeled: z.int(), given: z.int() })),
});
export type LabelsByDay = z.infer<typeof LabelsByDay>;

export const labeling = {
  ...taskProcedures,
  ...exchangeProcedures,
  ...helpProcedures,
  schema: read(EVERYONE)
    .input(z.object({ task: Id }))
    .output(z.array(LabelClass)),
  /**
   * The whole schema, in order. A class in use is left out only with a move: its answers stay and count as those of another
   * class, or as none (`to: null`), until it comes back.
   */
  setSchema: write(ENGINEERS)
    .input(
      z.object({
        task: Id,
        classes: z.array(ClassChange).min(1).max(MOST_CLASSES),
        moves: z
          .array(z.object({ from: z.string(), to: z.string().nullable() }))
          .max(MOST_CLASSES)
          .default([]),
      }),
    )
    .output(z.array(LabelClass)),
  /**
   * The next items in order of position, after a position; the client keeps some ahead. `left` is how many the
   * queue holds now; for `all` and for exact samples, how many come after the position.
   */
  queue: read(LABELERS)
    .input(
      z.object({
        task: Id,
        queue: z.enum(QUEUES).default('unlabeled'),
        after: z.int().default(-1),
        limit: z.int().min(1).max(100).default(20),
        /** Exactly these samples in this order, e.g. a report's mistakes; positions are then places in this list. */
        samples: z.array(Sha256).max(1000).optional(),
      }),
    )
    .output(z.object({ items: z.array(QueueItem), left: z.int() })),
  /** Saves answers in order, all or none, in one transaction; answered once they are on the disk. */
  annotate: write(LABELERS)
    .input(
      z.object({
        task: Id,
        answers: z
          .array(
            z.object({
              operation: z.uuid(),
              sample: Sha256,
              answer: Answer,
              /** How long its author had the item before them. */
              seconds: z.number().min(0).max(86_400).optional(),
              /** Refused when the sample has another label, skip or note by now; without it the last answer counts. */
              seen: Seen.optional(),
              /** Names what one gesture gives to many items, and the undos of it: they go back and forth together. */
              gesture: z.uuid().optional(),
            }),
          )
          .min(1)
          .max(100),
      }),
    )
    .output(z.object({ saved: z.int(), progress: LabelingProgress })),
  progress: read(EVERYONE)
    .input(z.object({ task: Id }))
    .output(LabelingProgress),
  /** What I can take back and give again, the last first to go, however long ago it was. */
  given: read(LABELERS)
    .input(z.object({ task: Id, limit: z.int().min(1).max(500).default(200) }))
    .output(
      z.object({
        given: z.array(GivenAnswer),
        /** Taken back by the operation `undo`. */
        undone: z.array(z.object({ given: GivenAnswer, undo: z.uuid() })),
      }),
    ),
  byDay: read(EVERYONE)
    .input(z.object({ task: Id }))
    .output(LabelsByDay),
  history: read(EVERYONE)
    .input(z.object({ task: Id, sample: Sha256 }))
    .output(z.array(Annotation)),
};

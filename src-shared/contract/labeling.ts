/** @file Labeling: classes, the queue, answers as append-only events. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, LABELERS, Sha256, read, write } from './procedure.ts';
import { Sample } from './datasets.ts';

export const LabelClass = z.object({
  name: z.string().trim().min(1).max(80),
  /** The key that gives it, e.g. `1` or `s`. */
  key: z.string().length(1),
  guideline: z.string().max(4000).default(''),
});
export type LabelClass = z.infer<typeof LabelClass>;

/** What a labeler can say of a sample. `operation` is made by the client: a retried save is one save. */
export const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('label'), label: z.string() }),
  z.object({ type: z.literal('clear') }),
  z.object({ type: z.literal('skip') }),
  z.object({ type: z.literal('flag'), on: z.boolean() }),
  z.object({ type: z.literal('note'), text: z.string().max(4000) }),
  /** Takes back an earlier operation of one's own. */
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
});
export type Annotation = z.infer<typeof Annotation>;

export const QueueItem = Sample.extend({ note: z.string().nullable(), position: z.int() });
export type QueueItem = z.infer<typeof QueueItem>;

export const LabelingProgress = z.object({
  total: z.int(),
  labeled: z.int(),
  skipped: z.int(),
  flagged: z.int(),
  /** My answers in the last hour, and a minute over my last ten minutes. */
  mine: z.int(),
  perMinute: z.number(),
});
export type LabelingProgress = z.infer<typeof LabelingProgress>;

export const QUEUES = ['unlabeled', 'skipped', 'flagged', 'labeled', 'all'] as const;

export const labeling = {
  schema: read(EVERYONE)
    .input(z.object({ dataset: Id }))
    .output(z.array(LabelClass)),
  setSchema: write(ENGINEERS)
    .input(z.object({ dataset: Id, classes: z.array(LabelClass).min(1).max(36) }))
    .output(z.array(LabelClass)),
  /** The next items in order of position, after a position; the client keeps some ahead. */
  queue: read(LABELERS)
    .input(
      z.object({
        dataset: Id,
        queue: z.enum(QUEUES).default('unlabeled'),
        after: z.int().default(-1),
        limit: z.int().min(1).max(100).default(20),
        /** Exactly these samples, e.g. a report's mistakes. */
        samples: z.array(Sha256).max(1000).optional(),
      }),
    )
    .output(z.object({ items: z.array(QueueItem), left: z.int() })),
  /** Saves answers in order, in one transaction; answered once they are on the disk. */
  annotate: write(LABELERS)
    .input(
      z.object({
        dataset: Id,
        answers: z
          .array(z.object({ operation: z.uuid(), sample: Sha256, answer: Answer }))
          .min(1)
          .max(100),
      }),
    )
    .output(z.object({ saved: z.int(), progress: LabelingProgress })),
  progress: read(EVERYONE)
    .input(z.object({ dataset: Id }))
    .output(LabelingProgress),
  history: read(EVERYONE)
    .input(z.object({ dataset: Id, sample: Sha256 }))
    .output(z.array(Annotation)),
};

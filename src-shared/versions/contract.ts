/** @file Frozen versions of datasets: what models are trained and evaluated on. */
import * as z from 'zod';
import { Content, ImportedFile, LANGUAGES } from '../datasets/contract.ts';
import { RESOLUTIONS, TASK_KINDS } from '../labeling/tasks/kinds.ts';
import { ENGINEERS, EVERYONE, Id, Instant, Sha256, read, write } from '../platform/procedure.ts';

/**
 * One Parquet file: `id`, `split`, then `label` (null where the target is no class) or `target` (DOUBLE, where it is a
 * number), then `value` (VARCHAR, JSON as src-shared/labeling/tasks/values.ts has it) of a task whose answers are no
 * single class, then by kind: `text`; `text` and `position` (INTEGER) in the order of the document, whose texts joined give
 * the document; `f:NAME` for each feature of a table (DOUBLE for numbers and dates, else VARCHAR); or `image` (BLOB, an
 * encoded image), `width`, `height` and `channels` (INTEGER); then `m:NAME` for each column of metadata (DOUBLE for
 * numbers, else VARCHAR). Rows stand in the order of ids, of a corpus in that of
 * positions.
 */
export const DatasetVersion = Content.extend({
  id: Id,
  dataset: Id,
  datasetName: z.string(),
  /** 1, 2, 3 … within its dataset. */
  number: z.int(),
  blob: Sha256,
  bytes: z.number(),
  seed: z.int(),
  labels: z.array(z.string()),
  language: z.enum(LANGUAGES),
  train: z.int(),
  validation: z.int(),
  test: z.int(),
  createdAt: Instant,
  createdBy: z.string(),
  /** The annotation task whose labels it took, as it was then; null where it took none. */
  task: Id.nullable(),
  taskKind: z.enum(TASK_KINDS).nullable(),
  resolution: z.enum(RESOLUTIONS).nullable(),
  schemaVersion: z.int().nullable(),
  /** Of one that a bisection made, with so many of its changes since another version undone; it is in no list. */
  derived: z.object({ undone: z.int(), changed: z.int() }).optional(),
});
export type DatasetVersion = z.infer<typeof DatasetVersion>;

/** Where a version came from. */
export const VersionOrigin = z.object({
  /** How its labels came to be: by author. */
  labels: z.array(z.object({ author: z.string(), count: z.int() })),
  /** The files that its samples came in. */
  files: z.array(ImportedFile),
});
export type VersionOrigin = z.infer<typeof VersionOrigin>;

/** What one version has that another has not, by sample. */
export const VersionDiff = z.object({
  added: z.int(),
  removed: z.int(),
  /** In both, with another answer. */
  relabeled: z.int(),
  /** In both with the same answer, in another split. */
  moved: z.int(),
  same: z.int(),
  /** Changed labels first, at most 500. */
  rows: z.array(
    z.object({
      sample: Sha256,
      /** Of a text or a row of a table; clipped. */
      text: z.string(),
      change: z.enum(['added', 'removed', 'relabeled', 'moved']),
      /** Class, number or JSON; null where there is none. */
      before: z.string().nullable(),
      after: z.string().nullable(),
      splitBefore: z.string().nullable(),
      splitAfter: z.string().nullable(),
    }),
  ),
});
export type VersionDiff = z.infer<typeof VersionDiff>;

export const versions = {
  /** Starts freezing; the job's subject is the version. */
  freeze: write(ENGINEERS)
    .input(
      z.object({
        dataset: Id,
        /** Whose labels; without one those of the first task, where there are some. */
        task: Id.optional(),
        seed: z.int().min(0).default(0),
        /** Shares of validation and test; the rest is for training. */
        validation: z.number().min(0.01).max(0.5).default(0.1),
        test: z.number().min(0.01).max(0.5).default(0.1),
      }),
    )
    .output(z.object({ version: Id, job: Id })),
  list: read(EVERYONE)
    .input(z.object({ dataset: Id.optional() }))
    .output(z.array(DatasetVersion)),
  /** Takes a moment: both files are read. */
  diff: read(EVERYONE)
    .input(z.object({ from: Id, to: Id }))
    .output(VersionDiff),
  get: read(EVERYONE)
    .input(z.object({ version: Id }))
    .output(DatasetVersion),
};

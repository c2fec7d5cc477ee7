/** @file Annotation tasks: what is asked of the items of a dataset, and how answers of several people become one. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, Sha256, read, write } from '../../platform/procedure.ts';
import { AgreementTable } from '../agreement/contract.ts';
import { LabelClass } from '../classes.ts';
import { Ranking } from '../ranking/contract.ts';
import { MOST_CLASSES } from '../values.ts';
import { RESOLUTIONS, TASK_KINDS } from './kinds.ts';
import { SchemaOptions } from './schema.ts';
import { TaskValue } from './values.ts';

/** Empty for a task that is called by its kind. */
const TaskName = z.string().trim().max(120);
const Guidelines = z.string().max(100_000);
const PeoplePerItem = z.int().min(1).max(100);
/** The share of one's own items that one is asked a second time, without seeing the first answer. */
const AskAgain = z.number().min(0).max(1);

/** Items of a task. With a resolution other than `last`, `wanting` are those with fewer answers than wanted. */
export const TaskCounts = z.object({
  total: z.int(),
  labeled: z.int(),
  skipped: z.int(),
  flagged: z.int(),
  disputed: z.int(),
  wanting: z.int(),
  /** Of the labeled, those whose label a file brought and no person has kept or changed yet. */
  imported: z.int(),
});
export type TaskCounts = z.infer<typeof TaskCounts>;

export const AnnotationTask = z.object({
  id: Id,
  dataset: Id,
  name: TaskName,
  kind: z.enum(TASK_KINDS),
  options: SchemaOptions,
  /** Markdown. */
  guidelines: Guidelines,
  resolution: z.enum(RESOLUTIONS),
  answersPerItem: PeoplePerItem,
  askAgain: AskAgain,
  /** Grows with every change of classes or options. */
  schemaVersion: z.int(),
  /** Nobody answers it any more. */
  retired: z.boolean(),
  /** Its labels are being resolved by rules that changed. */
  resolving: z.boolean(),
  /** Of a weighted resolution: whether answers were given since weights were computed; null where none were. */
  stale: z.boolean().nullable(),
  counts: TaskCounts,
  createdAt: Instant,
  createdBy: z.string(),
});
export type AnnotationTask = z.infer<typeof AnnotationTask>;

/** An item on which people differ, with what each of them says. */
export const Dispute = z.object({
  position: z.int(),
  sample: Sha256,
  answers: z.array(
    z.object({ author: Id, name: z.string(), value: TaskValue, seconds: z.number().nullable(), at: Instant }),
  ),
});
export type Dispute = z.infer<typeof Dispute>;

const OneTask = z.object({ task: Id });

export const taskProcedures = {
  /** The tasks of a dataset, the first of them first; without one, those of every dataset that are not retired. */
  tasks: read(EVERYONE)
    .input(z.object({ dataset: Id.optional() }))
    .output(z.array(AnnotationTask)),
  task: read(EVERYONE).input(OneTask).output(AnnotationTask),
  /** Makes a task; it is there when its job is done. */
  createTask: write(ENGINEERS)
    .input(
      z.object({
        dataset: Id,
        name: TaskName.min(1),
        kind: z.enum(TASK_KINDS),
        options: SchemaOptions.prefault({}),
        /** Names, which get the first free keys, or classes with all that is said of them. */
        classes: z
          .array(z.union([LabelClass.shape.name, LabelClass]))
          .max(MOST_CLASSES)
          .default([]),
        guidelines: Guidelines.default(''),
        resolution: z.enum(RESOLUTIONS).default('last'),
        answersPerItem: PeoplePerItem.default(1),
        askAgain: AskAgain.default(0),
      }),
    )
    .output(z.object({ task: Id, job: Id })),
  /** What is left out stays. Other rules for answers take hold at once, of items resolved before within moments. */
  changeTask: write(ENGINEERS)
    .input(
      OneTask.extend({
        name: TaskName.optional(),
        options: SchemaOptions.optional(),
        guidelines: Guidelines.optional(),
        resolution: z.enum(RESOLUTIONS).optional(),
        answersPerItem: PeoplePerItem.optional(),
        askAgain: AskAgain.optional(),
      }),
    )
    .output(AnnotationTask),
  /** How many items and answers name each class: what a change of the schema would touch. */
  classUse: read(ENGINEERS)
    .input(OneTask)
    .output(z.array(z.object({ name: z.string(), items: z.int(), answers: z.int() }))),
  /** Closes a task for answers, or opens it again. Nothing of it is lost. */
  retireTask: write(ENGINEERS)
    .input(OneTask.extend({ retired: z.boolean() }))
    .output(AnnotationTask),
  /** Items whose answers make no label, in order of position. */
  disputes: read(ENGINEERS)
    .input(OneTask.extend({ after: z.int().default(-1), limit: z.int().min(1).max(100).default(20) }))
    .output(z.object({ items: z.array(Dispute), left: z.int() })),
  /** What items are labeled by everybody's answers, in the same order; null where there is no label. */
  labelsOf: read(EVERYONE)
    .input(OneTask.extend({ samples: z.array(Sha256).max(100) }))
    .output(z.array(z.object({ sample: Sha256, label: TaskValue.nullable() }))),
  /** Computes the weights of a `weighted` task from all answers, then resolves its items by them. */
  resolve: write(ENGINEERS)
    .input(OneTask)
    .output(z.object({ job: Id })),
  /** What was compared in a preference task, ranked by everybody's answers. */
  preferenceRanking: read(EVERYONE).input(OneTask).output(Ranking),
  /** How far people agree with each other, and with themselves; of a blind task an annotator is told only the latter, of their own. */
  agreement: read(EVERYONE).input(OneTask).output(AgreementTable),
};

/** @file Exports: what people take out of the workspace, as a file that other tools and our own import read. */
import * as z from 'zod';
import { SampleFilter } from '../datasets/contract.ts';
import { EVERYONE, Id, LABELERS, read, write } from '../platform/procedure.ts';
import { SPLITS } from '../platform/values.ts';
import { EXPORT_FORMATS } from './values.ts';

/**
 * What is taken out. `dataset`: each sample with its content, label or target, split, and metadata under their own names;
 * all of them, or
 * those that match a filter, or only those with a label. `labels`: the labeled samples, by id. Both have the labels of one
 * annotation task: those of `task`, without it of the first; a filter names its own task. `version`: as `dataset`, with the split that was frozen. `rejected`: the rows of a
 * file that were not taken. `predictions`: a version's split with what a model says of each sample. `mistakes`: those of a
 * report that it got wrong, or those of one cell of its confusion matrix, right ones too.
 */
export const ExportRequest = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('dataset'),
    dataset: Id,
    task: Id.optional(),
    filter: SampleFilter.optional(),
    onlyLabeled: z.boolean().optional(),
  }),
  z.object({
    what: z.literal('labels'),
    dataset: Id,
    task: Id.optional(),
    filter: SampleFilter.optional(),
  }),
  z.object({ what: z.literal('version'), version: Id }),
  z.object({ what: z.literal('rejected'), file: Id }),
  z.object({
    what: z.literal('predictions'),
    model: Id,
    version: Id,
    split: z.enum(SPLITS).default('test'),
  }),
  z.object({
    what: z.literal('mistakes'),
    report: Id,
    cell: z.object({ actual: z.string(), predicted: z.string() }).optional(),
  }),
]);
export type ExportRequest = z.infer<typeof ExportRequest>;
export type ExportSubject = ExportRequest['what'];

export const ExportedFile = z.object({
  id: Id,
  fileName: z.string(),
  bytes: z.number(),
  rows: z.int(),
  /** A path of the workbench; good for an hour after it was last asked for, and until the workbench closes. */
  url: z.string(),
});
export type ExportedFile = z.infer<typeof ExportedFile>;

export const exporting = {
  /** Starts writing the file; the job's subject is the export. */
  start: write(LABELERS)
    .input(z.object({ of: ExportRequest, format: z.enum(EXPORT_FORMATS) }))
    .output(z.object({ export: Id, job: Id })),
  get: read(EVERYONE)
    .input(z.object({ export: Id }))
    .output(ExportedFile),
};

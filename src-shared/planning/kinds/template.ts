/** @file Projects as templates, and the label schema that a project begins with. */
import * as z from 'zod';
import { CivilDate } from '../../platform/documents.ts';
import { Id } from '../../platform/procedure.ts';
import { Prose, Rank, Short, Title } from './values.ts';

/** The classes that are to be labeled, before there is a dataset that has them. */
export const LabelSchema = z.object({
  name: Title,
  text: Prose,
  classes: z
    .array(z.object({ name: z.string().trim().min(1).max(80), guideline: z.string().max(4000) }))
    .max(500),
  /** The dataset that it was given to. */
  dataset: Id.nullable(),
  rank: Rank,
});

/** A project that was saved to begin others with; those of a workspace stand in the scope `templates`. */
export const Template = z.object({
  name: Title,
  text: Short,
  /** The first day of the project it was made of: days of a new one are as far from its start. */
  start: CivilDate,
  documents: z
    .array(z.object({ id: Id, kind: z.string().max(60), body: z.record(z.string(), z.unknown()) }))
    .max(20_000),
});

/** @file Sample projects: sample data, and how a model of it is trained. */
import * as z from 'zod';
import { SampleOffer } from '../datasets/contract.ts';
import { EVERYONE, LocalizedText, read } from '../platform/procedure.ts';
import { Parameters } from '../tracking/record.ts';

export const Project = z.object({
  name: z.string(),
  title: LocalizedText,
  /** What it shows, in some sentences. */
  summary: LocalizedText,
  /** What to know before it is trained; null where there is nothing. */
  note: LocalizedText.nullable(),
  sample: SampleOffer,
  recipe: z.string(),
  /** Those that differ from the recipe's defaults. */
  parameters: Parameters,
  /** A text to ask the model, or a beginning for it to go on from; null where a row of the data does. */
  question: z.string().nullable(),
});
export type Project = z.infer<typeof Project>;

export const projects = {
  list: read(EVERYONE).output(z.array(Project)),
};

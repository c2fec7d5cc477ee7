/** @file What agreement is told as. */
import * as z from 'zod';
import { MEASURES } from './measures.ts';

/** A measure; null where nothing can be said, e.g. when all answers are one class. `items` are those that it is of. */
export const Measured = z.object({
  measure: z.enum(MEASURES),
  value: z.number().nullable(),
  items: z.int(),
});
export type Measured = z.infer<typeof Measured>;

export const AgreementTable = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), answers: z.int() })),
  /** Of all people together. */
  overall: z.array(Measured),
  /** Of each pair that answered the same items. */
  pairs: z.array(z.object({ first: z.string(), second: z.string(), measures: z.array(Measured) })),
  /** Of each person who was asked again, with themself. */
  self: z.array(z.object({ person: z.string(), measures: z.array(Measured) })),
});
export type AgreementTable = z.infer<typeof AgreementTable>;

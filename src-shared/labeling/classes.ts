/** @file Classes of a label schema, as they are told and as they are changed. */
import * as z from 'zod';
import { CLASS_NAME_LENGTH } from './values.ts';

export const LabelClass = z.object({
  name: z.string().trim().min(1).max(CLASS_NAME_LENGTH),
  /** The key that gives it: a digit or a lower-case letter that is not reserved, e.g. `1` or `h`; empty for none. */
  key: z.string().regex(/^[0-9a-z]?$/),
  guideline: z.string().max(4000).default(''),
  /** `#rrggbb`; one by its `place` unless given. */
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .optional(),
  /** Which color it has, for as long as it is there; left out where that is its place in the schema. Never changed by who sends it. */
  place: z.int().min(0).optional(),
  /** The name of the class that it is one of. */
  parent: z.string().optional(),
  /** Shown in place of the name. */
  titles: z
    .object({ en: z.string().max(CLASS_NAME_LENGTH), zh: z.string().max(CLASS_NAME_LENGTH) })
    .optional(),
  /** Texts that carry it. */
  examples: z.array(z.string().max(1000)).max(20).optional(),
});
export type LabelClass = z.infer<typeof LabelClass>;

/** A class as it is to be; `was` is its present name when it is being renamed. What may be left out then stays as it is. */
export const ClassChange = LabelClass.extend({ was: z.string().optional() });
export type ClassChange = z.infer<typeof ClassChange>;

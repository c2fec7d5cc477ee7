/** @file The contract of the team: its people and what belongs to them, as documents of the one scope `team`. */
import * as z from 'zod';
import { CivilDate, documentsContract, type DocumentChange, type DocumentOf } from '../platform/documents.ts';
import { EVERYONE, read } from '../platform/procedure.ts';
import { TEAM_KINDS } from './kinds.ts';

export type TeamDocument = DocumentOf<typeof TEAM_KINDS>;
export type TeamChange = DocumentChange<typeof TEAM_KINDS>;

/** A day that differs from the week: a holiday, or one that is worked although it is a weekend. */
export const Holiday = z.object({
  day: CivilDate,
  en: z.string(),
  /** Where the source has it. */
  zh: z.string().nullable(),
  works: z.boolean(),
});
export type Holiday = z.infer<typeof Holiday>;

export const team = {
  ...documentsContract(TEAM_KINDS),
  /** ISO 3166 codes of the countries whose holidays are known, and the days from and until which they are. */
  countries: read(EVERYONE).output(
    z.object({ countries: z.array(z.string()), from: CivilDate, until: CivilDate }),
  ),
  holidays: read(EVERYONE)
    .input(z.object({ country: z.string().max(10) }))
    .output(z.array(Holiday)),
};

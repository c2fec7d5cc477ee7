/** @file The contract of exchange: what a file would become in the plan, and the plan as a file. */
import * as z from 'zod';
import { CivilDate } from '../../platform/documents.ts';
import { ENGINEERS, EVERYONE, Id, read, write } from '../../platform/procedure.ts';
import { TEAM_KINDS } from '../../team/kinds.ts';
import { EXPORT_FORMATS, IMPORT_FORMATS, MOST_CHARACTERS } from './values.ts';

const Note = z.object({
  what: z.string(),
  value: z.string(),
  zh: z.string().optional(),
  count: z.int(),
  first: z.string(),
});

/** What would be made of a file, and what would be lost of it. */
export const ImportPreview = z.object({
  format: z.enum(IMPORT_FORMATS),
  /** How many documents of each kind. */
  kinds: z.array(z.object({ kind: z.string(), added: z.int(), changed: z.int() })),
  /** The first tasks and milestones. */
  rows: z.array(
    z.object({
      title: z.string(),
      kind: z.enum(['task', 'milestone']),
      level: z.int(),
      owners: z.array(z.string()),
      hours: z.number().nullable(),
      start: z.string().nullable(),
      due: z.string().nullable(),
      isNew: z.boolean(),
    }),
  ),
  /** What prevents the import. */
  problems: z.array(Note),
  /** What cannot be kept. */
  losses: z.array(Note),
  /** People of the file who are not in the team. */
  missingPeople: z.array(
    z.object({
      name: z.string(),
      daysOff: z.array(z.object({ from: CivilDate, to: CivilDate, why: z.string() })),
    }),
  ),
  /** The calendar of the file, where it has one. */
  calendar: TEAM_KINDS.calendar.nullable(),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

const File = z.object({
  project: Id,
  /** Its name tells nothing but words of an error; the format is told by its content. */
  name: z.string().max(1000),
  text: z.string().max(MOST_CHARACTERS),
});

export const exchange = {
  /** What a file would become, without keeping anything. */
  previewImport: write(ENGINEERS).input(File).output(ImportPreview),
  /** All of a file in one operation, or nothing. */
  importFile: write(ENGINEERS)
    .input(File.extend({ operation: z.uuid() }))
    .output(ImportPreview),
  /** The plan as the text of a file. */
  exportPlan: read(EVERYONE)
    .input(z.object({ project: Id, format: z.enum(EXPORT_FORMATS) }))
    .output(z.object({ fileName: z.string(), text: z.string(), losses: z.array(Note) })),
};

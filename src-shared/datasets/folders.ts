/**
 * @file What lies beside images in class folders that we wrote: which label and split each folder has. Folder names alone
 * cannot say it: a class may be called `a/b`, `CON` or `test`, and samples without a label need a folder too.
 */
import * as z from 'zod';
import { SPLITS } from '../platform/values.ts';

export const ImageFolders = z.object({
  format: z.literal('lathe image folders'),
  /** By the path of the folder, with `/` between its parts. */
  folders: z.record(z.string(), z.object({ label: z.string().nullable(), split: z.enum(SPLITS).nullable() })),
});
export type ImageFolders = z.infer<typeof ImageFolders>;

/** @file How files with rows are read, and what of them is not taken. */
import * as z from 'zod';
import { WireErrorSchema } from '../platform/contract.ts';
import { CERTAINTIES, ESCAPES, LINE_ENDS, QUOTES } from '../platform/values.ts';

/** `jsonl` holds an object a line, `json` a list of them or some over many lines; `folder` holds texts, one folder a class; `images` is a folder or an archive of images; `plain` is running text. */
export const FORMATS = [
  'csv',
  'tsv',
  'jsonl',
  'json',
  'parquet',
  'folder',
  'plain',
  'images',
  'idx',
  'cifar',
] as const;
export type Format = (typeof FORMATS)[number];
/** How to read the file; what is left out is sniffed. */
export const ReadOptions = z.object({
  format: z.enum(FORMATS).optional(),
  /** A WHATWG label, e.g. utf-8, gb18030, utf-16le. */
  encoding: z.string().optional(),
  /** One to four characters; two spaces for runs of blanks; empty where each line is one cell. */
  delimiter: z.string().max(4).optional(),
  /** Empty where quotes are letters like any other. */
  quote: z.enum(QUOTES).optional(),
  escape: z.enum(ESCAPES).optional(),
  lineEnd: z.enum(LINE_ENDS).optional(),
  /** So many lines at the start are no rows. */
  skipLines: z.int().min(0).max(1_000_000).optional(),
  /** Whether the first row of CSV or TSV names the columns; else it is a row, and they are called `column 1`, `column 2` … */
  header: z.boolean().optional(),
  /** Of images: what transparent ones are laid on, `white`, `black` or `#rrggbb`; white unless said. */
  ground: z.string().max(40).optional(),
  /** Of an archive: the encoding of names that do not say theirs, e.g. gb18030, shift_jis, windows-1251, cp437. */
  names: z.string().max(40).optional(),
});

export type ReadOptions = z.infer<typeof ReadOptions>;

/** How the text of a file is read, beside its encoding and its delimiter. */
export const TextReading = z.object({
  /** How sure the encoding is; `given` when somebody said it. */
  certainty: z.enum(CERTAINTIES),
  /** How cells are quoted and lines end; null where the format says it. */
  quote: z.enum(QUOTES).nullable(),
  escape: z.enum(ESCAPES).nullable(),
  lineEnd: z.enum(LINE_ENDS).nullable(),
  /** So many lines at the start are no rows: comments, a title, Excel’s `sep=;`. */
  skipLines: z.int(),
});
export type TextReading = z.infer<typeof TextReading>;

/** A row that was not taken. */
export const RejectedRow = z.object({
  /** Its place in the file as a spreadsheet or an editor counts: from 1, the header included. */
  row: z.int(),
  /** Why, in English; `problem` says it in the reader's language. */
  why: z.string(),
  problem: WireErrorSchema,
  excerpt: z.string(),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

/** The rows of a file, or of its beginning, that cannot be read as they are. */
export const Foreseen = z.object({
  /** Rows that were looked at, the bad ones among them. */
  rows: z.int(),
  rejected: z.int(),
  /** The whole file was looked at. */
  whole: z.boolean(),
  /** The first of them. */
  first: z.array(RejectedRow),
});
export type Foreseen = z.infer<typeof Foreseen>;

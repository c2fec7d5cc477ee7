/** @file Datasets: import and browse. */
import * as z from 'zod';
import {
  ENGINEERS,
  EVERYONE,
  Id,
  Instant,
  LABELERS,
  ListRequest,
  LocalizedText,
  Name,
  PageRequest,
  Sha256,
  pageOf,
  read,
  sortOf,
  write,
} from '../platform/procedure.ts';
import { DATASET_COLUMNS } from './values.ts';
import { FORMATS, Foreseen, ReadOptions, RejectedRow, TextReading } from './reading.ts';
import {
  COLUMN_NOTES,
  COLUMN_ROLES,
  COLUMN_TYPES,
  NOTATIONS,
  IMAGE_DEPTHS,
  REJECT_RULES,
  SPLITS,
} from '../platform/values.ts';
import { KIND_NAMES } from '../kinds/kinds.ts';
import { TASK_KINDS } from '../labeling/tasks/kinds.ts';
import { TaskValue } from '../labeling/tasks/values.ts';
import { TARGET_NAMES } from '../tasks/tasks.ts';
import { recordByWord } from '../platform/record.ts';

/** An SPDX identifier or expression, or what the source says; empty where it is not stated. */
const Licence = z.string().trim().max(200);

export const LANGUAGES = ['en', 'zh'] as const;

/** A column of a table: what its cells are, and what it is for. At most one is the target. */
export const Column = z.object({
  name: z.string().min(1),
  type: z.enum(COLUMN_TYPES),
  role: z.enum(COLUMN_ROLES),
});
export type Column = z.infer<typeof Column>;

/**
 * A column of a file to read: of numbers or dates how they are written, which is sniffed unless said. `unit` is what stands
 * beside its numbers (€, %, kg); bare ones are taken only where it is money.
 */
export const FileColumn = Column.extend({
  notation: z.enum(NOTATIONS).optional(),
  unit: z.string().max(8).optional(),
});
export type FileColumn = z.infer<typeof FileColumn>;

/**
 * A column as it looks: its cells can be read as numbers or dates in these ways. Two of numbers or two of dates: the cells
 * do not tell which is meant, so the column is neither until somebody says it.
 */
export const SuggestedColumn = FileColumn.extend({
  readings: z.array(z.enum(NOTATIONS)),
  /** Why it is no feature, or no number or date. */
  note: z.enum(COLUMN_NOTES).optional(),
});
export type SuggestedColumn = z.infer<typeof SuggestedColumn>;

/**
 * Why a file is taken as texts or as a table: a column holds sentences (`prose`), or is called as texts are and stands
 * alone (`named`); the cells are numbers, dates and short words (`cells`); there is nothing else to learn from (`only`).
 */
export const KindReason = z.object({
  why: z.enum(['prose', 'named', 'cells', 'only']),
  column: z.string().nullable(),
});
export type KindReason = z.infer<typeof KindReason>;

/** An image's size in pixels once turned upright; 1 channel is gray, 3 are colors; transparency is left out. */
export const ImageSize = z.object({ width: z.int(), height: z.int(), channels: z.int() });
export type ImageSize = z.infer<typeof ImageSize>;

/**
 * How images become bytes of 8 bits: the ground that transparent ones are laid on, and of those with more bits, by what
 * their numbers are, which value is black and which is white. What is not said: white ground, the range of each image.
 */
export const ImageRules = z.object({
  /** `#rrggbb`. */
  ground: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .optional(),
  ranges: z.partialRecord(z.enum(IMAGE_DEPTHS), z.tuple([z.number(), z.number()])).optional(),
});
export type ImageRules = z.infer<typeof ImageRules>;

/** What all images of a dataset are brought to: the most common size, and the same rules. */
export const ImageForm = ImageSize.extend(ImageRules.shape);
export type ImageForm = z.infer<typeof ImageForm>;

/** What was done to images on the way in: laid on the ground, stretched from more than 8 bits, reduced to a frame. */
export const ImageCounts = z.object({ transparent: z.int(), deep: z.int(), animated: z.int() });
export type ImageCounts = z.infer<typeof ImageCounts>;

/** Where a file comes from: an upload made before, a path on this machine (local people only), sample data. */
export const FileSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upload'), id: Id }),
  z.object({ kind: z.literal('path'), path: z.string().min(1) }),
  z.object({ kind: z.literal('sample'), name: z.string().min(1) }),
]);
export type FileSource = z.infer<typeof FileSource>;

export const Preview = z.object({
  fileName: z.string(),
  bytes: z.number(),
  format: z.enum(FORMATS),
  /** Empty where there is no text. */
  encoding: z.string(),
  delimiter: z.string().nullable(),
  /** How its text is read; null where the format holds none, or holds files that are read one by one. */
  reading: TextReading.nullable(),
  /** What will not be taken; null where that is not foreseen. */
  foreseen: Foreseen.nullable(),
  /** Whether the first row names the columns; null where the format names them itself. */
  header: z.boolean().nullable(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** The first rows, a text a cell, long ones clipped. */
  rows: z.array(z.array(z.string().nullable())),
  /** The first images, small, as data URLs. */
  images: z.array(
    ImageSize.extend({
      name: z.string(),
      label: z.string().nullable(),
      split: z.enum(SPLITS).nullable(),
      url: z.string(),
    }),
  ),
  /** Of images: the ground, what was done to those that were looked at, and some files that are no images. */
  drawn: ImageCounts.extend({ ground: z.string(), strangers: z.array(z.string()) }).nullable(),
  /** Of an archive: the encoding of names that do not say theirs; null where there are none. */
  names: z.string().nullable(),
  /** How many samples there are, where that is known without reading them all. */
  samples: z.int().nullable(),
  /** What it can be imported as; the first is what it looks like. */
  kinds: z.array(z.enum(KIND_NAMES)).min(1),
  /** Why the first of them, of a file that may be texts or a table; null for others. */
  reason: KindReason.nullable(),
  /** The columns that look like the text and the label, and all of them as columns of a table. */
  suggested: z.object({
    text: z.string().nullable(),
    label: z.string().nullable(),
    language: z.enum(LANGUAGES),
    columns: z.array(SuggestedColumn),
  }),
});
export type Preview = z.infer<typeof Preview>;

/** What the samples of a dataset are; what stands in a version is what stood in its dataset. */
export const Content = z.object({
  kind: z.enum(KIND_NAMES),
  target: z.enum(TARGET_NAMES),
  /** Of a table, in the order of its file; of texts those kept as metadata; of other kinds none. */
  columns: z.array(Column),
  /** What the images are brought to; null for other kinds. */
  image: ImageForm.nullable(),
});

export const Dataset = Content.extend({
  id: Id,
  name: z.string(),
  language: z.enum(LANGUAGES),
  createdAt: Instant,
  samples: z.int(),
  labeled: z.int(),
  /** How many samples a freeze would take: those whose target is known. */
  usable: z.int(),
  versions: z.int(),
  /**
   * Classes in order, with how many samples carry each; a sample of several labels, spans or regions carries the class of
   * each. Of a task without classes the ratings or preferences (`first`, `second`, `tie`) that were given.
   */
  labels: z.array(
    z.object({
      name: z.string(),
      /** Null for whom the labels are kept from. */
      count: z.int().nullable(),
      /** Samples that carry it or a class below it; absent where none is below. */
      subtree: z.int().optional(),
    }),
  ),
});
export type Dataset = z.infer<typeof Dataset>;

export const ImportedFile = z.object({
  id: Id,
  fileName: z.string(),
  sha256: Sha256,
  bytes: z.number(),
  format: z.enum(FORMATS),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  /** Whether its first row named the columns; null where the format names them itself. */
  header: z.boolean().nullable(),
  reading: TextReading.nullable(),
  /** Keys of JSON that came after the columns were settled: they were not taken. The row that first had each. */
  unforeseen: z.array(z.object({ name: z.string(), row: z.int() })),
  /** Cells of numbers and dates that said that nothing is known (NA, n/a, -): by column and by what they said. */
  missing: z.array(z.object({ column: z.string(), marker: z.string(), cells: z.int() })),
  /** Rows whose content was there already with other metadata: the first stays, what it lacked is filled in. */
  otherMetadata: z.int(),
  /** How numbers and dates were written in the columns where programs would write them otherwise. */
  notations: recordByWord(z.enum(NOTATIONS)),
  /** What stood beside the numbers of a column: €, %, kg. */
  units: recordByWord(z.string()),
  /** Empty where the file holds no texts. */
  textColumn: z.string(),
  labelColumn: z.string().nullable(),
  rows: z.int(),
  /** Rows whose content was already in the dataset. */
  duplicates: z.int(),
  /** Of these, rows with another label than their content had before. */
  otherLabel: z.int(),
  rejected: z.int(),
  /** Null where the file holds no images. */
  images: ImageCounts.nullable(),
  seconds: z.number(),
  importedAt: Instant,
  /** Of its data: an SPDX identifier or free text; empty where it is not stated. */
  licence: z.string(),
});
export type ImportedFile = z.infer<typeof ImportedFile>;

export const Metadata = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
export type Metadata = z.infer<typeof Metadata>;

/**
 * A row whose content came before with another label. The label of most rows is taken, none where they are even, and what
 * a person said stays.
 */
export const ContradictingRow = z.object({
  /** Its place in the file; null where the dataset had the content before this file came. */
  row: z.int().nullable(),
  label: z.string(),
  /** Where the content came first in the file, and its label. */
  firstRow: z.int().nullable(),
  firstLabel: z.string(),
  sample: Sha256,
  excerpt: z.string(),
  /** The label that the sample carries now; null for none. */
  now: z.string().nullable(),
});
export type ContradictingRow = z.infer<typeof ContradictingRow>;

/**
 * A sample is named by the SHA-256 of its content: of its text; of a table's row as it stands in `text`; of an image's
 * pixels. Rows of a table and passages may repeat: the second copy is named by its content and `#2`.
 */
export const Sample = z.object({
  id: Sha256,
  /** A text; a row as a JSON object of its feature cells in the order of the columns; the name of an image. */
  text: z.string(),
  /** The number to predict, where the target is one. */
  value: z.number().nullable(),
  /** The split its file put it in, which a freeze keeps. */
  split: z.enum(SPLITS).nullable(),
  image: ImageSize.nullable(),
  label: z.string().nullable(),
  /** The label where it is no single class; pages leave spans and regions out, which are long. */
  labelValue: TaskValue.optional(),
  /** Who gave the current label; `import` when it came with the file. */
  labeledBy: z.string().nullable(),
  flagged: z.boolean(),
  /** What its file said of it beside content and label, by column; dates in ISO form. */
  metadata: Metadata,
});
export type Sample = z.infer<typeof Sample>;

/** Sample data that comes with Lathe. */
export const SampleOffer = z.object({
  name: z.string(),
  title: z.string(),
  kind: z.enum(KIND_NAMES),
  language: z.enum(LANGUAGES),
  rows: z.int(),
  licence: z.string(),
  source: z.string(),
  /** The share to keep for the test: little data need more for scores that mean something. */
  test: z.number().min(0.01).max(0.5).default(0.1),
  /** What is known of its samples beside a class or a number: answers to an annotation task, in a file of their own. */
  annotations: z
    .object({ task: LocalizedText, kind: z.enum(TASK_KINDS) })
    .nullable()
    .default(null),
  /** Some of its texts are obscene, as real spam is; reports show these when asked. */
  explicit: z.boolean().default(false),
  /** Of its file. */
  sha256: Sha256,
});
export type SampleOffer = z.infer<typeof SampleOffer>;

/** Samples whose metadata says this in one column: all that is given holds. */
export const MetadataFilter = z.object({
  column: z.string(),
  /** The whole value; null for samples without one. */
  is: z.string().nullable().optional(),
  contains: z.string().optional(),
  /** Bounds, both included: numbers of numbers, texts of texts and of dates in ISO form. */
  from: z.union([z.number(), z.string()]).optional(),
  to: z.union([z.number(), z.string()]).optional(),
});
export type MetadataFilter = z.infer<typeof MetadataFilter>;

/** Which samples of a dataset: those of which all that is given holds. */
export const SampleFilter = z.object({
  /** Whose labels and flags: those of this annotation task; absent for the first of the dataset. */
  task: Id.optional(),
  /** Only samples whose text holds this. */
  search: z.string().default(''),
  /**
   * Only samples that carry this class or one below it, by a label, span or region of it; or this rating or preference.
   * Null for those without a label; absent for all.
   */
  label: z.string().nullable().optional(),
  flagged: z.boolean().optional(),
  metadata: MetadataFilter.optional(),
});
export type SampleFilter = z.infer<typeof SampleFilter>;

export const DatasetListRequest = ListRequest.extend({
  filters: z
    .object({
      /** The id or the whole name. */
      named: z.string().optional(),
    })
    .default({}),
  sort: sortOf(z.enum(DATASET_COLUMNS)),
});
export type DatasetListRequest = z.infer<typeof DatasetListRequest>;

export const datasets = {
  samplesOnOffer: read(EVERYONE).output(z.array(SampleOffer)),
  preview: write(LABELERS)
    .input(z.object({ source: FileSource, options: ReadOptions.default({}) }))
    .output(Preview),
  /** Starts the import into a new dataset, or into one there is; progress comes as a job. */
  import: write(LABELERS)
    .input(
      z.object({
        source: FileSource,
        options: ReadOptions.default({}),
        /** What it becomes; what it looks like unless said. */
        kind: z.enum(KIND_NAMES).optional(),
        /** Of texts: the suggested columns unless said. */
        textColumn: z.string().min(1).optional(),
        labelColumn: z.string().min(1).nullable().optional(),
        /**
         * Of a table: the suggested columns unless said; those left out are ignored. Of texts: the columns to keep as
         * metadata; all that are neither text nor label unless said.
         */
        columns: z.array(FileColumn).optional(),
        name: Name.optional(),
        language: z.enum(LANGUAGES).optional(),
        dataset: Id.optional(),
        /** Bad rows that are borne: `few` are 5 %, and then nothing is kept. */
        rejects: z.enum(REJECT_RULES).optional(),
        /** Of sample data theirs, else not stated. */
        licence: Licence.optional(),
      }),
    )
    .output(z.object({ dataset: Id, file: Id, job: Id })),
  /** Searched is the name. */
  list: read(EVERYONE).input(DatasetListRequest.prefault({})).output(pageOf(Dataset)),
  /** @param task whose labels are counted; absent for the first */
  get: read(EVERYONE)
    .input(z.object({ dataset: Id, task: Id.optional() }))
    .output(Dataset),
  rename: write(LABELERS)
    .input(z.object({ dataset: Id, name: Name }))
    .output(Dataset),
  /** Moves a dataset to the bin; `restore` brings it back. Its versions and runs stay. */
  remove: write(ENGINEERS)
    .input(z.object({ dataset: Id }))
    .output(z.object({})),
  restore: write(ENGINEERS)
    .input(z.object({ dataset: Id }))
    .output(Dataset),
  files: read(EVERYONE)
    .input(z.object({ dataset: Id }))
    .output(z.array(ImportedFile)),
  /** Says under which licence the data of a file may be used. */
  setLicence: write(LABELERS)
    .input(z.object({ file: Id, licence: Licence }))
    .output(ImportedFile),
  rejected: read(EVERYONE)
    .input(z.object({ file: Id }).extend(PageRequest.shape))
    .output(pageOf(RejectedRow)),
  contradicting: read(EVERYONE)
    .input(z.object({ file: Id }).extend(PageRequest.shape))
    .output(pageOf(ContradictingRow)),
  samples: read(EVERYONE)
    .input(SampleFilter.extend({ dataset: Id }).extend(PageRequest.shape))
    .output(pageOf(Sample)),
  sample: read(EVERYONE)
    .input(z.object({ dataset: Id, sample: Sha256, task: Id.optional() }))
    .output(Sample),
};

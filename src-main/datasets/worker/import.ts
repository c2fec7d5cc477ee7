/** @file The job `import`: reads a file and hands over its samples, batch by batch, in bounded memory. */
import type {
  FileColumn,
  ImageCounts,
  ImageForm,
  ImageRules,
  RejectRule,
} from '../../../src-shared/contract.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import type { Reading, UnforeseenKey } from './reading/found.ts';
import type { ImageFormat } from './layout.ts';
import { createIntake, type IntakeRules, type SamplesUpdate, type VotesUpdate } from './reading/intake.ts';
import { createLosses } from './reading/losses.ts';
import { readPassages } from './reading/passages.ts';
import { readParquetImages, type ParquetImages } from './reading/parquet-images.ts';
import { readImages } from './reading/images.ts';
import type { TableSource } from './reading/rows.ts';
import { createMissingCells, type MissingMarker } from './reading/missing-cells.ts';
import { readSamples, textRule } from './reading/samples.ts';
import { tableRule } from './reading/table-rule.ts';

/** What a file is read as. */
export type ImportSpec = {
  readonly fileName: string;
  /** Bad rows that are borne. */
  readonly rejects: RejectRule;
} & (
  | {
      readonly kind: 'text';
      readonly source: TableSource;
      readonly textColumn: string;
      readonly labelColumn: string | null;
      readonly metadata: readonly FileColumn[];
    }
  | { readonly kind: 'table'; readonly source: TableSource; readonly columns: readonly FileColumn[] }
  | {
      readonly kind: 'image';
      readonly path: string;
      readonly format: ImageFormat;
      /** Those of the dataset that the images go into. */
      readonly rules: ImageRules;
      readonly columns?: undefined;
      readonly names: string | null;
    }
  | {
      readonly kind: 'image';
      readonly path: string;
      readonly format: 'parquet';
      readonly rules: ImageRules;
      readonly columns: { readonly image: string; readonly label: string | null };
    }
  | {
      readonly kind: 'corpus';
      readonly path: string;
      readonly encoding: string | null;
      readonly names: string | null;
    }
);

/** Prefixes of ids with positions, in ascending order over all these updates; they come last. */
export interface IndexUpdate {
  readonly type: 'index';
  readonly prefixes: readonly number[];
  readonly positions: readonly number[];
}

export type ImportUpdate = SamplesUpdate | VotesUpdate | IndexUpdate;

export interface ImportResult {
  /** Of the file; of a folder the hash of its files' names and hashes, in order. */
  readonly sha256: string;
  /** Good rows: samples and duplicates. */
  readonly rows: number;
  readonly samples: number;
  /** Rows whose content came before in the same file. */
  readonly duplicates: number;
  /** Duplicates with another label than the first row of their content. */
  readonly otherLabel: number;
  readonly rejected: number;
  /** Samples whose target is a number that is known. */
  readonly valued: number;
  /** The most common size of the images, and the rules by which they became bytes. */
  readonly image: ImageForm | null;
  readonly images: ImageCounts | null;
  /** Keys of JSON that came after the columns were settled, and were not taken. */
  readonly unforeseen: readonly UnforeseenKey[];
  /** Cells of numbers and dates that say that nothing is known. */
  readonly missing: readonly MissingMarker[];
}

/**
 * @throws AppError `datasets.noRows`, `datasets.noGoodRow`, `datasets.manyRejected`, `datasets.someRejected`, `datasets.manyDuplicates`,
 *   `datasets.tooManyLabels`, `datasets.columnMissing`
 */
export async function importFile(spec: ImportSpec, port: JobPort<ImportUpdate>): Promise<ImportResult> {
  const reading = await read(spec);
  const intake = createIntake(rulesOf(spec));
  const losses = createLosses(spec);
  for await (const { good, bad } of reading.batches) {
    for (const found of good) {
      intake.take(found);
      if (intake.full()) await port.stream(intake.batch());
    }
    for (const row of bad) {
      intake.reject(row);
      losses.add(row);
    }
    losses.requireHope(intake.count());
    port.progress(intake.count(), reading.estimate(intake.count()));
  }
  await port.stream(intake.batch());
  intake.requireSamples();
  losses.requireFew(intake.count());
  if (spec.kind === 'text') losses.requireDifferent(intake.counts());
  for (const slice of intake.votes()) await port.stream(slice);
  for (const slice of intake.sorted()) await port.stream({ type: 'index', ...slice });
  const { image, ...counts } = intake.counts();
  return {
    sha256: reading.sha256(),
    ...counts,
    image: image && { ...image, ...reading.drawing?.rules() },
    images: reading.drawing?.counts() ?? null,
    unforeseen: reading.unforeseen?.() ?? [],
    missing: reading.missing?.() ?? [],
  };
}

function read(spec: ImportSpec): Promise<Reading> {
  switch (spec.kind) {
    case 'text':
      return readSamples(spec.source, textRule(spec.source, spec));
    case 'table':
      return readTable(spec);
    case 'image':
      return spec.format === 'parquet' ? readParquetImages(parquetOf(spec)) : readImages(spec);
    case 'corpus':
      return readPassages(spec);
  }
}

async function readTable({ source, columns }: ImportSpec & { kind: 'table' }): Promise<Reading> {
  const missing = createMissingCells();
  const reading = await readSamples(source, tableRule(source, columns, missing));
  return { ...reading, missing: missing.all };
}

function parquetOf({ columns, ...spec }: ImportSpec & { kind: 'image'; format: 'parquet' }): ParquetImages {
  return { ...spec, imageColumn: columns.image, labelColumn: columns.label };
}

function rulesOf(spec: ImportSpec): IntakeRules {
  const { fileName } = spec;
  switch (spec.kind) {
    case 'text':
      return { fileName, labelColumn: spec.labelColumn ?? '', repeats: 'once' };
    case 'table': {
      const target = spec.columns.find(({ role }) => role === 'target');
      return { fileName, labelColumn: target?.name ?? '', repeats: 'each' };
    }
    case 'image':
      return { fileName, labelColumn: spec.columns?.label ?? 'folder', repeats: 'once' };
    case 'corpus':
      return { fileName, labelColumn: '', repeats: 'each' };
  }
}

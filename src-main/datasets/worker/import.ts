/** @file The job `import`: reads a file and hands over its samples, batch by batch, in bounded memory. */
import type { ImageCounts, ImageForm } from '../../../src-shared/contract.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import type { ImportSpec } from './import-spec.ts';
import { LOSSES, readAs, rulesOf } from './kinds.ts';
import type { UnforeseenKey } from './reading/found.ts';
import { createIntake, type SamplesUpdate, type VotesUpdate } from './reading/intake.ts';
import { createLosses } from './reading/losses.ts';
import type { MissingMarker } from './reading/missing-cells.ts';

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
  const reading = await readAs(spec);
  const intake = createIntake(rulesOf(spec));
  const losses = createLosses({ ...spec, ...LOSSES[spec.kind] });
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
  losses.requireDifferent(intake.counts());
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

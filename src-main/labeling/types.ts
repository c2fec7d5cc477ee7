/** @file What labeling asks of datasets and what an import hands it. */

import type { Sample } from '../../src-shared/contract/index.ts';

/** What a sample is, whatever people say of it. */
export type SampleContent = Pick<Sample, 'id' | 'text' | 'value' | 'split' | 'image' | 'metadata'>;

/** What labeling needs to know of samples; the datasets room answers it. */
export interface LabelingSamples {
  /** @throws AppError `house.notFound` when there is no such dataset (a removed one counts as gone). */
  requireDataset(dataset: string): void;
  /** Where each sample stands in the dataset; undefined for one that is not in it. */
  positionsOf(dataset: string, samples: readonly string[]): readonly (number | undefined)[];
  /** The samples at these positions, in the same order. */
  samplesAt(dataset: string, positions: readonly number[]): readonly SampleContent[];
}

/** Rows of a file that have just been stored, in one dataset. */
export interface ImportBatch {
  readonly dataset: string;
  /** The id of the imported file. */
  readonly file: string;
  /** When the import started; one instant for all its batches. */
  readonly at: string;
  /**
   * Every new sample, with its label or null, and every sample that was there already and comes with a label.
   * A sample keeps the first label a file gave it and any label a person gave it.
   */
  readonly rows: readonly ImportedLabel[];
}

export interface ImportedLabel {
  readonly position: number;
  /** Trimmed, 1 to 80 characters (`CLASS_NAME_LENGTH`), or null. */
  readonly label: string | null;
}

export interface ImportOutcome {
  /** Rows whose label was taken. */
  readonly labeled: number;
  /** Rows whose label differs from one the sample has from a file already; that one stays. */
  readonly conflicts: number;
}

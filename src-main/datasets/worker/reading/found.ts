/** @file What every kind of file is read into: samples, and rows that are bad. */
import type { ImageCounts, ImageRules, Split } from '../../../../src-shared/contract.ts';
import type { MissingMarker } from './missing-cells.ts';
import type { BadRow } from './rows.ts';

/** An encoded image. */
export interface Image {
  readonly bytes: Uint8Array;
  /** A small PNG or WebP of it; null where the image is small itself. */
  readonly thumbnail: Uint8Array | null;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** A sample as it was found in its file. */
export interface Found {
  /** Its place in the file, from 1; a folder's files count as rows. */
  readonly row: number;
  /** SHA-256 of its content. */
  readonly id: string;
  readonly text: string;
  readonly label: string | null;
  readonly value: number | null;
  readonly split: Split | null;
  readonly image: Image | null;
  /** What the file says of it beside, as JSON; see metadata.ts. */
  readonly metadata?: string | null;
}

export interface FoundBatch {
  readonly good: readonly Found[];
  readonly bad: readonly BadRow[];
}

export interface UnforeseenKey {
  readonly name: string;
  readonly row: number;
}

/** A file being read from start to end. */
export interface Reading {
  readonly batches: AsyncIterable<FoundBatch>;
  /** How many samples there may be, from those read so far; null while that cannot be told. */
  estimate(done: number): number | null;
  /** Of what was read: the file, or the names and hashes of a folder's files in order. */
  sha256(): string;
  /** Keys of JSON that are no columns, with the row that first had each; absent for other files. */
  unforeseen?(): UnforeseenKey[];
  /** Of a table, cells that say that nothing is known. */
  missing?(): MissingMarker[];
  /** How its images became bytes; absent where it holds none. */
  readonly drawing?: { rules(): ImageRules; counts(): ImageCounts };
}

/** @file What is read from a file that can be imported: rows of the same columns, and rows that are bad. */
import type { FORMATS } from '../../../../src-shared/contract.ts';
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import type { Dialect } from './dialect.ts';

export type Format = (typeof FORMATS)[number];

/** A file and how to read it, with nothing left to guess. */
export interface TableSource {
  readonly path: string;
  readonly format: Format;
  /** As decoding.ts calls it; null for a folder whose files are read one by one. */
  readonly encoding: string | null;
  /** How its cells are written; null where the format has none. */
  readonly dialect: Dialect | null;
  /** Whether the first row names the columns; null where the format names them itself. */
  readonly header: boolean | null;
  /** The encoding of an archive's names; detected where it is null or absent. */
  readonly names?: string | null;
  /** Names of the columns, in the order of the cells. */
  readonly columns: readonly string[];
}

export interface GoodRow {
  /** Its place in the file as a spreadsheet or an editor counts: from 1, the header included. */
  readonly row: number;
  readonly cells: readonly (string | null)[];
  /** Why cells are no single values, by their place: lists, objects, bytes. Absent where all are. */
  readonly odd?: ReadonlyMap<number, WireError>;
}

export interface BadRow {
  readonly row: number;
  readonly problem: WireError;
  /** The beginning of it, clipped. */
  readonly excerpt: string;
}

export interface RowBatch {
  readonly good: readonly GoodRow[];
  readonly bad: readonly BadRow[];
}

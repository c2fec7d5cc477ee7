/** @file What a freeze is fed, and the columns of a version that hold its content. */
import {
  BLOB,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDataChunk,
  INTEGER,
  VARCHAR,
  type DuckDBAppender,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Column, DatasetKind, Split, Target } from '../../../src-shared/contract.ts';
import { daysOf } from '../../datasets/worker/index.ts';
import type { ComparedColumns } from '../compared.ts';
import type { Shares } from './splits.ts';

export interface FreezeSpec {
  readonly kind: DatasetKind;
  readonly target: Target;
  /** Of a table. */
  readonly columns: readonly Column[];
  readonly seed: number;
  readonly shares: Shares;
  /** Where the Parquet file is to be written. */
  readonly file: string;
  /** Whether labels are values that a column `value` holds. */
  readonly hasAnswers: boolean;
  /** Of pairs: the columns that hold the two, which decide what must be in one split; null elsewhere. */
  readonly compared: ComparedColumns | null;
  /** How many samples will be fed, for progress. */
  readonly rows: number;
}

/** Samples as they stand in the dataset, each list in the same order; `images` is empty where they are none. */
export interface FreezeBatch {
  readonly ids: readonly string[];
  readonly positions: readonly number[];
  readonly texts: readonly string[];
  readonly labels: readonly (string | null)[];
  readonly values: readonly (number | null)[];
  /** The split a sample's file put it in. */
  readonly splits: readonly (Split | null)[];
  /** What is said of each beside content and label, as JSON. */
  readonly metadata: readonly (string | null)[];
  /** Labels that are no single class, as JSON. */
  readonly answers: readonly (string | null)[];
  readonly images: readonly {
    readonly bytes: Uint8Array;
    readonly width: number;
    readonly height: number;
    readonly channels: number;
  }[];
}

export interface ContentColumn {
  readonly name: string;
  readonly type: DuckDBType;
  /** The cells of a batch, one a sample. */
  values(batch: FreezeBatch): readonly DuckDBValue[];
}

export const TEXT_COLUMNS: readonly ContentColumn[] = [
  { name: 'text', type: VARCHAR, values: ({ texts }) => texts },
];

export const IMAGE_COLUMNS: readonly ContentColumn[] = [
  {
    name: 'image',
    type: BLOB,
    values: ({ images }) => images.map(({ bytes }) => new DuckDBBlobValue(bytes)),
  },
  { name: 'width', type: INTEGER, values: ({ images }) => images.map(({ width }) => width) },
  { name: 'height', type: INTEGER, values: ({ images }) => images.map(({ height }) => height) },
  { name: 'channels', type: INTEGER, values: ({ images }) => images.map(({ channels }) => channels) },
];

/** The labels of tasks whose answers are no single class, as JSON. */
export const ANSWER_COLUMN: ContentColumn = {
  name: 'value',
  type: VARCHAR,
  values: ({ answers }) => answers,
};

/** A column `f:NAME` for each feature of a table. */
export function featureColumns(columns: readonly Column[]): ContentColumn[] {
  return columns.filter(({ role }) => role === 'feature').map(featureColumn);
}

/** A column `m:NAME` for each column of metadata. */
export function metadataColumns(columns: readonly Column[]): ContentColumn[] {
  return columns.filter(({ role }) => role === 'metadata').map(metadataColumn);
}

function featureColumn({ name, type }: FreezeSpec['columns'][number]): ContentColumn {
  const cells = (batch: FreezeBatch) => rowsOf(batch).map((row) => row[name] ?? null);
  if (type === 'number' || type === 'date')
    return {
      name: `f:${name}`,
      type: DOUBLE,
      values: (batch) => cells(batch).map((cell) => (typeof cell === 'string' ? daysOf(cell) : cell)),
    };
  return { name: `f:${name}`, type: VARCHAR, values: cells };
}

/** Numbers as DOUBLE (null where the cell is none), all else as VARCHAR, dates in ISO form. */
function metadataColumn({ name, type }: FreezeSpec['columns'][number]): ContentColumn {
  const cells = (batch: FreezeBatch) =>
    metadataIn(batch).map((row) => (Object.hasOwn(row, name) ? row[name]! : null));
  if (type === 'number')
    return {
      name: `m:${name}`,
      type: DOUBLE,
      values: (batch) => cells(batch).map((cell) => (typeof cell === 'number' ? cell : null)),
    };
  return {
    name: `m:${name}`,
    type: VARCHAR,
    values: (batch) => cells(batch).map((cell) => (cell === null ? null : String(cell))),
  };
}

type Row = Readonly<Record<string, string | number | null>>;
const parsed = new WeakMap<FreezeBatch, readonly Row[]>();
const parsedMetadata = new WeakMap<FreezeBatch, readonly Row[]>();

function metadataIn(batch: FreezeBatch): readonly Row[] {
  const known = parsedMetadata.get(batch);
  if (known) return known;
  // What the import wrote (reading/metadata.ts).
  const rows = batch.metadata.map((json) => (json === null ? {} : (JSON.parse(json) as Row)));
  parsedMetadata.set(batch, rows);
  return rows;
}

/** The rows of a table, parsed once a batch. */
function rowsOf(batch: FreezeBatch): readonly Row[] {
  const known = parsed.get(batch);
  if (known) return known;
  // What the import wrote (reading/columns.ts, rowContent).
  const rows = batch.texts.map((text) => JSON.parse(text) as Row);
  parsed.set(batch, rows);
  return rows;
}

export const CHUNK_ROWS = 2048;

/** Appends at most 2,048 rows, column by column. */
export function appendChunk(
  appender: DuckDBAppender,
  types: readonly DuckDBType[],
  columns: readonly (readonly DuckDBValue[])[],
): void {
  const chunk = DuckDBDataChunk.create(types);
  chunk.setColumns(columns);
  appender.appendDataChunk(chunk);
}

/** @file A frozen dataset version as training reads it: its Parquet file, split by split. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { Column, DatasetKind, ImageForm, Target } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { openDuckDb } from '../../platform/worker/duckdb.ts';

export type Split = 'train' | 'validation' | 'test';

/**
 * How data become tensors. Edition 1 standardized tables in double and exported them in single precision, and cut
 * Chinese only where a dataset said it was Chinese; runs of that time are done again as they were.
 */
export type Edition = 1 | 2;

export interface FrozenVersion {
  /** Path of the Parquet file. */
  readonly path: string;
  readonly kind: DatasetKind;
  readonly target: Target;
  /** Classes in the order of the model's outputs, those of the schema where answers can name several; empty where there are none. */
  readonly labels: readonly string[];
  readonly columns: readonly Column[];
  readonly image: ImageForm | null;
  readonly language: 'en' | 'zh';
}

/** What is learned from. */
export interface Learned {
  readonly version: FrozenVersion;
  /** The latest unless given. */
  readonly edition?: Edition | undefined;
}

interface Reading {
  readonly split: Split;
  readonly columns: readonly string[];
  /** The column that orders the rows; the id unless said otherwise. */
  readonly order?: string;
  /** Only so many rows, the first of the order. */
  readonly most?: number;
}

/** Batches of rows of a split as arrays of the chosen columns' values. */
export async function* rowsOf(
  { path }: FrozenVersion,
  { split, columns, order = 'id', most }: Reading,
): AsyncIterable<readonly DuckDBValue[][]> {
  await using file = await openParquet();
  const names = columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
  const result = await file.connection.stream(
    `select ${names} from read_parquet($path) where split = $split order by "${order}" ${most === undefined ? '' : `limit ${most}`}`,
    { path, split },
  );
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
    yield chunk.getRows();
}

/** Rows of a split. Throws AppError `training.emptySplit` where there are none. */
export async function countRows({ path }: FrozenVersion, split: Split): Promise<number> {
  await using file = await openParquet();
  const sql = 'select count(*)::integer from read_parquet($path) where split = $split';
  const counted = await file.connection.runAndReadAll(sql, { path, split });
  const rows = Number(counted.getRows()[0]?.[0] ?? 0);
  if (rows === 0) throw new AppError('training.emptySplit', { split });
  return rows;
}

/** An in-memory database. */
async function openParquet() {
  const database = await openDuckDb(':memory:', { threads: '1' });
  const connection = await database.connect();
  return {
    connection,
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      database.closeSync();
    },
  };
}

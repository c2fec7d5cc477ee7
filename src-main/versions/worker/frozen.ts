/** @file A frozen dataset version as training reads it: its Parquet file, split by split. */
import type { DuckDBValue } from '@duckdb/node-api';
import { statSync } from 'node:fs';
import type { Column, DatasetKind, ImageForm, Target } from '../../../src-shared/contract.ts';
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { TARGETS } from '../../../src-shared/tasks/tasks.ts';
import { openDuckDb } from '../../platform/worker/duckdb.ts';
import type { ComparedColumns } from '../compared.ts';

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
  /** Of the training split only this share of each class, 0 to 1; all of it unless given. */
  readonly trainShare?: number | undefined;
  /** Parquet file whose validation and test splits stand in for its own; none of their rows is trained on. */
  readonly heldOut?: string | undefined;
  /** Of pairs: the columns that hold the two; without them it cannot be learned from. */
  readonly compared?: ComparedColumns | null;
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
  version: FrozenVersion,
  { split, columns, order = 'id', most }: Reading,
): AsyncIterable<readonly DuckDBValue[][]> {
  await using file = await openParquet(version);
  const names = columns.map(quoted).join(', ');
  const { rows, values } = rowsIn(version, split);
  const result = await file.connection.stream(
    `select ${names} from ${rows} order by ${quoted(order)} ${most === undefined ? '' : `limit ${most}`}`,
    values,
  );
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
    yield chunk.getRows();
}

/** Rows of a split. Throws AppError `training.emptySplit` where there are none. */
export async function countRows(version: FrozenVersion, split: Split): Promise<number> {
  await using file = await openParquet(version);
  const { rows, values } = rowsIn(version, split);
  const counted = await file.connection.runAndReadAll(`select count(*)::integer from ${rows}`, values);
  const count = Number(counted.getRows()[0]?.[0] ?? 0);
  if (count === 0) throw new AppError('training.emptySplit', { split });
  return count;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The rows of a split, as what follows `from`. */
function rowsIn({ path, kind, target, trainShare = 1, heldOut }: FrozenVersion, split: Split) {
  const values: Record<string, string> = { split, path: split === 'train' ? path : (heldOut ?? path) };
  const conditions = ['split = $split'];
  if (split === 'train' && heldOut !== undefined) {
    conditions.push(`id not in (select id from read_parquet($held) where split <> 'train')`);
    values['held'] = heldOut;
  }
  const chosen = conditions.join(' and ');
  if (split === 'train' && trainShare < 1)
    conditions.push(`id in (${shareOf({ kind, target, trainShare, chosen })})`);
  return { rows: `read_parquet($path) where ${conditions.join(' and ')}`, values };
}

/**
 * A share of each class in an order that is the same for every share, so that a smaller one is part of a larger one; at least one
 * sample of each. Of a document its beginning.
 */
function shareOf({
  kind,
  target,
  trainShare,
  chosen,
}: Pick<FrozenVersion, 'kind' | 'target'> & { readonly trainShare: number; readonly chosen: string }) {
  const order = KINDS[kind].inOrder ? 'position' : `sha256('share:' || id)`;
  const by = TARGETS[target].hasClasses ? 'partition by label' : '';
  return `select id from (select id, row_number() over (${by} order by ${order}, id) as place,
    count(*) over (${by}) as many from read_parquet($path) where ${chosen}) where place <= ceil(many * ${trainShare} - 1e-9)`;
}

/** Bytes. A database keeps the memory that it once took, so larger files have one of their own. */
const SMALL = 1e6;

type Opening = ReturnType<typeof openDuckDb>;

let shared: Opening | undefined;

/** One for all small files that a process reads: to make and close one takes longer than to read them, and a run reads often. */
function sharedDatabase(): Opening {
  shared ??= inMemory().catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

function inMemory(): Opening {
  return openDuckDb(':memory:', { threads: '1', enable_external_file_cache: 'false' });
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** A connection to an in-memory database that reads the files of a version. */
async function openParquet({ path, heldOut }: FrozenVersion) {
  const isSmall = bytesOf(path) + (heldOut === undefined ? 0 : bytesOf(heldOut)) < SMALL;
  const database = await (isSmall ? sharedDatabase() : inMemory());
  const connection = await database.connect();
  return {
    connection,
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      if (!isSmall) database.closeSync();
    },
  };
}

/** @file The job `freeze`: rows in, one Parquet file with a stratified, seeded split out; the same rows give the same bytes. */
import {
  DuckDBDataChunk,
  INTEGER,
  VARCHAR,
  type DuckDBAppender,
  type DuckDBConnection,
} from '@duckdb/node-api';
import type { JobPort } from '../protocol.ts';
import { quoted, withDuckDb } from '../duckdb.ts';
import { allocateSplits, type Allocation, type Shares } from './splits.ts';

const MEMORY_BYTES = 300e6;
const CHUNK_ROWS = 2048;

export interface FreezeSpec {
  readonly seed: number;
  readonly shares: Shares;
  /** Where the Parquet file is to be written. */
  readonly file: string;
  /** How many rows will be fed, for progress. */
  readonly rows: number;
}

/** Labeled samples; `labels` in the same order. */
export interface FreezeBatch {
  readonly ids: readonly string[];
  readonly texts: readonly string[];
  readonly labels: readonly string[];
}

export interface FreezeResult {
  /** Sorted by code units; their order is the order of the classes. */
  readonly labels: readonly string[];
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/**
 * Within each class samples are ordered by SHA-256 of `seed:id`, a permutation that depends on nothing else; the first
 * go to the test split, the next to validation, the rest to training.
 *
 * @throws AppError what {@link allocateSplits} throws
 */
export async function freeze(spec: FreezeSpec, port: JobPort<never, FreezeBatch>): Promise<FreezeResult> {
  return withDuckDb({ scratch: port.scratch, memoryBytes: MEMORY_BYTES, threads: 1 }, async (connection) => {
    await connection.run('CREATE TABLE samples (id VARCHAR, text VARCHAR, label VARCHAR)');
    await takeRows(connection, spec, port);
    const allocations = allocateSplits(await countClasses(connection), spec.shares);
    await storeAllocations(connection, allocations);
    await connection.run(exportSql(spec));
    const sum = (split: 'train' | 'validation' | 'test') =>
      allocations.reduce((total, allocation) => total + allocation[split], 0);
    return {
      labels: allocations.map(({ label }) => label),
      train: sum('train'),
      validation: sum('validation'),
      test: sum('test'),
    };
  });
}

async function takeRows(
  connection: DuckDBConnection,
  { rows }: FreezeSpec,
  port: JobPort<never, FreezeBatch>,
): Promise<void> {
  const appender = await connection.createAppender('samples');
  let done = 0;
  for await (const { ids, texts, labels } of port.receive()) {
    for (let at = 0; at < ids.length; at += CHUNK_ROWS) {
      const cut = (values: readonly string[]) => values.slice(at, at + CHUNK_ROWS);
      append(appender, [VARCHAR, VARCHAR, VARCHAR], [cut(ids), cut(texts), cut(labels)]);
    }
    done += ids.length;
    port.progress(done, rows);
  }
  appender.closeSync();
}

function append(
  appender: DuckDBAppender,
  types: Parameters<typeof DuckDBDataChunk.create>[0],
  columns: Parameters<DuckDBDataChunk['setColumns']>[0],
): void {
  const chunk = DuckDBDataChunk.create(types);
  chunk.setColumns(columns);
  appender.appendDataChunk(chunk);
}

async function countClasses(connection: DuckDBConnection): Promise<{ label: string; count: number }[]> {
  const reader = await connection.runAndReadAll(
    'SELECT label, count(*)::INTEGER FROM samples GROUP BY label',
  );
  return reader
    .getRows()
    .map(([label, count]) => ({ label: String(label), count: Number(count) }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

async function storeAllocations(
  connection: DuckDBConnection,
  allocations: readonly Allocation[],
): Promise<void> {
  await connection.run('CREATE TABLE allocations (label VARCHAR, test INTEGER, held INTEGER)');
  const appender = await connection.createAppender('allocations');
  for (let at = 0; at < allocations.length; at += CHUNK_ROWS) {
    const rows = allocations.slice(at, at + CHUNK_ROWS);
    append(
      appender,
      [VARCHAR, INTEGER, INTEGER],
      [
        rows.map(({ label }) => label),
        rows.map(({ test }) => test),
        rows.map(({ test, validation }) => test + validation),
      ],
    );
  }
  appender.closeSync();
}

function exportSql({ seed, file }: FreezeSpec): string {
  return `COPY (
    WITH places AS (
      SELECT id, row_number() OVER (PARTITION BY label ORDER BY sha256('${seed}:' || id), id) AS place FROM samples
    )
    SELECT id, text, label,
      CASE WHEN place <= test THEN 'test' WHEN place <= held THEN 'validation' ELSE 'train' END AS split
    FROM samples JOIN places USING (id) JOIN allocations USING (label) ORDER BY id
  ) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`;
}

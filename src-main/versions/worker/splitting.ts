/** @file The splits of a version, drawn with a seed or cut. */
import { INTEGER, VARCHAR, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';
import type { Split } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { TARGETS } from '../../../src-shared/tasks/tasks.ts';
import { appendChunk, CHUNK_ROWS, type FreezeSpec } from './freeze-columns.ts';
import { allocateSplits, splitRows, type Allocation } from './splits.ts';

/** Samples drawn with a seed, of each class its share. @throws AppError what {@link allocateSplits} throws */
export async function splitSamples(connection: DuckDBConnection, spec: FreezeSpec): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT class, count(*) FILTER (fixed IS NULL)::INTEGER, count(*)::INTEGER,
     count(*) FILTER (fixed = 'validation')::INTEGER, count(*) FILTER (fixed = 'test')::INTEGER
     FROM samples GROUP BY class ORDER BY class`,
  );
  const counts = reader.getRows().map(([label, free, all, validation, test]) => ({
    label: String(label),
    count: Number(free),
    all: Number(all),
    validation: Number(validation),
    test: Number(test),
  }));
  const fixed = {
    validation: counts.some(({ validation }) => validation > 0),
    test: counts.some(({ test }) => test > 0),
  };
  const allocations = TARGETS[spec.target].hasClasses
    ? allocateSplits(counts, spec.shares, fixed)
    : splitRows(counts[0]?.count ?? 0, spec.shares, fixed);
  await storeAllocations(connection, allocations);
  await connection.run(
    `CREATE TABLE splits AS WITH places AS (
       SELECT id, row_number() OVER (PARTITION BY class ORDER BY sha256('${spec.seed}:' || id), id) AS place
       FROM samples WHERE fixed IS NULL
     )
     SELECT id, CASE WHEN fixed IS NOT NULL THEN fixed WHEN place <= test THEN 'test'
       WHEN place <= held THEN 'validation' ELSE 'train' END AS split
     FROM samples JOIN allocations USING (class) LEFT JOIN places USING (id)`,
  );
}

async function storeAllocations(
  connection: DuckDBConnection,
  allocations: readonly Allocation[],
): Promise<void> {
  await connection.run('CREATE TABLE allocations (class VARCHAR, test INTEGER, held INTEGER)');
  const appender: DuckDBAppender = await connection.createAppender('allocations');
  for (let at = 0; at < allocations.length; at += CHUNK_ROWS) {
    const rows = allocations.slice(at, at + CHUNK_ROWS);
    appendChunk(
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

/** Blocks of the document, so that no passage is learned from whose neighbours are asked for. @throws AppError `datasets.tooFewRows` */
export async function splitPassages(
  connection: DuckDBConnection,
  { rows, shares: { validation, test } }: FreezeSpec,
): Promise<void> {
  await connection.run(
    `CREATE TABLE splits AS WITH starts AS (
       SELECT id, (sum(length(c0)) OVER (ORDER BY position) - length(c0)) / sum(length(c0)) OVER () AS start
       FROM samples
     )
     SELECT id, CASE WHEN start >= ${1 - test} THEN 'test' WHEN start >= ${1 - test - validation} THEN 'validation'
       ELSE 'train' END AS split FROM starts`,
  );
  const { train, validation: held, test: last } = await countSplits(connection);
  if (Math.min(train, held, last) === 0) throw new AppError('datasets.tooFewRows', { rows });
}

/** Samples of each split. */
export async function countSplits(connection: DuckDBConnection) {
  const reader = await connection.runAndReadAll('SELECT split, count(*)::INTEGER FROM splits GROUP BY split');
  const counts = new Map(reader.getRows().map(([split, count]) => [String(split), Number(count)]));
  const count = (split: Split) => counts.get(split) ?? 0;
  return { train: count('train'), validation: count('validation'), test: count('test') };
}

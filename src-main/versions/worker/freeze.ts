/** @file The job `freeze`: samples in, one Parquet file with a seeded split out; the same samples give the same bytes. */
import { DOUBLE, INTEGER, VARCHAR, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';
import type { Split } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { quoted, withDuckDb } from '../../platform/worker/duckdb.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import {
  appendChunk,
  contentColumns,
  type ContentColumn,
  type FreezeBatch,
  type FreezeSpec,
} from './freeze-columns.ts';
import { allocateSplits, splitRows, type Allocation } from './splits.ts';

/** What DuckDB may hold before it spills. Images are large, and a row group of them is written at once. */
const MEMORY_BYTES = 300e6;
const IMAGE_MEMORY_BYTES = 1e9;
const CHUNK_ROWS = 2048;
const GROUP_ROWS = 20_480;

export interface FreezeResult {
  /** Sorted by code units; their order is the order of the classes. */
  readonly labels: readonly string[];
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/**
 * A split that the file of a sample gave it stays; where one has such samples, no others are drawn into it. The other
 * samples of each class (all of them together, where the target is no class) are ordered by SHA-256 of `seed:id`, a
 * permutation that depends on nothing else; the first go to the test split, the next to validation, the rest to
 * training. A corpus is cut where its characters reach the shares: training first, the test last.
 *
 * @throws AppError what {@link allocateSplits} throws; `datasets.tooFewRows`
 */
export async function freeze(spec: FreezeSpec, port: JobPort<never, FreezeBatch>): Promise<FreezeResult> {
  const memoryBytes = spec.kind === 'image' ? IMAGE_MEMORY_BYTES : MEMORY_BYTES;
  return withDuckDb({ scratch: port.scratch, memoryBytes, threads: 1 }, async (connection) => {
    const content = contentColumns(spec);
    await takeRows(connection, { spec, content, port });
    const labels = spec.target === 'class' ? await classesOf(connection) : [];
    await (spec.kind === 'corpus' ? splitPassages(connection, spec) : splitSamples(connection, spec));
    await connection.run(exportSql(spec, content));
    return { labels, ...(await countSplits(connection)) };
  });
}

const FACTS = [
  { name: 'id', type: VARCHAR },
  { name: 'position', type: INTEGER },
  { name: 'class', type: VARCHAR },
  { name: 'label', type: VARCHAR },
  { name: 'target', type: DOUBLE },
  { name: 'fixed', type: VARCHAR },
];

interface Taking {
  readonly spec: FreezeSpec;
  readonly content: readonly ContentColumn[];
  readonly port: JobPort<never, FreezeBatch>;
}

async function takeRows(connection: DuckDBConnection, { spec, content, port }: Taking): Promise<void> {
  const columns = [...FACTS, ...content.map(({ type }, i) => ({ name: `c${i}`, type }))];
  const declared = columns.map(({ name, type }) => `${name} ${type.toString()}`).join(', ');
  await connection.run(`CREATE TABLE samples (${declared})`);
  const appender = await connection.createAppender('samples');
  let done = 0;
  for await (const batch of port.receive()) {
    const classed = batch.labels.map((label) => (spec.target === 'class' ? (label ?? '') : ''));
    const { ids, positions, labels, values, splits } = batch;
    const facts = [ids, positions, classed, labels, values, splits];
    const cells = [...facts, ...content.map((column) => column.values(batch))];
    for (let at = 0; at < ids.length; at += CHUNK_ROWS)
      appendChunk(
        appender,
        columns.map(({ type }) => type),
        cells.map((column) => column.slice(at, at + CHUNK_ROWS)),
      );
    done += ids.length;
    port.progress(done, spec.rows);
  }
  appender.closeSync();
}

async function classesOf(connection: DuckDBConnection): Promise<string[]> {
  const reader = await connection.runAndReadAll('SELECT DISTINCT class FROM samples');
  return reader
    .getRows()
    .map(([label]) => String(label))
    .sort((a, b) => (a < b ? -1 : 1));
}

async function splitSamples(connection: DuckDBConnection, spec: FreezeSpec): Promise<void> {
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
  const allocations =
    spec.target === 'class'
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

/** Blocks of the document, so that no passage is learned from whose neighbours are asked for. */
async function splitPassages(
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

async function countSplits(connection: DuckDBConnection) {
  const reader = await connection.runAndReadAll('SELECT split, count(*)::INTEGER FROM splits GROUP BY split');
  const counts = new Map(reader.getRows().map(([split, count]) => [String(split), Number(count)]));
  const count = (split: Split) => counts.get(split) ?? 0;
  return { train: count('train'), validation: count('validation'), test: count('test') };
}

function exportSql({ kind, target, file }: FreezeSpec, content: readonly ContentColumn[]): string {
  const answer = target === 'number' ? 'target' : target === 'class' ? 'label' : 'NULL::VARCHAR AS label';
  const columns = content.map(({ name }, i) => `c${i} AS "${name.replaceAll('"', '""')}"`);
  const place = kind === 'corpus' ? ['position'] : [];
  return `COPY (
    SELECT id, split, ${[answer, ...place, ...columns].join(', ')} FROM samples JOIN splits USING (id)
    ORDER BY ${kind === 'corpus' ? 'position' : 'id'}
  ) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${kind === 'image' ? CHUNK_ROWS : GROUP_ROWS})`;
}

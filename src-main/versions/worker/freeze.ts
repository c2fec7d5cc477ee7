/** @file The job `freeze`: samples in, one Parquet file with a seeded split out; the same samples give the same bytes. */
import { DOUBLE, INTEGER, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { TARGETS } from '../../../src-shared/tasks/tasks.ts';
import { quoted, withDuckDb } from '../../platform/worker/duckdb.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import {
  ANSWER_COLUMN,
  appendChunk,
  CHUNK_ROWS,
  metadataColumns,
  type ContentColumn,
  type FreezeBatch,
  type FreezeSpec,
} from './freeze-columns.ts';
import { FROZEN } from './kinds.ts';
import { pairColumns, splitPairs } from './split-pairs.ts';
import { countSplits } from './splitting.ts';

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
 * training. Pairs that share something compared stay together where that leaves all splits filled (`splitPairs`). A corpus is cut where its characters reach the shares: training first, the test last.
 *
 * @throws AppError what `allocateSplits` throws; `datasets.tooFewRows`
 */
export async function freeze(spec: FreezeSpec, port: JobPort<never, FreezeBatch>): Promise<FreezeResult> {
  const { memoryBytes, columns, split } = FROZEN[spec.kind];
  return withDuckDb({ scratch: port.scratch, memoryBytes, threads: 1 }, async (connection) => {
    const answers = spec.hasAnswers ? [ANSWER_COLUMN] : [];
    const content = [...answers, ...columns(spec.columns), ...metadataColumns(spec.columns)];
    await takeRows(connection, { spec, content, port });
    const labels = TARGETS[spec.target].hasClasses ? await classesOf(connection) : [];
    const pairs = pairColumns(spec, content);
    await (pairs ? splitPairs(connection, spec, pairs) : split(connection, spec));
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
  const { hasClasses } = TARGETS[spec.target];
  let done = 0;
  for await (const batch of port.receive()) {
    const classed = batch.labels.map((label) => (hasClasses ? (label ?? '') : ''));
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

function exportSql({ kind, target, file }: FreezeSpec, content: readonly ContentColumn[]): string {
  const { order, groupRows } = FROZEN[kind];
  const answer = TARGETS[target].column ?? 'NULL::VARCHAR AS label';
  const columns = content.map(({ name }, i) => `c${i} AS "${name.replaceAll('"', '""')}"`);
  const place = order === 'id' ? [] : [order];
  return `COPY (
    SELECT id, split, ${[answer, ...place, ...columns].join(', ')} FROM samples JOIN splits USING (id)
    ORDER BY ${order}
  ) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows})`;
}

/**
 * @file The job `derive`: a version with some of its changes since another undone. What is evaluated on is always the same:
 * the validation and test samples of the good version whose answer stands in both. All other samples are trained on.
 */
import { VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { quoted, withDuckDb } from '../../platform/worker/duckdb.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import { appendChunk, CHUNK_ROWS } from './freeze-columns.ts';
import { comparePair, rowsIn } from './pair.ts';

export interface DeriveSpec {
  /** Paths of the two Parquet files. */
  readonly good: string;
  readonly bad: string;
  /** Ids of the samples that are as in the good version; others that changed are as in the bad one. */
  readonly undone: readonly string[];
  /** Where the Parquet file is to be written. */
  readonly file: string;
}

export interface DeriveResult {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Images are read and written as they are. */
const MEMORY_BYTES = 1e9;

export async function derive(spec: DeriveSpec, port: Pick<JobPort<never>, 'scratch'>): Promise<DeriveResult> {
  const options = { scratch: port.scratch, memoryBytes: MEMORY_BYTES, threads: 1 };
  return withDuckDb(options, async (connection) => {
    await comparePair(connection, { from: spec.good, to: spec.bad });
    await takeUndone(connection, spec.undone);
    const [good, bad] = [spec.good, spec.bad].map((file) => `read_parquet(${quoted(file)})`) as [
      string,
      string,
    ];
    const changed = `SELECT sample FROM changes WHERE change IN ('added', 'removed', 'relabeled')`;
    await connection.run(`COPY (
      SELECT * FROM (SELECT * FROM ${good} WHERE id NOT IN (${changed})
      UNION ALL BY NAME SELECT * REPLACE ('train' AS split) FROM ${good} WHERE id IN (SELECT id FROM undone)
      UNION ALL BY NAME SELECT * REPLACE ('train' AS split) FROM ${bad}
        WHERE id IN (${changed}) AND id NOT IN (SELECT id FROM undone))
      ORDER BY id
    ) TO ${quoted(spec.file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`);
    const counted = await rowsIn(
      connection,
      `SELECT split, count(*)::INTEGER FROM read_parquet(${quoted(spec.file)}) GROUP BY split`,
    );
    const counts = new Map(counted.map(([split, count]) => [String(split), Number(count)]));
    const of = (split: string): number => counts.get(split) ?? 0;
    return { train: of('train'), validation: of('validation'), test: of('test') };
  });
}

async function takeUndone(connection: DuckDBConnection, undone: readonly string[]): Promise<void> {
  await connection.run('CREATE TABLE undone (id VARCHAR)');
  const appender = await connection.createAppender('undone');
  for (let at = 0; at < undone.length; at += CHUNK_ROWS)
    appendChunk(appender, [VARCHAR], [undone.slice(at, at + CHUNK_ROWS)]);
  appender.closeSync();
}

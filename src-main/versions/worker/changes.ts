/** @file The job `changes`: every sample that is not the same in two versions, whatever splits it is in. */
import { withDuckDb } from '../../platform/worker/duckdb.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import { comparePair, rowsIn, textOf } from './pair.ts';

export interface ChangesSpec {
  /** Paths of the two Parquet files. */
  readonly from: string;
  readonly to: string;
}

export interface Change {
  readonly sample: string;
  readonly change: 'added' | 'removed' | 'relabeled';
  readonly before: string | null;
  readonly after: string | null;
  /** Of a text or a row of a table; clipped. */
  readonly text: string;
}

const MEMORY_BYTES = 512 * 2 ** 20;
const TEXT_CHARACTERS = 200;

/** In the order of their ids. */
export async function changes(
  spec: ChangesSpec,
  port: Pick<JobPort<never>, 'scratch'>,
): Promise<readonly Change[]> {
  const options = { scratch: port.scratch, memoryBytes: MEMORY_BYTES, threads: 1 };
  return withDuckDb(options, async (connection) => {
    await comparePair(connection, spec);
    const rows = await rowsIn(
      connection,
      `SELECT sample, change, before, after, left(text, ${TEXT_CHARACTERS}) FROM changes WHERE change IN ('added', 'removed', 'relabeled') ORDER BY sample`,
    );
    return rows.map(([sample, change, before, after, text]) => ({
      sample: String(sample),
      change: String(change) as Change['change'],
      before: textOf(before),
      after: textOf(after),
      text: String(text),
    }));
  });
}

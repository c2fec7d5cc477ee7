/** @file The job `diff`: what one frozen version has that another has not, and whose labels changed. */
import { withDuckDb } from '../../platform/worker/duckdb.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import type { VersionDiff } from '../../../src-shared/contract.ts';
import { CLIPPED, comparePair, rowsIn, textOf } from './pair.ts';

export interface DiffSpec {
  /** Paths of the two Parquet files. */
  readonly from: string;
  readonly to: string;
  /** Rows at most, those of changed labels first. */
  readonly most: number;
}

const MEMORY_BYTES = 512 * 2 ** 20;

/** Compares by the ids of samples, which are the hashes of their content. */
export async function diff(
  { from, to, most }: DiffSpec,
  port: Pick<JobPort<never>, 'scratch'>,
): Promise<VersionDiff> {
  const options = { scratch: port.scratch, memoryBytes: MEMORY_BYTES, threads: 1 };
  return withDuckDb(options, async (connection) => {
    await comparePair(connection, { from, to });
    const counted = await rowsIn(connection, 'SELECT change, count(*)::INTEGER FROM changes GROUP BY change');
    const counts = new Map(counted.map(([change, count]) => [String(change), Number(count)]));
    const count = (change: string): number => counts.get(change) ?? 0;
    const rows = await rowsIn(
      connection,
      `SELECT sample, text, change, before, after, split_before, split_after FROM changes WHERE change <> 'same'
       ORDER BY CASE change WHEN 'relabeled' THEN 0 WHEN 'removed' THEN 1 WHEN 'added' THEN 2 ELSE 3 END, sample LIMIT ${most}`,
    );
    return {
      added: count('added'),
      removed: count('removed'),
      relabeled: count('relabeled'),
      moved: count('moved'),
      same: count('same'),
      rows: rows.map(([sample, text, change, before, after, splitBefore, splitAfter]) => ({
        sample: String(sample),
        text: String(text).slice(0, CLIPPED),
        change: String(change) as VersionDiff['rows'][number]['change'],
        before: textOf(before),
        after: textOf(after),
        splitBefore: textOf(splitBefore),
        splitAfter: textOf(splitAfter),
      })),
    };
  });
}

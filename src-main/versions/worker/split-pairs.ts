/** @file The splits of pairs: what was compared in one split is in no other, where that is possible. */
import { VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { componentsOf, splitWhole } from './components.ts';
import { appendChunk, CHUNK_ROWS, type ContentColumn, type FreezeSpec } from './freeze-columns.ts';
import { splitRows } from './splits.ts';
import { splitSamples } from './splitting.ts';

/** The columns of the table of samples that hold the two; null where samples are no pairs. */
export function pairColumns(
  { compared }: Pick<FreezeSpec, 'compared'>,
  content: readonly ContentColumn[],
): readonly [first: string, second: string] | null {
  if (!compared) return null;
  const at = (column: string) => content.findIndex(({ name }) => name === `f:${column}`);
  const [first, second] = [at(compared.first), at(compared.second)];
  return first < 0 || second < 0 ? null : [`c${first}`, `c${second}`];
}

/**
 * Pairs that share a text, directly or over other pairs, go to one split: such components are drawn in an order that only
 * the seed decides. Where nearly all pairs hang together, so that a split could not be filled to half of its share, and
 * where files say which split a pair is in, pairs are drawn one by one as other samples are; a text can then stand in
 * several splits, and reports count the pairs of which that is true.
 *
 * @throws AppError `datasets.tooFewRows`, `datasets.shares`
 */
export async function splitPairs(
  connection: DuckDBConnection,
  spec: FreezeSpec,
  [first, second]: readonly [first: string, second: string],
): Promise<void> {
  const reader = await connection.runAndReadAll(
    `WITH items AS (
       SELECT text, (row_number() OVER ())::INTEGER - 1 AS number FROM (
         SELECT CAST(${first} AS VARCHAR) AS text FROM samples UNION SELECT CAST(${second} AS VARCHAR) FROM samples)
     )
     SELECT s.id, a.number, b.number, s.fixed FROM samples s
     JOIN items a ON a.text IS NOT DISTINCT FROM CAST(s.${first} AS VARCHAR)
     JOIN items b ON b.text IS NOT DISTINCT FROM CAST(s.${second} AS VARCHAR)
     ORDER BY sha256('${spec.seed}:' || s.id), s.id`,
  );
  const rows = reader.getRows();
  const allocations = splitRows(rows.length, spec.shares);
  const pairs = rows.map(([, one, other]) => [Number(one), Number(other)] as const);
  const isFixed = rows.some(([, , , fixed]) => fixed !== null);
  const splits = isFixed ? null : splitWhole(componentsOf(2 * pairs.length, pairs), allocations[0]!);
  if (!splits) return splitSamples(connection, spec);
  await connection.run('CREATE TABLE splits (id VARCHAR, split VARCHAR)');
  const appender = await connection.createAppender('splits');
  for (let at = 0; at < rows.length; at += CHUNK_ROWS)
    appendChunk(
      appender,
      [VARCHAR, VARCHAR],
      [rows.slice(at, at + CHUNK_ROWS).map(([id]) => String(id)), splits.slice(at, at + CHUNK_ROWS)],
    );
  appender.closeSync();
}

/** @file The job `diff`: what one frozen version has that another has not, and whose labels changed. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted, withDuckDb } from '../../platform/worker/duckdb.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import type { VersionDiff } from '../../../src-shared/contract.ts';

export interface DiffSpec {
  /** Paths of the two Parquet files. */
  readonly from: string;
  readonly to: string;
  /** Rows at most, those of changed labels first. */
  readonly most: number;
}

const MEMORY_BYTES = 512 * 2 ** 20;
/** Columns of a table that stand for its row. */
const CELLS = 6;
const CLIPPED = 300;

/** Compares by the ids of samples, which are the hashes of their content. */
export async function diff(
  { from, to, most }: DiffSpec,
  port: Pick<JobPort<never>, 'scratch'>,
): Promise<VersionDiff> {
  const options = { scratch: port.scratch, memoryBytes: MEMORY_BYTES, threads: 1 };
  return withDuckDb(options, async (connection) => {
    await take(connection, 'before', from);
    await take(connection, 'after', to);
    await connection.run(`CREATE TABLE changes AS
      SELECT coalesce(a.id, b.id) AS sample, coalesce(b.text, a.text, '') AS text,
        a.answer AS before, b.answer AS after, a.split AS split_before, b.split AS split_after,
        CASE WHEN a.id IS NULL THEN 'added' WHEN b.id IS NULL THEN 'removed'
          WHEN a.answer IS DISTINCT FROM b.answer THEN 'relabeled' WHEN a.split <> b.split THEN 'moved' ELSE 'same' END AS change
      FROM before a FULL JOIN after b ON a.id = b.id AND a.copy = b.copy`);
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

const textOf = (cell: unknown): string | null => (cell === null || cell === undefined ? null : String(cell));

/** What all kinds of data have: an id, an answer as text, a split, and something to read. A passage may stand there twice. */
async function take(connection: DuckDBConnection, name: string, path: string): Promise<void> {
  const described = await rowsIn(connection, `DESCRIBE SELECT * FROM read_parquet(${quoted(path)})`);
  const columns = described.map(([column]) => String(column));
  const answers = ['value', 'label', 'target'].filter((column) => columns.includes(column));
  const answer =
    answers.length > 0 ? `coalesce(${answers.map((one) => `${one}::VARCHAR`).join(', ')})` : 'NULL';
  await connection.run(
    `CREATE TABLE ${name} AS SELECT id, split, ${answer}::VARCHAR AS answer, ${shownOf(columns)}::VARCHAR AS text,
       row_number() OVER (PARTITION BY id) AS copy FROM read_parquet(${quoted(path)})`,
  );
}

function shownOf(columns: readonly string[]): string {
  if (columns.includes('text')) return `left(text, ${CLIPPED})`;
  const cells = columns.filter((column) => column.startsWith('f:')).slice(0, CELLS);
  if (cells.length === 0) return "''";
  const named = cells.map((column) => {
    const cell = `"${column.replaceAll('"', '""')}"`;
    return `CASE WHEN ${cell} IS NULL THEN NULL ELSE concat(${quoted(column.slice(2))}, ' ', ${cell}) END`;
  });
  return `left(concat_ws(' · ', ${named.join(', ')}), ${CLIPPED})`;
}

async function rowsIn(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRowsJS();
}

/** @file Two frozen versions side by side, sample by sample. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from '../../platform/worker/duckdb.ts';

/** Columns of a table that stand for its row. */
const CELLS = 6;
export const CLIPPED = 300;

/** The table `changes`: what came, went, changed its answer (`relabeled`) or its split (`moved`), by the ids of samples. */
export async function comparePair(
  connection: DuckDBConnection,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await take(connection, 'before', from);
  await take(connection, 'after', to);
  await connection.run(`CREATE TABLE changes AS
    SELECT coalesce(a.id, b.id) AS sample, coalesce(b.text, a.text, '') AS text,
      a.answer AS before, b.answer AS after, a.split AS split_before, b.split AS split_after,
      CASE WHEN a.id IS NULL THEN 'added' WHEN b.id IS NULL THEN 'removed'
        WHEN a.answer IS DISTINCT FROM b.answer THEN 'relabeled' WHEN a.split <> b.split THEN 'moved' ELSE 'same' END AS change
    FROM before a FULL JOIN after b ON a.id = b.id AND a.copy = b.copy`);
}

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

export async function rowsIn(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRowsJS();
}

export const textOf = (cell: unknown): string | null =>
  cell === null || cell === undefined ? null : String(cell);

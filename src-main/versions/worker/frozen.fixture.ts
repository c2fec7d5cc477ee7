/** @file For tests: frozen versions of tables, written as a freeze writes them. */
import { DOUBLE, DuckDBDataChunk, DuckDBInstance, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import type { Column } from '../../../src-shared/contract.ts';
import type { FrozenVersion, Split } from './frozen.ts';

export interface FrozenRow {
  readonly split: Split;
  /** By the name of a feature; numbers and days in double, texts for categories. */
  readonly cells: Readonly<Record<string, number | string | null>>;
  /** The class, or the number to predict. */
  readonly answer?: string | number;
}

/** Writes rows as a version's file. `columns` says the types of the features; numbers unless listed. */
export async function freezeRows(
  path: string,
  rows: readonly FrozenRow[],
  types: Readonly<Record<string, Column['type']>> = {},
): Promise<FrozenVersion> {
  const names = Object.keys(rows[0]?.cells ?? {});
  const features = names.map((name): Column => ({ name, type: types[name] ?? 'number', role: 'feature' }));
  const [{ answer } = {}] = rows;
  const target = answer === undefined ? 'none' : typeof answer === 'number' ? 'number' : 'class';
  const own = target === 'none' ? [] : [target === 'number' ? 'target' : 'label'];
  const columns = [
    ...['id', 'split'].map((name) => ({ name, type: VARCHAR })),
    ...own.map((name) => ({ name, type: target === 'number' ? DOUBLE : VARCHAR })),
    ...features.map(({ name, type }) => ({
      name: `f:${name}`,
      type: type === 'category' ? VARCHAR : DOUBLE,
    })),
  ];
  const values = rows.map(({ split, cells, answer: is }, index): DuckDBValue[] => [
    ...[index.toString(16).padStart(64, '0'), split],
    ...(is === undefined ? [] : [is]),
    ...names.map((name) => cells[name] ?? null),
  ]);
  await writeParquet(path, columns, values);
  const labels = [...new Set(rows.map(({ answer: is }) => is))].filter((is) => typeof is === 'string');
  return {
    path,
    kind: 'table',
    target,
    image: null,
    language: 'en',
    labels: labels.toSorted(),
    columns: [...features, ...(target === 'none' ? [] : [answerColumn(target)])],
  };
}

function answerColumn(target: 'number' | 'class'): Column {
  return { name: 'answer', type: target === 'number' ? 'number' : 'category', role: 'target' };
}

async function writeParquet(
  path: string,
  columns: readonly { readonly name: string; readonly type: typeof DOUBLE | typeof VARCHAR }[],
  rows: readonly DuckDBValue[][],
): Promise<void> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const declared = columns.map(({ name, type }) => `"${name}" ${type.toString()}`).join(', ');
  await connection.run(`create table rows (${declared})`);
  const appender = await connection.createAppender('rows');
  for (let first = 0; first < rows.length; first += 2048) {
    const chunk = DuckDBDataChunk.create(columns.map(({ type }) => type));
    chunk.setRows(rows.slice(first, first + 2048));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await connection.run(`copy rows to '${path}' (format parquet)`);
  connection.closeSync();
  database.closeSync();
}

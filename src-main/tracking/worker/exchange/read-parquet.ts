/** @file Parquet: what Neptune's exporter writes, and tables as in CSV. DuckDB reads it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openDuckDb, quoted } from '../../../platform/worker/duckdb.ts';
import type { RunRecord } from '../../exchange/records.ts';
import { tableColumnsOf } from './columns.ts';
import { NEPTUNE_COLUMNS, readNeptune } from './read-neptune.ts';
import { readTable, type TableRow } from './read-table.ts';
import { baseOf, type RunSource } from './source.ts';

export const isParquet = ({ name }: { readonly name: string }): boolean => /\.parquet$/i.test(name);

export async function* readParquet(source: RunSource): AsyncGenerator<RunRecord> {
  const instance = await openDuckDb(':memory:', {
    memory_limit: '400MB',
    threads: '1',
    temp_directory: path.join(source.scratch, 'spill'),
  });
  const connection = await instance.connect();
  try {
    yield* readAll(source, connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A file is copied under a name of its own, so that no name of the source is a pattern or an address to DuckDB. */
async function* readAll(source: RunSource, connection: DuckDBConnection): AsyncGenerator<RunRecord> {
  const ofNeptune: string[] = [];
  for (const [i, file] of source.files.filter(isParquet).entries()) {
    const copy = path.join(source.scratch, `runs-${i}.parquet`);
    await pipeline(await file.stream(), createWriteStream(copy));
    const from = `read_parquet(${quoted(copy)})`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`).catch(() => null);
    const names = described?.getRows().map(([name]) => String(name)) ?? [];
    const columns = tableColumnsOf(names);
    if (NEPTUNE_COLUMNS.every((name) => names.includes(name))) ofNeptune.push(copy);
    else if (columns === null) source.losses.add('badFile', file.name, baseOf(file.name));
    else yield* readTable(source, { file: file.name, columns, rows: rowsOf(connection, { from, names }) });
  }
  // A run may lie in many files.
  const from = `read_parquet([${ofNeptune.map(quoted).join(', ')}])`;
  if (ofNeptune.length > 0) yield* readNeptune(source, { connection, from });
}

async function* rowsOf(
  connection: DuckDBConnection,
  { from, names }: { from: string; names: readonly string[] },
): AsyncGenerator<TableRow> {
  const columns = names.map((name) => `"${name.replaceAll('"', '""')}"::VARCHAR`).join(', ');
  const result = await connection.stream(`SELECT ${columns} FROM ${from}`);
  let line = 0;
  for await (const rows of result.yieldRows())
    for (const row of rows)
      yield { line: ++line, cells: row.map((cell) => (cell === null ? '' : String(cell))) };
}

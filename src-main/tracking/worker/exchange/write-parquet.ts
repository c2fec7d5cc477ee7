/** @file The tables of CSV as Parquet, with the types of their columns. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openDuckDb, quoted } from '../../../platform/worker/duckdb.ts';

/** Of columns that are no texts. */
const TYPES: Readonly<Record<string, string>> = {
  step: 'BIGINT',
  epoch: 'DOUBLE',
  time: 'TIMESTAMP',
  value: 'DOUBLE',
  started: 'TIMESTAMP',
  ended: 'TIMESTAMP',
};

/** A line may be so long; unasked, DuckDB takes sixteen times as much for its buffer. */
const LONGEST_LINE = 32 * 2 ** 20;

/** @param names of the files below the folder; each is replaced by one with the ending `.parquet` */
export async function asParquet(folder: string, names: Iterable<string>): Promise<void> {
  const instance = await openDuckDb(':memory:', { memory_limit: '600MB', threads: '1' });
  const connection = await instance.connect();
  try {
    for (const name of names) {
      const file = path.join(folder, name);
      const from = `read_csv(${quoted(file)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"',
        nullstr = '', strict_mode = true, max_line_size = ${LONGEST_LINE}, buffer_size = ${LONGEST_LINE})`;
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
      const columns = described.getRows().map(([column]) => {
        const own = `"${String(column).replaceAll('"', '""')}"`;
        const type = TYPES[String(column)];
        return type === undefined ? own : `CAST(${own} AS ${type}) AS ${own}`;
      });
      const to = quoted(file.replace(/\.csv$/, '.parquet'));
      await connection.run(
        `COPY (SELECT ${columns.join(', ')} FROM ${from}) TO ${to} (FORMAT parquet, COMPRESSION zstd)`,
      );
      await rm(file);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** @file Rows of a Parquet file, read by DuckDB, with every cell as text. */
import { createReadStream } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { basename } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { openDuckDb, quoted } from '../duckdb.ts';
import { withoutPaths } from '../words.ts';
import { typeInWords } from './dialect.ts';
import type { GoodRow, RowBatch } from './rows.ts';

const MEMORY = '400MB';

export interface ParquetColumns {
  readonly columns: readonly string[];
  /** As people say them, e.g. `integer`. */
  readonly types: readonly string[];
}

/** @throws AppError `datasets.fileUnreadable` */
export async function parquetColumns(file: string, fileName: string): Promise<ParquetColumns> {
  try {
    await using database = await openDatabase();
    const sql = `DESCRIBE SELECT * FROM read_parquet(${quoted(file)})`;
    const rows = (await database.connection.runAndReadAll(sql)).getRows();
    return {
      columns: rows.map(([name]) => String(name)),
      types: rows.map(([, type]) => typeInWords(String(type))),
    };
  } catch (error) {
    throw unreadable(file, fileName, error);
  }
}

/** Row 1 is the first row. @param onBytes given the bytes of the file, before its rows come */
export async function* readParquet(file: string, onBytes: (bytes: Buffer) => void): AsyncGenerator<RowBatch> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) onBytes(chunk as Buffer);
  await using database = await openDatabase();
  const sql = `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(${quoted(file)})`;
  const result = await database.connection.stream(sql);
  let row = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const good: GoodRow[] = chunk
      .getRows()
      .map((cells) => ({ row: ++row, cells: cells.map((cell) => (cell === null ? null : String(cell))) }));
    yield { good, bad: [] };
  }
}

/** In memory, and never on the net. */
async function openDatabase() {
  const database = await openDuckDb(':memory:', { memory_limit: MEMORY, threads: '1' });
  const connection: DuckDBConnection = await database.connect();
  // Moments are written in the session's zone, which would be the machine's.
  await connection.run("SET TimeZone = 'UTC'");
  return {
    connection,
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      database.closeSync();
    },
  };
}

/** What DuckDB says first, without its question and without the name an upload has here. */
function unreadable(path: string, file: string, error: unknown): AppError {
  const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const why = withoutPaths(said.replaceAll(path, file).replaceAll(basename(path), file)).slice(0, 300);
  return new AppError('datasets.fileUnreadable', { file, why }, { cause: error });
}

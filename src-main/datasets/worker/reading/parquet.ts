/** @file Rows of a Parquet file, read by DuckDB, with every cell as text. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { AppError, type WireError } from '../../../../src-shared/platform/errors.ts';
import { openDuckDb, quoted } from '../../../platform/worker/duckdb.ts';
import { withoutPaths } from '../../../platform/pool/words.ts';
import { describeParquet, type ParquetColumn } from './parquet-columns.ts';
import type { GoodRow, RowBatch } from './rows.ts';

const MEMORY = '400MB';

/** @throws AppError `datasets.fileUnreadable` */
export async function parquetColumns(file: string, fileName: string): Promise<ParquetColumn[]> {
  try {
    await using database = await openDatabase();
    return await describeParquet(database.connection, file);
  } catch (error) {
    throw new AppError(
      'datasets.fileUnreadable',
      { file: fileName, why: wordsOf(error, file) },
      { cause: error },
    );
  }
}

/** Row 1 is the first row. @param onBytes given the bytes of the file, before its rows come @throws AppError `datasets.parquetDamaged` */
export async function* readParquet(file: string, onBytes: (bytes: Buffer) => void): AsyncGenerator<RowBatch> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) onBytes(chunk as Buffer);
  let row = 0;
  for await (const { columns, rows } of chunksOf(file, () => true))
    yield { good: rows.map((cells) => rowOf(cells, columns, ++row)), bad: [] };
}

export interface ParquetChunk {
  readonly columns: readonly ParquetColumn[];
  readonly rows: readonly (readonly DuckDBValue[])[];
}

/** The rows of some of the columns, as their SQL reads them. @throws AppError `datasets.parquetDamaged` */
export async function* chunksOf(
  file: string,
  wanted: (column: ParquetColumn) => boolean,
): AsyncGenerator<ParquetChunk> {
  let row = 0;
  try {
    await using database = await openDatabase();
    const columns = (await describeParquet(database.connection, file)).filter(wanted);
    const chosen = columns.map(({ sql }) => sql).join(', ');
    const result = await database.connection.stream(`SELECT ${chosen} FROM read_parquet(${quoted(file)})`);
    for (
      let chunk = await result.fetchChunk();
      chunk && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const rows = chunk.getRows();
      row += rows.length;
      yield { columns, rows };
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw await damageOf(file, { row: row + 1, why: wordsOf(error, file) }, error);
  }
}

function rowOf(values: readonly DuckDBValue[], columns: readonly ParquetColumn[], row: number): GoodRow {
  const odd = new Map<number, WireError>();
  const cells = values.map((value, i) => {
    const { cell, problem = null } = cellOf(value, columns[i]!);
    if (problem) odd.set(i, problem);
    return cell;
  });
  return odd.size > 0 ? { row, cells, odd } : { row, cells };
}

function cellOf(
  value: DuckDBValue,
  { name, holds, classes }: ParquetColumn,
): { cell: string | null; problem?: WireError } {
  if (value === null) return { cell: null };
  const parameters = { column: name };
  const bytes = bytesOf(value);
  if (holds === 'image') return { cell: null, problem: { key: 'datasets.rowNotText', parameters } };
  if (bytes) {
    if (isUtf8(bytes) && !bytes.includes(0)) return { cell: Buffer.from(bytes).toString('utf8') };
    return { cell: null, problem: { key: 'datasets.rowBytes', parameters } };
  }
  const cell = String(value);
  if (holds === 'nested' && /^[[{]/.test(cell))
    return { cell, problem: { key: 'datasets.rowNotText', parameters } };
  if (!classes) return { cell };
  // Hugging Face writes -1 where a class is not known.
  return { cell: cell === '-1' ? null : (classes[Number(cell)] ?? cell) };
}

/** The bytes of a value; null where it is none. */
export function bytesOf(value: DuckDBValue | undefined): Uint8Array | null {
  return value && typeof value === 'object' && 'bytes' in value ? value.bytes : null;
}

/** A label as its column says it. */
export function labelOf(value: DuckDBValue | undefined, column: ParquetColumn | undefined): string | null {
  return value === undefined || !column ? null : cellOf(value, column).cell;
}

/** Names the column that cannot be read, and where its data stand in the file. */
async function damageOf(
  file: string,
  { row, why }: { row: number; why: string },
  cause: unknown,
): Promise<AppError> {
  const found = await damagedColumn(file).catch(() => null);
  const parameters = found ? { row, why, column: found.column, offset: found.offset } : { row, why };
  return new AppError(found ? 'datasets.parquetDamaged' : 'datasets.parquetUnreadable', parameters, {
    cause,
  });
}

async function damagedColumn(file: string): Promise<{ column: string; offset: number } | null> {
  for (const { column, group, offset } of await chunkPlaces(file)) {
    // Each in a database of its own: after an error of its own DuckDB wants no more work.
    await using database = await openDatabase();
    const [first] = column.split(', ');
    const name = `"${first!.replaceAll('"', '""')}"`;
    const { from, to } = group;
    const sql = `SELECT count(CAST(${name} AS VARCHAR)), max(length(CAST(${name} AS VARCHAR))) FROM
      (SELECT ${name} FROM read_parquet(${quoted(file)}) LIMIT ${to - from} OFFSET ${from})`;
    const whole = await database.connection.runAndReadAll(sql).then(
      () => true,
      () => false,
    );
    if (!whole) return { column, offset };
  }
  return null;
}

async function chunkPlaces(file: string) {
  await using database = await openDatabase();
  const sql = `SELECT path_in_schema, row_group_id, row_group_num_rows, least(data_page_offset, coalesce(nullif(dictionary_page_offset, 0), data_page_offset))
    FROM parquet_metadata(${quoted(file)})`;
  const rows = (await database.connection.runAndReadAll(sql)).getRows();
  const starts = new Map<number, number>();
  let start = 0;
  return rows.slice(0, MOST_PROBES).map(([column, id, count, offset]) => {
    const group = Number(id);
    if (!starts.has(group)) {
      starts.set(group, start);
      start += Number(count);
    }
    const from = starts.get(group)!;
    return { column: String(column), offset: Number(offset), group: { from, to: from + Number(count) } };
  });
}

/** So many parts of a damaged file are tried one by one. */
const MOST_PROBES = 200;

/** Of an error of DuckDB what people can use: neither its SQL, nor the name that the file has inside, nor a stack. */
function wordsOf(error: unknown, file: string): string {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return withoutPaths(first)
    .replaceAll(path.basename(file), '')
    .replace(
      /^(Invalid (Input )?|IO |INTERNAL |Internal |Out of Range |Serialization |Conversion |Not implemented )?(Exception|Error):\s*/i,
      '',
    )
    .replace(/\b(in|reading|of) (file )?["'“”]{2}:?/gi, '')
    .replace(/["']{2}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
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

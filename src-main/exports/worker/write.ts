/** @file The job `export`: rows from the workbench, from a frozen version, or of both side by side, as one file. */
import { statSync } from 'node:fs';
import {
  BLOB,
  BOOLEAN,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDataChunk,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { TableFormat } from '../../../src-shared/exports/values.ts';
import { quoted, withDuckDb } from '../../platform/worker/duckdb.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';

/** What DuckDB may hold before it spills; images are large. */
const MEMORY_BYTES = 600e6;
const CHUNK_ROWS = 2048;

export type CellType = 'text' | 'number' | 'integer' | 'boolean' | 'bytes';
export type Cell = string | number | boolean | Uint8Array | null;

/** A column of the file: fed by the workbench, or taken from the version's file under another name. */
export interface ExportColumn {
  readonly name: string;
  readonly type: CellType;
  /** Of the version's file; `days` are a number of days since 1970-01-01 that is written as a date. */
  readonly from?: { readonly column: string; readonly days: boolean };
}

export interface ExportSpec {
  readonly format: TableFormat;
  /** Where the file is to be written. */
  readonly file: string;
  readonly columns: readonly ExportColumn[];
  /** The Parquet file of a version. Rows that are fed as well are joined to it by their first cell, the id. */
  readonly version: string | null;
  /** How many rows are expected, for progress. */
  readonly rows: number;
}

/** A list of cells for each column that is fed, in their order. With a version the ids come first. */
export type ExportBatch = readonly (readonly Cell[])[];

const TYPES: Readonly<Record<CellType, DuckDBType>> = {
  text: VARCHAR,
  number: DOUBLE,
  integer: INTEGER,
  boolean: BOOLEAN,
  bytes: BLOB,
};

/** Bytes stand in Parquet alone: no text format has a place for them. */
const HOLDS_BYTES: Readonly<Record<TableFormat, boolean>> = { csv: false, jsonl: false, parquet: true };

/** CSV as RFC 4180 has it, UTF-8 without a byte order mark; an empty text is `""`, what is not known is nothing. */
const OPTIONS: Readonly<Record<TableFormat, string>> = {
  csv: 'FORMAT csv, HEADER true',
  jsonl: 'FORMAT json',
  parquet: 'FORMAT parquet, ROW_GROUP_SIZE 20480',
};

/** Writes the file. Cells are written as they are: none is changed for a spreadsheet that would take it for a formula. */
export function writeExport(
  spec: ExportSpec,
  port: JobPort<never, ExportBatch>,
): Promise<{ rows: number; bytes: number }> {
  return withDuckDb({ scratch: port.scratch, memoryBytes: MEMORY_BYTES, threads: 1 }, async (connection) => {
    await takeRows(connection, spec, port);
    const written = await connection.runAndReadAll(
      `COPY (${selectOf(spec)}) TO ${quoted(spec.file)} (${OPTIONS[spec.format]})`,
    );
    return { rows: Number(written.getRows()[0]?.[0] ?? 0), bytes: statSync(spec.file).size };
  });
}

/** Columns that are fed are called `c0`, `c1` …, as names may differ by case alone; `id` joins them to a version. */
function fedOf({ columns, version }: ExportSpec): { name: string; type: DuckDBType }[] {
  const fed = columns.filter(({ from }) => from === undefined);
  const named = fed.map(({ type }, i) => ({ name: `c${i}`, type: TYPES[type] }));
  return version === null ? named : [{ name: 'id', type: VARCHAR }, ...named];
}

async function takeRows(
  connection: DuckDBConnection,
  spec: ExportSpec,
  port: JobPort<never, ExportBatch>,
): Promise<void> {
  const fed = fedOf(spec);
  if (!isFed(spec)) return;
  const types = fed.map(({ type }) => type);
  await connection.run(
    `CREATE TABLE fed (${fed.map(({ name, type }) => `${name} ${type.toString()}`).join(', ')})`,
  );
  const appender = await connection.createAppender('fed');
  let done = 0;
  for await (const batch of port.receive()) {
    const rows = batch[0]?.length ?? 0;
    for (let at = 0; at < rows; at += CHUNK_ROWS) {
      const chunk = DuckDBDataChunk.create(types);
      chunk.setColumns(batch.map((cells) => cells.slice(at, at + CHUNK_ROWS).map(valueOf)));
      appender.appendDataChunk(chunk);
    }
    done += rows;
    port.progress(done, Math.max(done, spec.rows));
  }
  appender.closeSync();
}

const isFed = ({ columns }: ExportSpec): boolean => columns.some(({ from }) => from === undefined);

const valueOf = (cell: Cell): DuckDBValue => (cell instanceof Uint8Array ? new DuckDBBlobValue(cell) : cell);

function selectOf(spec: ExportSpec): string {
  const { columns, format, version } = spec;
  let fed = 0;
  const chosen = columns.flatMap(({ name, type, from }) => {
    const source = from === undefined ? `fed.c${fed++}` : sourceOf(from);
    if (type !== 'bytes') return [`${source} AS ${identifier(name)}`];
    return HOLDS_BYTES[format] ? [`${imageOf(source, nameIn(columns))} AS ${identifier(name)}`] : [];
  });
  const select = `SELECT ${chosen.join(', ')}`;
  if (version === null) return `${select} FROM fed`;
  const file = `read_parquet(${quoted(version)})`;
  return isFed(spec)
    ? `${select} FROM fed JOIN ${file} v ON v.id = fed.id ORDER BY fed.rowid`
    : `${select} FROM ${file} v`;
}

/** An image as the field keeps one in Parquet: a struct of its encoded bytes and its path, which stands beside it. */
const imageOf = (bytes: string, path: string): string => `struct_pack(bytes := ${bytes}, path := ${path})`;

/** Where the names of images are fed; a version keeps none. */
function nameIn(columns: readonly ExportColumn[]): string {
  const fed = columns.filter(({ from }) => from === undefined);
  const at = fed.findIndex(({ name }) => name === 'name');
  return at < 0 ? 'NULL::VARCHAR' : `fed.c${at}`;
}

/** Days as ISO dates, with the time of day where there is one. */
function sourceOf({ column, days }: NonNullable<ExportColumn['from']>): string {
  const cell = `v.${identifier(column)}`;
  if (!days) return cell;
  const moment = `make_timestamp(CAST(round(${cell} * 86400000) AS BIGINT) * 1000)`;
  const [day, second] = ['%Y-%m-%d', '%Y-%m-%dT%H:%M:%S'].map((form) => `strftime(${moment}, '${form}')`);
  return `CASE WHEN ${cell} = floor(${cell}) THEN ${day} ELSE ${second} END`;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

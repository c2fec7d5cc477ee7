/** @file What the columns of a Parquet file hold, by its schema and by what Hugging Face wrote beside it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from '../../../platform/worker/duckdb.ts';
import { typeInWords } from './types.ts';

/** `bytes` are texts where they are UTF-8; `image` is a struct of an encoded image and its path; `nested` are lists and structs. */
export type ParquetKind = 'plain' | 'bytes' | 'image' | 'nested';

export interface ParquetColumn {
  readonly name: string;
  readonly holds: ParquetKind;
  /** As people say it, e.g. `integer`. */
  readonly type: string;
  /** Of numbers that stand for classes: their names, from 0. */
  readonly classes: readonly string[] | null;
  /** What reads it: as text, or as bytes for `bytes` and `image`. */
  readonly sql: string;
}

const IMAGE = /^STRUCT\((?=.*\bbytes BLOB\b)(bytes BLOB|path VARCHAR)(, (bytes BLOB|path VARCHAR))?\)$/;
const NESTED = /^(STRUCT|MAP|UNION|VARIANT)\(|\]$/;

export async function describeParquet(connection: DuckDBConnection, file: string): Promise<ParquetColumn[]> {
  const sql = `DESCRIBE SELECT * FROM read_parquet(${quoted(file)})`;
  const rows = (await connection.runAndReadAll(sql)).getRows();
  const classes = await classesIn(connection, file);
  return rows.map(([name, type]) => {
    const found = { name: String(name), type: String(type) };
    return { ...readAs(found), name: found.name, classes: classes.get(found.name) ?? null };
  });
}

function readAs({
  name,
  type,
}: {
  name: string;
  type: string;
}): Pick<ParquetColumn, 'holds' | 'type' | 'sql'> {
  const column = `"${name.replaceAll('"', '""')}"`;
  if (type === 'BLOB') return { holds: 'bytes', type: 'text', sql: column };
  if (IMAGE.test(type)) return { holds: 'image', type: 'image', sql: `${column}.bytes` };
  if (!NESTED.test(type))
    return { holds: 'plain', type: typeInWords(type), sql: `CAST(${column} AS VARCHAR)` };
  // What is one value in a list is that value, written as a value of its own is.
  const alone = /^[^([]+(\([^()[\]]*\))?\[\d*\]$/.test(type)
    ? `WHEN len(${column}) = 1 THEN CAST(${column}[1] AS VARCHAR) WHEN len(${column}) = 0 THEN NULL`
    : 'WHEN false THEN NULL';
  return {
    holds: 'nested',
    type: 'nested',
    sql: `CASE ${alone} ELSE CAST(to_json(${column}) AS VARCHAR) END`,
  };
}

/** Names of classes that the file keeps for its numbers. */
async function classesIn(
  connection: DuckDBConnection,
  file: string,
): Promise<Map<string, readonly string[]>> {
  const sql = `SELECT decode(value) FROM parquet_kv_metadata(${quoted(file)}) WHERE decode(key) = 'huggingface'`;
  const found = new Map<string, readonly string[]>();
  try {
    const [row] = (await connection.runAndReadAll(sql)).getRows();
    if (!row) return found;
    // Here, as few files have it, and schemas take long to load.
    const { classLabelsIn } = await import('./hugging-face.ts');
    for (const [name, names] of classLabelsIn(String(row[0]))) found.set(name, names);
  } catch {
    // Nothing is said of classes, or it is not said as Hugging Face says it.
  }
  return found;
}

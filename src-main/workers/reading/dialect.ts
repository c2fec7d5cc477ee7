/** @file The delimiter and the column types of a CSV file, sniffed by DuckDB from the file's beginning. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoted, withDuckDb } from '../duckdb.ts';
import type { RawRecord } from './records.ts';

const DELIMITERS = [',', ';', '\t', '|'];

export interface Dialect {
  readonly delimiter: string;
  /** The type of each column, e.g. `text`, `integer`; empty when DuckDB could not tell. */
  readonly types: readonly string[];
}

/**
 * Sniffs from a few whole records, which are written to scratch as UTF-8, so that no file is too big or too odd.
 *
 * @param given the delimiter when it is known; then only the types are sniffed
 */
export async function sniffDialect(
  records: readonly RawRecord[],
  scratch: string,
  given: string | null,
): Promise<Dialect> {
  const head = join(scratch, 'head.csv');
  writeFileSync(head, Buffer.concat(records.flatMap(({ bytes }) => [bytes, Buffer.from('\n')])));
  const delim = given === null ? '' : `, delim = ${quoted(given)}`;
  const sql = (strict: boolean): string =>
    `SELECT Delimiter, Columns FROM sniff_csv(${quoted(head)}, quote = '"', escape = '"', header = true,
    ignore_errors = true, strict_mode = ${strict}, null_padding = true${delim})`;
  const found = await withDuckDb({ scratch, memoryBytes: 128e6, threads: 1 }, async (connection) => {
    const sniff = (strict: boolean) =>
      connection.runAndReadAll(sql(strict)).then(
        (reader) => reader.getRowObjectsJson()[0],
        () => undefined,
      );
    // Loose rules read a comma into a file whose cells are all quoted; strict ones give up on stray quotes.
    return (await sniff(true)) ?? (await sniff(false));
  });
  const delimiter = given ?? String(found?.Delimiter ?? '');
  const columns = found?.Columns as { type: string }[] | undefined;
  if (!DELIMITERS.includes(delimiter) && given === null)
    return { delimiter: commonestDelimiter(records[0]?.bytes.toString('utf8') ?? ''), types: [] };
  return { delimiter, types: columns?.map(({ type }) => typeInWords(type)) ?? [] };
}

function commonestDelimiter(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

/** A type of DuckDB as people say it. */
export function typeInWords(type: string): string {
  if (/INT$|^INTEGER$/.test(type)) return 'integer';
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  if (/^(DATE|TIME)/.test(type)) return type === 'DATE' ? 'date' : 'time';
  return 'text';
}

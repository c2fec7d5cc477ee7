/** @file Any file that can be imported, as batches of rows with the same columns. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import { asUtf8 } from './encoding.ts';
import { readFolder } from './folder.ts';
import { readObject, type OnUnforeseen } from './json.ts';
import { jsonShape } from './json-shape.ts';
import { readValues } from './json-values.ts';
import { readParquet } from './parquet.ts';
import { cellsOf } from './cells.ts';
import { holdsUndefined } from './decoding.ts';
import { readRecords, type RawRecord } from './records.ts';
import type { BadRow, GoodRow, RowBatch, TableSource } from './rows.ts';

const CHUNK_BYTES = 1 << 18;
const EXCERPT_CHARACTERS = 200;
const LONGEST_LINE = 10_000;

/** What reading tells on the way. */
export interface ReadingHooks {
  /** Given every chunk of bytes as it stands in the file, for its hash and for progress. */
  readonly onBytes?: (bytes: Buffer) => void;
  /** At most so many bytes are read. */
  readonly byteLimit?: number;
  /** Told of every key of JSON that is no column. */
  readonly onUnforeseen?: (key: string, row: number) => void;
}

/** The rows of a source, batch by batch; a batch is as long as a chunk of the file. */
export async function* readRows(source: TableSource, hooks: ReadingHooks = {}): AsyncGenerator<RowBatch> {
  const onBytes = hooks.onBytes ?? (() => undefined);
  if (source.format === 'folder')
    return yield* readFolder(source.path, {
      encoding: source.encoding,
      names: source.names ?? null,
      update: onBytes,
    });
  if (source.format === 'parquet') return yield* readParquet(source.path, onBytes);
  // The first record that is not blank names the columns, if any does.
  let headerAhead = source.header === true;
  // Behind it some programs draw a line of dashes.
  let lineAhead = headerAhead && source.dialect !== null;
  const places = new Map(source.columns.map((name, i) => [name, i]));
  for await (const records of rawRecords(source, hooks)) {
    const good: GoodRow[] = [];
    const bad: BadRow[] = [];
    for (const record of headerAhead ? records.slice(1) : records) {
      const isLine = lineAhead && isDrawn(record);
      lineAhead = false;
      if (isLine) continue;
      const told = hooks.onUnforeseen && ((key: string) => hooks.onUnforeseen?.(key, record.row));
      const read = readRecord(record, source, { places, told });
      if ('cells' in read) good.push({ row: record.row, ...read });
      else bad.push({ row: record.row, problem: read, excerpt: excerptOf(record.bytes) });
    }
    headerAhead &&= records.length === 0;
    yield { good, bad };
  }
}

/** `|---|:---:|` of Markdown, `----+----` of psql, `--,----` of sqlcmd: a line under the names, and no row. */
function isDrawn({ bytes, problem }: RawRecord): boolean {
  if (problem !== null || bytes.length > LONGEST_LINE) return false;
  const text = bytes.toString('utf8');
  return /^[-|+:=,;\s]+$/.test(text) && /-{3}|={3}/.test(text) && /[|+,;\s]/.test(text.trim());
}

/** The raw records of a file that is no folder, a header among them. */
export async function* rawRecords(
  { path, format, encoding, dialect }: Pick<TableSource, 'path' | 'format' | 'encoding' | 'dialect'>,
  { onBytes, byteLimit }: ReadingHooks = {},
): AsyncGenerator<RawRecord[]> {
  const label = encoding ?? 'utf-8';
  const shape = format === 'json' ? await jsonShape(path, label) : null;
  const end = byteLimit === undefined ? {} : { end: byteLimit - 1 };
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES, ...end });
  const text = asUtf8(watched(stream, onBytes), label);
  yield* shape?.kind === 'values' ? readValues(text, shape) : readRecords(text, { dialect });
}

async function* watched(
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: Buffer) => void = () => undefined,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk);
    yield chunk;
  }
}

/** The names in the cells of a header: on one line, trimmed, never empty, never twice. @param named false for columns without a header */
export function columnNames(row: readonly (string | null)[], named = true): string[] {
  const cells = named ? row : row.map(() => null);
  const given = new Set(cells.map(nameIn));
  const names = new Set<string>();
  for (const [i, cell] of cells.entries()) {
    const wanted = nameIn(cell) || `column ${i + 1}`;
    let name = wanted;
    // What another column is called is left to that one.
    for (let n = 2; names.has(name) || (name !== nameIn(cell) && given.has(name)); n++)
      name = `${wanted} ${n}`;
    names.add(name);
  }
  return [...names];
}

function nameIn(cell: string | null): string {
  return (
    cell
      ?.replace(/^\ufeff/, '')
      .replace(/\s+/g, ' ')
      .trim() ?? ''
  );
}

interface Objects {
  readonly places: ReadonlyMap<string, number>;
  readonly told: OnUnforeseen | undefined;
}

function readRecord(
  record: RawRecord,
  source: TableSource,
  { places, told }: Objects,
): WireError | Omit<GoodRow, 'row'> {
  if (record.problem) return record.problem;
  const text = record.bytes.toString('utf8');
  if (source.encoding === 'utf-8' ? !isUtf8(record.bytes) : holdsUndefined(text, source.encoding ?? ''))
    return { key: 'datasets.rowEncoding', parameters: { encoding: source.encoding ?? '' } };
  if (text.includes('\0')) return { key: 'datasets.rowBinary', parameters: {} };
  if (source.dialect === null) return readObject(text, places, told);
  const cells = cellsOf(text, source.dialect, record.quoted);
  if (cells.length === source.columns.length) return { cells };
  const parameters = { found: cells.length, expected: source.columns.length };
  return { key: 'datasets.rowCells', parameters };
}

/** The beginning of a record, on one line, for a report. */
export function excerptOf(bytes: Buffer): string {
  const text = bytes.subarray(0, EXCERPT_CHARACTERS * 4).toString('utf8');
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, EXCERPT_CHARACTERS).join('');
}

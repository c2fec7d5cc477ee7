/** @file What a text file with rows is: its encoding, its dialect, its columns; said by somebody or detected. */
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TextReading } from '../../../../src-shared/contract.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { withoutPaths } from '../../../platform/pool/words.ts';
import { cellsOf } from './cells.ts';
import { complaint, nothingGood } from './complaints.ts';
import { requireEncoding } from './decoding.ts';
import { requireDelimiter, type Dialect, type GivenDialect } from './dialect.ts';
import { sniffEncoding } from './encoding.ts';
import { namesColumns } from './header.ts';
import { detectDialect, type DetectedDialect } from './detect-dialect.ts';
import { parquetColumns } from './parquet.ts';
import { readPortions } from './portions.ts';
import { createCutter, type RawRecord } from './records.ts';
import type { Format, TableSource } from './rows.ts';
import { readAhead } from './ahead.ts';
import { createKeys } from './flatten.ts';
import { parseObject } from './json.ts';
import { jsonShape, requireRows } from './json-shape.ts';
import { columnNames, excerptOf, rawRecords } from './table.ts';

/** Enough to meet a good row after a few of the longest ones. */
const HEAD_BYTES = 16 << 20;
/** Long rows are detected by as many as stand in these. */
const ENOUGH_BYTES = 1 << 20;
const SNIFFED_RECORDS = 200;
const MOST_COLUMNS = 1000;

/** Of a format that names its columns itself. */
export const NO_HEADER = { dialect: null, header: null } as const;

export interface FileToDescribe {
  readonly path: string;
  readonly fileName: string;
  readonly options: GivenDialect & {
    readonly format?: Format | undefined;
    readonly encoding?: string | undefined;
    readonly header?: boolean | undefined;
  };
}

export interface Described {
  readonly source: TableSource;
  /** By column, where the format says them. */
  readonly types: readonly string[];
  readonly bytes: number;
  readonly reading: TextReading | null;
}

/** @throws AppError of `datasets.*` that says what is wrong with the file */
export async function describeFile(file: FileToDescribe, format: Format): Promise<Described> {
  const { path: at, fileName, options } = file;
  const { size: bytes } = await stat(at);
  if (bytes === 0) throw new AppError('datasets.emptyFile', { file: fileName });
  if (format === 'parquet') {
    const described = await parquetColumns(at, fileName);
    const columns = described.map(({ name }) => name);
    const types = described.map(({ type }) => type);
    return {
      source: { path: at, format, encoding: null, ...NO_HEADER, columns },
      types,
      bytes,
      reading: null,
    };
  }
  const sniffed = await sniffEncoding(at).catch((error: unknown) => {
    throw unreadable(fileName, error);
  });
  if (sniffed.binary && options.encoding === undefined)
    throw new AppError((await isGzip(at)) ? 'datasets.gzipFile' : 'datasets.binaryFile', { file: fileName });
  const encoding = requireEncoding(options.encoding ?? sniffed.encoding);
  const certainty = options.encoding === undefined ? sniffed.certainty : ('given' as const);
  const read = { path: at, encoding };
  const json = isJson(format) || mayBeAnything(file) ? await jsonOf(read, file, format) : null;
  if (json) {
    const reading = { certainty, quote: null, escape: null, lineEnd: null, skipLines: 0 };
    return { ...json, bytes, reading };
  }
  const { dialect, header, columns } = await tableOf(read, file, format);
  const { quote, escape, lineEnd, skipLines } = dialect;
  return {
    source: { ...read, format, dialect, header, columns },
    types: [],
    bytes,
    reading: { certainty, quote, escape, lineEnd, skipLines },
  };
}

async function isGzip(at: string): Promise<boolean> {
  const file = await open(at, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

async function tableOf(
  read: { path: string; encoding: string },
  { fileName, options }: FileToDescribe,
  format: Format,
) {
  requireDelimiter(options);
  const portions = await readPortions(read.path, read.encoding);
  const head = portions[0]?.bytes ?? Buffer.alloc(0);
  if (head.toString('latin1').trim() === '') throw new AppError('datasets.emptyFile', { file: fileName });
  const tabs = format === 'tsv' && options.delimiter === undefined && head.includes('\t');
  const detected = detectDialect(portions, { ...options, ...(tabs && { delimiter: '\t' }) });
  const records = await firstRecords({ ...read, dialect: detected.dialect });
  return { dialect: detected.dialect, ...headOf(records, detected, { fileName, header: options.header }) };
}

/** What the first row is, and the columns: by its names, or numbered as many as the first row that can be read has. */
function headOf(
  records: readonly RawRecord[],
  { dialect, width }: DetectedDialect,
  { fileName, header: stated }: { fileName: string; header: boolean | undefined },
) {
  const good = records.filter(({ problem }) => problem === null);
  const first = stated === false ? (good[0] ?? records[0]) : records[0];
  if (!first) throw new AppError('datasets.noRows', { file: fileName });
  if (first.problem)
    throw nothingGood(fileName, [
      { row: first.row, problem: first.problem, excerpt: excerptOf(first.bytes) },
    ]);
  const rows = good.map(({ bytes, quoted }) => cellsOf(bytes.toString('utf8'), dialect, quoted));
  const [cells = [], ...below] = rows;
  if (cells.length > MOST_COLUMNS)
    throw new AppError('datasets.tooManyColumns', {
      file: fileName,
      columns: cells.length,
      limit: MOST_COLUMNS,
    });
  const even = below.filter((row) => row.length === width);
  const header = stated ?? (cells.length < width || namesColumns(cells, even.length > 0 ? even : below));
  if (!header)
    return { header, columns: columnNames(rows.find((row) => row.length === width) ?? cells, false) };
  return { header, columns: columnNames(wholeHeader(cells, even, width)) };
}

/** A header with too few names has none for what stands at the end of rows, or for the numbers before them. */
function wholeHeader(
  cells: readonly (string | null)[],
  below: readonly (readonly (string | null)[])[],
  width: number,
): readonly (string | null)[] {
  const missing = Array.from({ length: Math.max(0, width - cells.length) }, () => null);
  const atEnd = missing.length !== 1 || below.every((row) => row.at(-1) === null);
  return atEnd ? [...cells, ...missing] : [...missing, ...cells];
}

/** The first records, a header among them. */
export async function firstRecords(source: { path: string; encoding: string; dialect: Dialect }) {
  const first: RawRecord[] = [];
  let read = 0;
  const onBytes = (bytes: Buffer) => void (read += bytes.length);
  for await (const records of rawRecords({ ...source, format: 'csv' }, { byteLimit: HEAD_BYTES, onBytes })) {
    first.push(...records);
    if (first.length >= SNIFFED_RECORDS || (first.length > 0 && read >= ENOUGH_BYTES)) break;
  }
  return first.slice(0, SNIFFED_RECORDS);
}

function isJson(format: Format): format is 'json' | 'jsonl' {
  return format === 'json' || format === 'jsonl';
}

/** A file of JSON with its keys as columns; null for one that is none and did not have to be. */
async function jsonOf(read: { path: string; encoding: string }, file: FileToDescribe, format: Format) {
  const shape = await jsonShape(read.path, read.encoding);
  const stated = file.options.format;
  const found = shape && (shape.kind === 'lines' ? ('jsonl' as const) : ('json' as const));
  const as = stated !== undefined && isJson(stated) ? stated : (found ?? (isJson(format) ? format : null));
  if (as === null) return null;
  const source = { ...read, format: as, ...NO_HEADER };
  const { columns, types } = await jsonColumns(source, file.fileName);
  if (columns.length === 0 && !isJson(format)) return null;
  if (columns.length === 0)
    throw new AppError('datasets.noGoodRow', await jsonComplaint(source, file.fileName));
  return { source: { ...source, columns }, types };
}

/**
 * The keys of objects, in the order they come, with the types of their values: of all that stand in the beginning, and of
 * lines from the middle and the end of a long file.
 */
async function jsonColumns(
  source: { path: string; encoding: string; format: 'json' | 'jsonl'; dialect: null },
  fileName: string,
) {
  const keys = createKeys(typeOfValue, MOST_COLUMNS);
  let objects = 0;
  let only: Record<string, unknown> = {};
  const take = ({ bytes, problem }: RawRecord): void => {
    const object = problem ? null : parseObject(bytes.toString('utf8'));
    if (!object) return;
    if (objects++ === 0) only = object;
    for (const [key, value] of Object.entries(object)) keys.add(key, value);
  };
  for await (const records of rawRecords(source, { byteLimit: HEAD_BYTES })) records.forEach(take);
  if (objects === 1) requireRows(new Map(Object.entries(only)), fileName);
  if (source.format === 'jsonl')
    for (const { bytes, atEnd } of (await readPortions(source.path, source.encoding)).slice(1))
      createCutter({ dialect: null }).cut(bytes, atEnd).forEach(take);
  const found = keys.columns();
  return { columns: found.map(([name]) => name), types: found.map(([, type]) => type) };
}

function typeOfValue(value: unknown, before: string | undefined): string {
  const now =
    typeof value === 'boolean'
      ? 'boolean'
      : typeof value === 'number'
        ? Number.isInteger(value)
          ? 'integer'
          : 'number'
        : 'text';
  if (before === undefined || before === now) return now;
  return [before, now].every((type) => type === 'integer' || type === 'number') ? 'number' : 'text';
}

async function jsonComplaint(source: Omit<TableSource, 'columns'>, fileName: string) {
  const { bad } = await readAhead({ ...source, columns: [] });
  return complaint(fileName, bad);
}

/** Neither its name nor the caller says what it is, so its first lines do. */
function mayBeAnything({ fileName, options }: FileToDescribe): boolean {
  const named = ['.csv', '.tsv', '.tab', '.parquet'].includes(path.extname(fileName).toLowerCase());
  return options.format === undefined && options.delimiter === undefined && !named;
}

/** Why a file cannot even be opened. */
export function unreadable(file: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AppError('datasets.fileMissing', { file }, { cause: error });
  if (code === 'EACCES' || code === 'EPERM')
    return new AppError('datasets.fileForbidden', { file }, { cause: error });
  if (code === 'ENAMETOOLONG')
    return new AppError('datasets.pathTooLong', { file: `${file.slice(0, 60)}…` }, { cause: error });
  const why = withoutPaths(error instanceof Error ? error.message : String(error));
  return new AppError('datasets.fileUnreadable', { file, why }, { cause: error });
}

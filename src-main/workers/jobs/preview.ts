/** @file The job `preview`: what a file is and its first rows, from its beginning alone. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Preview } from '../../../src-shared/contract/index.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { JobPort } from '../protocol.ts';
import { groundOf } from '../images/ground.ts';
import { isPicture, pictureFormat } from '../images/layout.ts';
import { requireNameEncoding } from '../reading/archive-names.ts';
import { sniffDialect } from '../reading/dialect.ts';
import { requireEncoding, sniffEncoding } from '../reading/encoding.ts';
import { FOLDER_COLUMNS, bytesOf, listTexts } from '../reading/folder.ts';
import { namesColumns } from '../reading/header.ts';
import { complaint, nothingGood } from '../reading/complaints.ts';
import { parquetColumns } from '../reading/parquet.ts';
import { textFiles } from '../reading/passages.ts';
import { looksOf } from '../reading/looks.ts';
import { openShelf } from '../reading/shelf.ts';
import { suggestColumns } from '../reading/suggest.ts';
import { judgeKind, suggestTable } from '../reading/suggest-table.ts';
import { cellsOf, type RawRecord } from '../reading/records.ts';
import type { BadRow, Format, GoodRow, TableSource } from '../reading/rows.ts';
import { columnNames, excerptOf, parseObject, rawRecords, readRows } from '../reading/table.ts';
import { withoutPaths } from '../words.ts';
import { previewCorpus } from './preview-corpus.ts';
import { previewParquetPictures, previewPictures } from './preview-pictures.ts';

/** Enough to meet a good row after a few of the longest ones. */
const HEAD_BYTES = 16 << 20;
/** Long rows are judged by as many as stand in these. */
const ENOUGH_BYTES = 1 << 20;
const SNIFFED_RECORDS = 200;
const JUDGED_ROWS = 1000;
/** Of wide files fewer rows are judged. */
const JUDGED_CELLS = 100_000;
const FEWEST_JUDGED = 100;
const SHOWN_ROWS = 20;
const JUDGED_LINES = 20;
const NAME_CHARACTERS = 40;
const CELL_CHARACTERS = 300;
const MOST_COLUMNS = 1000;

export interface PreviewSpec {
  readonly path: string;
  readonly fileName: string;
  readonly options: {
    readonly format?: Format | undefined;
    readonly encoding?: string | undefined;
    readonly delimiter?: string | undefined;
    readonly header?: boolean | undefined;
    readonly ground?: string | undefined;
    readonly names?: string | undefined;
  };
}

/** @throws AppError of `datasets.*` that says what is wrong with the file */
export async function previewFile(spec: PreviewSpec, port: JobPort<never>): Promise<Preview> {
  const info = await stat(spec.path).catch((error: unknown) => {
    throw unreadable(spec.fileName, error);
  });
  const special = await previewShelf(spec, info.isDirectory());
  if (special) return special;
  const format = info.isDirectory() ? 'folder' : (spec.options.format ?? formatOf(spec.fileName));
  const inParquet = format === 'parquet' && (await previewParquetPictures({ ...spec, bytes: info.size }));
  if (inParquet) return inParquet;
  const { source, types, bytes } =
    format === 'folder' ? await folderSource(spec) : await fileSource(spec, format, port.scratch);
  const { good, bad } = await firstRows(source);
  if (good.length === 0) throw nothingGood(spec.fileName, bad);
  const cells = good.map((row) => row.cells);
  return {
    fileName: spec.fileName,
    bytes,
    format: source.format,
    encoding: source.format === 'parquet' ? '' : (source.encoding ?? 'utf-8'),
    delimiter: source.delimiter,
    header: source.header,
    columns: source.columns.map((name, i) => ({ name, type: types[i] ?? 'text' })),
    rows: cells.slice(0, SHOWN_ROWS).map((row) => row.map((cell) => cell && clip(cell))),
    ...{ pictures: [], drawn: null, names: null, samples: null },
    ...suggest(source, good),
  };
}

/** Pictures, or running text; null for anything else. */
async function previewShelf(spec: PreviewSpec, folder: boolean): Promise<Preview | null> {
  const { path: root, fileName, options } = spec;
  const { format, encoding } = options;
  if (!folder && !isShelf(fileName, format) && !(await isProse(spec))) return null;
  const rules = { ground: groundOf(options.ground) };
  const names = options.names === undefined ? null : requireNameEncoding(options.names);
  const shelf = await openShelf(root, fileName, names);
  try {
    const { volumes } = shelf;
    const single = !folder && volumes.some(({ name }) => name === fileName);
    const pictures =
      format === undefined ? pictureFormat(volumes) : PICTURE_FORMATS.find((f) => f === format);
    // A picture among many texts does not make them pictures.
    const most = pictures !== 'images' || volumes.filter(isPicture).length * 2 >= volumes.length;
    if (pictures && most && (!single || pictures !== 'images' || format === 'images'))
      return await previewPictures({ path: root, fileName, format: pictures, rules, names }, shelf);
    const flat = volumes.every(({ name }) => !name.includes('/'));
    if (folder && !flat && format !== 'plain') return null;
    const corpus = await previewCorpus(textFiles(volumes, single ? fileName : null), { fileName, encoding });
    return { ...corpus, names: shelf.names };
  } finally {
    shelf.close();
  }
}

const PICTURE_FORMATS = ['images', 'idx', 'cifar'] as const;

function isShelf(fileName: string, format: Format | undefined): boolean {
  if (format !== undefined) return format === 'plain' || PICTURE_FORMATS.some((one) => one === format);
  return /\.zip$|idx\d-ubyte(\.gz)?$|(data_batch_\d+|test_batch)\.bin$/i.test(fileName);
}

/** A text file that is neither lines of JSON nor cut into columns. */
async function isProse({ path: file, fileName, options }: PreviewSpec): Promise<boolean> {
  if (options.format !== undefined || options.delimiter !== undefined) return false;
  if (/\.(md|markdown|rst|tex)$/i.test(fileName)) return true;
  if (!/\.(txt|text)$/i.test(fileName)) return false;
  const { encoding, binary } = await sniffEncoding(file);
  if (binary) return false;
  const label = requireEncoding(options.encoding ?? encoding);
  const lines = await firstRecords({ path: file, encoding: label, delimiter: null });
  const texts = lines.slice(0, JUDGED_LINES).map(({ bytes }) => bytes.toString('utf8'));
  if (texts.length === 0 || parseObject(texts[0]!)) return false;
  const [header, ...others] = texts as [string, ...string[]];
  const cut = (delimiter: string): boolean => {
    const names = header.split(delimiter);
    const alike = others.every((text) => text.split(delimiter).length === names.length);
    return names.length > 1 && alike && names.every(isName);
  };
  return others.length === 0 || ![',', ';', '\t', '|'].some(cut);
}

/** What stands between two delimiters of a header is a name: short, and no end of a sentence. */
function isName(text: string): boolean {
  return text.length <= NAME_CHARACTERS && !text.includes('. ');
}

/** What it may become: a folder of texts is no table; any other file may be either. */
function suggest({ format, columns: names, delimiter }: TableSource, found: readonly GoodRow[]) {
  const most = Math.max(FEWEST_JUDGED, Math.floor(JUDGED_CELLS / Math.max(1, names.length)));
  const rows = found.slice(0, most);
  const commas = delimiter === null || delimiter === ',';
  // Lists, objects and bytes are nothing to learn from; a label of them is still the label, and refused as such.
  const cells = rows.map(({ cells: all, odd }) =>
    odd ? all.map((cell, i) => (odd.has(i) ? null : cell)) : all,
  );
  const looks = looksOf(names, cells, commas);
  const plain = suggestColumns(names, cells, looks);
  const texts = { ...plain, label: plain.label ?? oddLabel({ names, rows, commas }, plain.text) };
  if (format === 'folder')
    return {
      kinds: ['text' as const, 'corpus' as const],
      reason: null,
      suggested: { ...texts, columns: [] },
    };
  const nested = (at: number) => rows.filter(({ odd }) => odd?.has(at)).length * 2 > rows.length;
  const columns = suggestTable(looks).map((column, at) =>
    nested(at) ? { ...column, type: 'text' as const, role: 'ignore' as const, readings: [] } : column,
  );
  return { ...judgeKind(looks, columns, texts.text), suggested: { ...texts, columns } };
}

/** The label among columns that hold lists and objects, by its name; null where there is none. */
function oddLabel(
  { names, rows, commas }: { names: readonly string[]; rows: readonly GoodRow[]; commas: boolean },
  text: string | null,
): string | null {
  if (!rows.some(({ odd }) => odd)) return null;
  const cells = rows.map((row) => row.cells);
  const { label } = suggestColumns(names, cells, looksOf(names, cells, commas));
  return label === text ? null : label;
}

/** Of a format that names its columns itself. */
const NO_HEADER = { delimiter: null, header: null } as const;

interface Described {
  readonly source: TableSource;
  readonly types: readonly string[];
  readonly bytes: number;
}

async function folderSource({ path: root, fileName, options }: PreviewSpec): Promise<Described> {
  const files = await listTexts(root);
  if (files.length === 0) throw new AppError('datasets.emptyFolder', { file: fileName });
  const encoding = options.encoding === undefined ? null : requireEncoding(options.encoding);
  return {
    source: { ...{ path: root, format: 'folder', encoding }, ...NO_HEADER, columns: FOLDER_COLUMNS },
    types: [],
    bytes: await bytesOf(root, files),
  };
}

async function fileSource(spec: PreviewSpec, format: Format, scratch: string): Promise<Described> {
  const { size: bytes } = await stat(spec.path);
  if (bytes === 0) throw new AppError('datasets.emptyFile', { file: spec.fileName });
  if (format === 'parquet') {
    const described = await parquetColumns(spec.path, spec.fileName);
    const columns = described.map(({ name }) => name);
    const types = described.map(({ type }) => type);
    const source = { path: spec.path, format, encoding: null, ...NO_HEADER, columns };
    return { source, types, bytes };
  }
  const sniffed = await sniffEncoding(spec.path).catch((error: unknown) => {
    throw unreadable(spec.fileName, error);
  });
  if (sniffed.binary && spec.options.encoding === undefined)
    throw new AppError('datasets.binaryFile', { file: spec.fileName });
  const encoding = requireEncoding(spec.options.encoding ?? sniffed.encoding);
  const read = { path: spec.path, encoding };
  const json =
    format === 'jsonl' || mayBeAnything(spec) ? await jsonColumns(read) : { columns: [], types: [] };
  if (format === 'jsonl' || json.columns.length > 0) {
    const { columns, types } = json;
    if (columns.length === 0) throw new AppError('datasets.noGoodRow', await jsonComplaint(read, spec));
    return { source: { ...read, format: 'jsonl', ...NO_HEADER, columns }, types, bytes };
  }
  const given = spec.options.delimiter ?? (format === 'tsv' ? '\t' : null);
  requireDelimiter(given);
  const plain = await firstRecords({ ...read, delimiter: ',' });
  if (plain.length === 0) throw new AppError('datasets.emptyFile', { file: spec.fileName });
  const { delimiter, types } = await sniffDialect(plain, scratch, given);
  const { header, columns } = headOf(await firstRecords({ ...read, delimiter }), delimiter, spec);
  return { source: { ...read, format, delimiter, header, columns }, types, bytes };
}

/** What the first row is, and the columns: by its names, or numbered as many as the first row that can be read has. */
function headOf(records: readonly RawRecord[], delimiter: string, { fileName, options }: PreviewSpec) {
  const good = records.filter(({ problem }) => problem === null);
  const first = options.header === false ? (good[0] ?? records[0]) : records[0];
  if (first?.problem)
    throw nothingGood(fileName, [
      { row: first.row, problem: first.problem, excerpt: excerptOf(first.bytes) },
    ]);
  const [cells = [], ...below] = good.map(({ bytes, quoted }) =>
    cellsOf(bytes.toString('utf8'), delimiter, quoted),
  );
  if (cells.length > MOST_COLUMNS)
    throw new AppError('datasets.tooManyColumns', {
      ...{ file: fileName, columns: cells.length, limit: MOST_COLUMNS },
    });
  const header = options.header ?? namesColumns(cells, below);
  return { header, columns: columnNames(header ? cells : cells.map(() => null)) };
}

function requireDelimiter(delimiter: string | null): void {
  if (delimiter !== null && !/^[\t !#-~]$/.test(delimiter))
    throw new AppError('datasets.badDelimiter', { delimiter });
}

async function firstRecords(source: { path: string; encoding: string; delimiter: string | null }) {
  const first: RawRecord[] = [];
  let read = 0;
  const onBytes = (bytes: Buffer) => void (read += bytes.length);
  for await (const records of rawRecords(source, { byteLimit: HEAD_BYTES, onBytes })) {
    first.push(...records);
    if (first.length >= SNIFFED_RECORDS || (first.length > 0 && read >= ENOUGH_BYTES)) break;
  }
  return first.slice(0, SNIFFED_RECORDS);
}

/** The keys of the first lines, in the order they come, with the types of their values. */
async function jsonColumns(source: { path: string; encoding: string }) {
  const types = new Map<string, string>();
  const lines = rawRecords({ ...source, delimiter: null }, { byteLimit: HEAD_BYTES });
  let objects = 0;
  for await (const records of lines) {
    for (const { bytes, problem } of records.slice(0, SNIFFED_RECORDS)) {
      const object = problem ? null : parseObject(bytes.toString('utf8'));
      if (!object) continue;
      objects++;
      for (const [key, value] of Object.entries(object).slice(0, MOST_COLUMNS))
        if (value !== null) types.set(key, typeOfValue(value, types.get(key)));
    }
    if (objects > 0) break;
  }
  return { columns: [...types.keys()].slice(0, MOST_COLUMNS), types: [...types.values()] };
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

async function jsonComplaint(source: { path: string; encoding: string }, { fileName }: PreviewSpec) {
  const { bad } = await firstRows({ ...source, format: 'jsonl', ...NO_HEADER, columns: [] });
  return complaint(fileName, bad);
}

async function firstRows(source: TableSource): Promise<{ good: GoodRow[]; bad: BadRow[] }> {
  const good: GoodRow[] = [];
  const bad: BadRow[] = [];
  let read = 0;
  const onBytes = (bytes: Buffer) => void (read += bytes.length);
  for await (const batch of readRows(source, { byteLimit: HEAD_BYTES, onBytes })) {
    good.push(...batch.good);
    bad.push(...batch.bad);
    if (good.length >= JUDGED_ROWS || (good.length > 0 && read >= ENOUGH_BYTES)) break;
  }
  return { good: good.slice(0, JUDGED_ROWS), bad };
}

/** Neither its name nor the caller says what it is, so its first lines do. */
function mayBeAnything({ fileName, options }: PreviewSpec): boolean {
  const named = ['.csv', '.tsv', '.tab', '.parquet'].includes(path.extname(fileName).toLowerCase());
  return options.format === undefined && options.delimiter === undefined && !named;
}

function formatOf(fileName: string): Format {
  const extension = path.extname(fileName).toLowerCase();
  if (extension === '.jsonl' || extension === '.ndjson' || extension === '.json') return 'jsonl';
  if (extension === '.parquet') return 'parquet';
  return extension === '.tsv' || extension === '.tab' ? 'tsv' : 'csv';
}

function unreadable(file: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') return new AppError('datasets.fileMissing', { file }, { cause: error });
  const why = withoutPaths(error instanceof Error ? error.message : String(error));
  return new AppError('datasets.fileUnreadable', { file, why }, { cause: error });
}

function clip(cell: string): string {
  const text = cell.slice(0, CELL_CHARACTERS);
  return cell.length > CELL_CHARACTERS ? `${text.toWellFormed()}…` : text;
}

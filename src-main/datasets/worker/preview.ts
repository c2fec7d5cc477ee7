/** @file The job `preview`: what a file is and its first rows, from its beginning alone. */
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Foreseen, Preview, RejectedRow } from '../../../src-shared/contract.ts';
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import { AppError, wording } from '../../../src-shared/platform/errors.ts';
import { groundOf } from '../../images/index.ts';
import { isImage, imageFormat } from './layout.ts';
import { requireNameEncoding } from './reading/archive-names.ts';
import { cellsOf } from './reading/cells.ts';
import { requireEncoding } from './reading/decoding.ts';
import type { GivenDialect } from './reading/dialect.ts';
import { sniffEncoding } from './reading/encoding.ts';
import { FOLDER_COLUMNS, placeTexts } from './reading/folder.ts';
import { nothingGood } from './reading/complaints.ts';
import { detectDialect } from './reading/detect-dialect.ts';
import { TOLD_ROWS, readAhead } from './reading/ahead.ts';
import { NO_HEADER, describeFile, firstRecords, unreadable, type Described } from './reading/describe.ts';
import { textFiles } from './reading/passages.ts';
import { looksOf } from './reading/looks.ts';
import { parseObject } from './reading/json.ts';
import { createValueCutter } from './reading/json-values.ts';
import { readPortions, type Portion } from './reading/portions.ts';
import { openCollection, openFileCollection, type Entry } from './reading/file-collection.ts';
import { suggestColumns } from './reading/suggest.ts';
import { detectKind, suggestTable } from './reading/suggest-table.ts';
import type { Format, GoodRow, TableSource } from './reading/rows.ts';
import { shapeOf } from './reading/json-shape.ts';
import { tableRule, type Rule } from './reading/table-rule.ts';
import { typeOfCells } from './reading/types.ts';
import { previewCorpus } from './preview-corpus.ts';
import { previewParquetImages, previewImages } from './preview-images.ts';

/** Of wide files fewer rows are inspected. */
const JUDGED_CELLS = 100_000;
const FEWEST_JUDGED = 100;
const SHOWN_ROWS = 20;
const NAME_CHARACTERS = 40;
const CELL_CHARACTERS = 300;
/** A text whose lines are cut as unevenly as this is no table. */
const MOST_UNEVEN = 0.05;

export interface PreviewSpec {
  readonly path: string;
  readonly fileName: string;
  readonly options: {
    readonly format?: Format | undefined;
    readonly encoding?: string | undefined;
    readonly header?: boolean | undefined;
    readonly ground?: string | undefined;
    readonly names?: string | undefined;
  } & GivenDialect;
}

/** @throws AppError of `datasets.*` that says what is wrong with the file */
export async function previewFile(spec: PreviewSpec): Promise<Preview> {
  const info = await stat(spec.path).catch((error: unknown) => {
    throw unreadable(spec.fileName, error);
  });
  // Its rows are read more than once: to detectEncoding them, and to take them.
  if (!info.isFile() && !info.isDirectory()) throw new AppError('datasets.notAFile', { file: spec.fileName });
  await access(spec.path, constants.R_OK).catch((error: unknown) => {
    throw unreadable(spec.fileName, error);
  });
  const special = await previewFileCollection(spec, info.isDirectory());
  if (special) return special;
  const many = info.isDirectory() || /\.zip$/i.test(spec.fileName);
  const format = many ? 'folder' : (spec.options.format ?? formatOf(spec.fileName));
  const inParquet = format === 'parquet' && (await previewParquetImages({ ...spec, bytes: info.size }));
  if (inParquet) return inParquet;
  const { source, types, bytes, reading } =
    format === 'folder' ? await folderSource(spec) : await describeFile(spec, format);
  const { inspected, bad, foreseen } = await readAhead(source);
  if (inspected.length === 0) throw nothingGood(spec.fileName, bad);
  const cells = inspected.map((row) => row.cells);
  const suggestion = suggest(source, inspected);
  return {
    fileName: spec.fileName,
    bytes,
    format: source.format,
    encoding: source.format === 'parquet' ? '' : (source.encoding ?? 'utf-8'),
    delimiter: source.dialect?.delimiter ?? null,
    reading,
    foreseen: foreseen && foreseeTyped(foreseen, { source, inspected, ...suggestion }),
    header: source.header,
    columns: source.columns.map((name, i) => ({
      name,
      type: types[i] ?? typeOfCells(cells.map((row) => row[i] ?? null)),
    })),
    rows: cells.slice(0, SHOWN_ROWS).map((row) => row.map((cell) => cell && clip(cell))),
    images: [],
    drawn: null,
    names: source.names ?? null,
    samples: null,
    ...suggestion,
  };
}

/** With the rows of a table whose cells are not of their columns' types, and those that sum up others. */
function foreseeTyped(
  foreseen: Foreseen,
  {
    source,
    inspected,
    kinds,
    suggested,
  }: { source: TableSource; inspected: readonly GoodRow[] } & Pick<Preview, 'kinds' | 'suggested'>,
): Foreseen {
  if (!KINDS[kinds[0]!].hasColumns) return foreseen;
  const rule = tableRule(source, suggested.columns);
  const bad = inspected.flatMap((row) => rejectedRow(rule(row)));
  const first = [...foreseen.first, ...bad].sort((a, b) => a.row - b.row).slice(0, TOLD_ROWS);
  return { ...foreseen, rejected: foreseen.rejected + bad.length, first };
}

function rejectedRow(read: ReturnType<Rule>): RejectedRow[] {
  return 'problem' in read ? [{ ...read, why: wording(read.problem, 'en').message }] : [];
}

/** Images, or running text; null for anything else. */
async function previewFileCollection(spec: PreviewSpec, folder: boolean): Promise<Preview | null> {
  const { path: root, fileName, options } = spec;
  const { format, encoding } = options;
  if (!folder && !isFileCollection(fileName, format) && !(await isProse(spec))) return null;
  const rules = { ground: groundOf(options.ground) };
  const names = options.names === undefined ? null : requireNameEncoding(options.names);
  const collection = await openFileCollection(root, fileName, names);
  try {
    const { entries } = collection;
    const single = !folder && entries.some(({ name }) => name === fileName);
    const images = format === undefined ? imageFormat(entries) : IMAGE_FORMATS.find((f) => f === format);
    // An image among many texts does not make them images.
    const most = images !== 'images' || entries.filter(isImage).length * 2 >= entries.length;
    if (images && most && (!single || images !== 'images' || format === 'images'))
      return await previewImages({ path: root, fileName, format: images, rules, names }, collection);
    if (format !== 'plain' && (folder ? entries.some(inFolder) : holdsClasses(entries))) return null;
    const corpus = await previewCorpus(textFiles(entries, single ? fileName : null), { fileName, encoding });
    return { ...corpus, names: collection.names };
  } finally {
    collection.close();
  }
}

const inFolder = ({ name }: Entry): boolean => name.includes('/');

/** Whether an archive holds texts in folders, one a class, rather than one text in parts; a note may lie beside them. */
function holdsClasses(entries: readonly Entry[]): boolean {
  const texts = placeTexts(entries);
  const beside = entries.length - texts.length;
  return new Set(texts.map(({ label }) => label)).size > 1 && beside <= Math.max(1, entries.length / 10);
}

const IMAGE_FORMATS = ['images', 'idx', 'cifar'] as const;

function isFileCollection(fileName: string, format: Format | undefined): boolean {
  if (format !== undefined) return format === 'plain' || IMAGE_FORMATS.some((one) => one === format);
  return /\.zip$|idx\d-ubyte(\.gz)?$|(data_batch_\d+|test_batch)\.bin$/i.test(fileName);
}

/** A text file that is neither JSON nor cut into columns. */
async function isProse({ path: file, fileName, options }: PreviewSpec): Promise<boolean> {
  if (options.format !== undefined || options.delimiter !== undefined) return false;
  if (/\.(md|markdown|rst|tex)$/i.test(fileName)) return true;
  if (!/\.(txt|text)$/i.test(fileName)) return false;
  const { encoding, binary } = await sniffEncoding(file);
  if (binary) return false;
  const portions = await readPortions(file, requireEncoding(options.encoding ?? encoding));
  const [head] = portions;
  if (!head || head.bytes.toString('latin1').trim() === '' || isJsonText(head)) return false;
  const { dialect, rejected, width, numeric } = detectDialect(portions, options);
  if (dialect.delimiter === '' || width < 2 || rejected > MOST_UNEVEN) return true;
  // Words with the same number of commas or spaces in each line may be a poem; names above them are short.
  const records = await firstRecords({
    path: file,
    encoding: requireEncoding(options.encoding ?? encoding),
    dialect,
  });
  const [names = []] = records.map(({ bytes, quoted }) => cellsOf(bytes.toString('utf8'), dialect, quoted));
  const usual = [',', ';', '\t', '|'].includes(dialect.delimiter);
  // Texts have quotes here and there, a table of quoted cells has them in each line.
  const quoted = dialect.quote !== '' && records.every((record) => record.quoted);
  return !(names.every((name) => isName(name ?? '')) && (usual || quoted || numeric > 0.5));
}

/** Lines of objects, or objects that really come of it: a text may begin with a bracket too. */
function isJsonText({ bytes, atEnd }: Portion): boolean {
  const shape = shapeOf(bytes, atEnd);
  if (shape?.kind !== 'values') return shape !== null;
  const records = createValueCutter(shape).cut(bytes, atEnd);
  return records.some(({ bytes: one, problem }) => problem === null && parseObject(one.toString('utf8')));
}

/** What stands between two delimiters of a header is a name: short, and no end of a sentence. */
function isName(text: string): boolean {
  return text.length <= NAME_CHARACTERS && !text.includes('. ');
}

/** What it may become: a folder of texts is no table; any other file may be either. */
function suggest({ format, columns: names, dialect }: TableSource, found: readonly GoodRow[]) {
  const most = Math.max(FEWEST_JUDGED, Math.floor(JUDGED_CELLS / Math.max(1, names.length)));
  const rows = found.slice(0, most);
  const commas = dialect === null || dialect.delimiter === ',';
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
    nested(at)
      ? {
          name: column.name,
          type: 'text' as const,
          role: 'ignore' as const,
          readings: [],
          note: 'nested' as const,
        }
      : column,
  );
  return { ...detectKind(looks, columns, texts.text), suggested: { ...texts, columns } };
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

async function folderSource({ path: root, fileName, options }: PreviewSpec): Promise<Described> {
  const asked = options.names === undefined ? null : requireNameEncoding(options.names);
  const collection = await openCollection(root, asked).catch((error: unknown) => {
    throw error instanceof AppError && error.key === 'datasets.fileUnreadable'
      ? new AppError('datasets.emptyFolder', { file: fileName }, { cause: error })
      : error;
  });
  collection.close();
  const texts = placeTexts(collection.entries);
  if (texts.length === 0) throw new AppError('datasets.emptyFolder', { file: fileName });
  const encoding = options.encoding === undefined ? null : requireEncoding(options.encoding);
  const { names } = collection;
  return {
    source: { path: root, format: 'folder', encoding, ...NO_HEADER, columns: FOLDER_COLUMNS, names },
    types: texts.map(() => 'text'),
    reading: null,
    bytes: texts.reduce((sum, { entry }) => sum + entry.bytes, 0),
  };
}

function formatOf(fileName: string): Format {
  const extension = path.extname(fileName).toLowerCase();
  if (extension === '.jsonl' || extension === '.ndjson' || extension === '.json') return 'jsonl';
  if (extension === '.parquet') return 'parquet';
  return extension === '.tsv' || extension === '.tab' ? 'tsv' : 'csv';
}

function clip(cell: string): string {
  const text = cell.slice(0, CELL_CHARACTERS);
  return cell.length > CELL_CHARACTERS ? `${text.toWellFormed()}…` : text;
}

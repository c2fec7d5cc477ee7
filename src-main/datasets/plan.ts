/** @file What an import is to make of its file: the kind, the columns, the target; agreed with the dataset it goes into. */
import path from 'node:path';
import {
  type Column,
  type DatasetKind,
  type FileColumn,
  type LANGUAGES,
  type Notation,
  type ImageRules,
  type Preview,
  type RejectRule,
  type Target,
  NOTATIONS,
  typeOfNotation,
} from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { groundOf } from '../images/index.ts';
import type { ImportSpec } from './worker/import.ts';
import type { PreviewSpec } from './worker/preview.ts';
import type { TableSource } from './worker/reading/rows.ts';
import { contentOf } from './content.ts';
import { withMetadata } from './metadata.ts';
import type { DatasetRow } from './queries.ts';

/** A file on this machine and how to read it; what is left out is sniffed. */
export interface FileToRead {
  readonly path: string;
  /** As people know it; an upload lies under another name. */
  readonly fileName: string;
  readonly options: PreviewSpec['options'];
}

export interface FileToImport extends FileToRead {
  /** What it looks like unless given; texts where a text column is given. */
  readonly kind?: DatasetKind | undefined;
  readonly textColumn?: string | undefined;
  readonly labelColumn?: string | null | undefined;
  /** Of a table; columns left out are ignored. */
  readonly columns?: readonly FileColumn[] | undefined;
  readonly name?: string | undefined;
  readonly language?: (typeof LANGUAGES)[number] | undefined;
  /** `few` unless given. */
  readonly rejects?: RejectRule | undefined;
  /** The dataset it goes into; a new one unless given. */
  readonly dataset?: string | undefined;
}

const IMAGE_FORMATS = ['images', 'idx', 'cifar'] as const;

/** What an import will do, with nothing left open. */
export interface Plan {
  readonly spec: ImportSpec;
  readonly target: Target;
  readonly columns: readonly Column[];
  /** How the file writes numbers and dates, by column, where programs would write them otherwise. */
  readonly notations: Readonly<Record<string, Notation>>;
  /** What stands beside its numbers, by column. */
  readonly units: Readonly<Record<string, string>>;
}

/**
 * @param into the dataset the file goes into; undefined for a new one
 * @throws AppError `datasets.badGround`, `datasets.otherGround`, `datasets.wrongKind`, `datasets.otherKind`, `datasets.otherColumns`, `datasets.columnMissing`,
 *   `datasets.ambiguousColumn`, `datasets.badColumn`, `datasets.sameColumn`, `datasets.twoTargets`, `datasets.targetType`, `datasets.noFeatures`, `datasets.sameNames`
 */
export function planImport(input: FileToImport, preview: Preview, into: DatasetRow | undefined): Plan {
  const kind = kindOf(input, preview, into);
  const { fileName, rejects = 'few' } = input;
  switch (kind) {
    case 'text': {
      const columns = textColumns(input, preview);
      const metadata = textMetadata(columns, input, preview);
      const source = sourceOf(input, preview);
      const spec = { kind, fileName, rejects, source, ...columns, metadata };
      return {
        spec,
        target: 'class',
        columns: metadata.map(({ name, type, role }) => ({ name, type, role })),
        notations: notationsOf(metadata),
        units: unitsOf(metadata),
      };
    }
    case 'table': {
      const columns = tableColumns(input, preview, into);
      const target = columns.find(({ role }) => role === 'target');
      const written = columns.map((column) => ({
        ...column,
        ...notationOf(column, input, preview),
        ...unitOf(column, input, preview),
      }));
      const spec = { kind, fileName, rejects, source: sourceOf(input, preview), columns: written };
      return {
        spec,
        columns,
        notations: notationsOf(written),
        units: unitsOf(written),
        target: !target ? 'none' : target.type === 'number' ? 'number' : 'class',
      };
    }
    case 'image': {
      const inParquet = preview.format === 'parquet' && parquetImages(input, preview, into);
      if (inParquet) return { spec: inParquet, target: 'class', columns: [], notations: {}, units: {} };
      const format = IMAGE_FORMATS.find((one) => one === preview.format);
      if (!format) throw wrongKind(fileName, kind, preview);
      return {
        spec: {
          kind,
          fileName,
          rejects,
          format,
          path: path.resolve(input.path),
          rules: rulesOf(input, into),
          names: preview.names,
        },
        target: 'class',
        columns: [],
        notations: {},
        units: {},
      };
    }
    case 'corpus': {
      const encoding = input.options.encoding ?? null;
      return {
        spec: { kind, fileName, rejects, path: path.resolve(input.path), encoding, names: preview.names },
        target: 'none',
        columns: [],
        notations: {},
        units: {},
      };
    }
  }
}

/** Images in a column of a Parquet file; their classes in another one, or in none. */
function parquetImages(
  input: FileToImport,
  preview: Preview,
  into: DatasetRow | undefined,
): (ImportSpec & { kind: 'image' }) | null {
  const image = preview.columns.find(({ type }) => type === 'image')?.name;
  if (image === undefined) return null;
  const label = input.labelColumn === undefined ? preview.suggested.label : input.labelColumn;
  if (label !== null) requireColumn(preview, label);
  const { fileName, rejects = 'few' } = input;
  const place = { fileName, rejects, path: path.resolve(input.path), format: 'parquet' as const };
  return { kind: 'image', ...place, rules: rulesOf(input, into), columns: { image, label } };
}

/** The ground that is asked for, and what the dataset that the images go into says of them. */
function rulesOf({ fileName, options }: FileToImport, into: DatasetRow | undefined): ImageRules {
  const ground = groundOf(options.ground);
  const known = into && contentOf(into).image;
  if (!into || !known) return { ground };
  const before = groundOf(known.ground);
  if (options.ground !== undefined && ground !== before)
    throw new AppError('datasets.otherGround', { file: fileName, dataset: into.name, ground: before });
  return { ground: before, ranges: known.ranges };
}

function kindOf(input: FileToImport, preview: Preview, into: DatasetRow | undefined): DatasetKind {
  const { fileName } = input;
  const said = input.kind ?? (input.textColumn === undefined ? undefined : 'text');
  const kind = said ?? into?.kind ?? preview.kinds[0]!;
  if (into && into.kind !== kind)
    throw new AppError('datasets.otherKind', { file: fileName, dataset: into.name });
  if (preview.kinds.includes(kind)) return kind;
  throw into
    ? new AppError('datasets.otherKind', { file: fileName, dataset: into.name })
    : wrongKind(fileName, kind, preview);
}

function wrongKind(file: string, kind: DatasetKind, { kinds }: Preview): AppError {
  return new AppError('datasets.wrongKind', { file, kind, kinds: kinds.join(', ') });
}

function sourceOf(input: FileToImport, preview: Preview): TableSource {
  const { format, header } = preview;
  const encoding = format === 'folder' ? (input.options.encoding ?? null) : preview.encoding || null;
  const columns = preview.columns.map(({ name }) => name);
  const { names } = preview;
  return {
    path: path.resolve(input.path),
    format,
    encoding,
    dialect: dialectOf(preview),
    header,
    columns,
    names,
  };
}

function dialectOf({ delimiter, reading }: Preview): TableSource['dialect'] {
  if (delimiter === null || !reading) return null;
  const { quote, escape, lineEnd, skipLines } = reading;
  return quote === null || escape === null || lineEnd === null
    ? null
    : { delimiter, quote, escape, lineEnd, skipLines };
}

function requireColumn(preview: Preview, column: string): void {
  const columns = preview.columns.map(({ name }) => name);
  if (!columns.includes(column))
    throw new AppError('datasets.columnMissing', { column, columns: columns.join(', ') });
}

/** The columns asked for; where not even the text column is, both as suggested. */
function textColumns({ fileName, textColumn, labelColumn }: FileToImport, preview: Preview) {
  const { suggested } = preview;
  const text = textColumn ?? suggested.text;
  if (text === null) throw noTexts(fileName, preview);
  const label =
    labelColumn ?? (textColumn === undefined && labelColumn === undefined ? suggested.label : null);
  requireColumn(preview, text);
  if (label !== null) requireColumn(preview, label);
  if (text === label) throw new AppError('datasets.sameColumn', { column: text });
  return { textColumn: text, labelColumn: label };
}

/** Names the columns that might have held texts: lists and objects. */
function noTexts(file: string, { columns, suggested }: Preview): AppError {
  const nested = suggested.columns.filter(({ note }) => note === 'nested').map(({ name }) => name);
  return nested.length > 0
    ? new AppError('datasets.textsNested', { file, nested: nested.join(', ') })
    : new AppError('datasets.noTextColumn', { file, columns: columns.map(({ name }) => name).join(', ') });
}

/** The columns kept beside text and label: those asked for, or all. */
function textMetadata(
  { textColumn, labelColumn }: { textColumn: string; labelColumn: string | null },
  input: FileToImport,
  preview: Preview,
): FileColumn[] {
  for (const { name } of input.columns ?? []) requireColumn(preview, name);
  const asked = input.columns?.filter(({ role }) => role === 'metadata');
  const columns = (asked ?? preview.suggested.columns)
    .filter(({ name, ...column }) => {
      const empty = 'note' in column && (column.note === 'empty' || column.note === 'nested');
      return name !== textColumn && name !== labelColumn && !empty;
    })
    .map(({ name, type }) => ({ name, type, role: 'metadata' as const }));
  // Names that differ in capitals alone would be one column of a version.
  const firsts = new Map(
    columns.map(({ name }) => [name.toLowerCase(), name]).toReversed() as [string, string][],
  );
  return columns
    .filter(({ name }) => firsts.get(name.toLowerCase()) === name)
    .map((column) => ({
      ...column,
      ...notationOf(column, input, preview),
      ...unitOf(column, input, preview),
    }));
}

function tableColumns(
  { fileName, columns: asked }: FileToImport,
  preview: Preview,
  into: DatasetRow | undefined,
): readonly Column[] {
  for (const { name } of asked ?? []) requireColumn(preview, name);
  const columns = (asked ? inFileOrder(asked, preview) : preview.suggested.columns).map(
    ({ name, type, role }) => ({ name, type, role }),
  );
  if (into) return sameAs(into, { fileName, preview, asked: asked && columns });
  const [first, second] = columns.filter(({ role }) => role === 'target');
  if (first && second) throw new AppError('datasets.twoTargets', { first: first.name, second: second.name });
  if (first && first.type !== 'number' && first.type !== 'category')
    throw new AppError('datasets.targetType', { column: first.name, type: first.type });
  if (!columns.some(({ role }) => role === 'feature'))
    throw new AppError('datasets.noFeatures', { file: fileName });
  requireNames(columns);
  return columns;
}

/** The columns of a Parquet file are told apart without regard to capitals. */
function requireNames(columns: readonly Column[]): void {
  const names = new Map<string, string>();
  for (const { name, role } of columns.filter((one) => one.role === 'feature' || one.role === 'metadata')) {
    const key = `${role} ${name.toLowerCase()}`;
    const first = names.get(key);
    if (first !== undefined) throw new AppError('datasets.sameNames', { first, second: name });
    names.set(key, name);
  }
}

function inFileOrder(asked: readonly FileColumn[], { suggested }: Preview): Column[] {
  const known = new Map(asked.map((column) => [column.name, column]));
  return suggested.columns.map((column) => known.get(column.name) ?? { ...column, role: 'ignore' });
}

/** How a column writes its numbers or dates: as is said, or in the one way in which its cells can be read. */
function notationOf(
  { name, type, role }: Column,
  { columns: asked }: FileToImport,
  { suggested }: Preview,
): { notation?: Notation } {
  const said = asked?.find((column) => column.name === name)?.notation;
  if (role === 'ignore' || (type !== 'number' && type !== 'date')) return {};
  if (said !== undefined && typeOfNotation(said) !== type)
    throw new AppError('datasets.badColumn', { said: `${name}=${said}`, notations: NOTATIONS.join(', ') });
  if (said !== undefined) return { notation: said };
  const looked = suggested.columns.find((column) => column.name === name);
  const [first, second] = looked?.readings.filter((one) => typeOfNotation(one) === type) ?? [];
  // What nothing is learned from stays as it is written where it can be read in two ways.
  if (first && second && role === 'metadata') return {};
  if (first && second)
    throw new AppError('datasets.ambiguousColumn', {
      column: name,
      readings: `${first}, ${second}`,
      first,
    });
  return first ? { notation: first } : {};
}

/** What stands beside a column's numbers: as is said, or as its cells show. */
function unitOf(
  { name, type, role }: Column,
  { columns: asked }: FileToImport,
  { suggested }: Preview,
): { unit?: string } {
  if (role === 'ignore' || type !== 'number') return {};
  const known = (columns: readonly FileColumn[] = []) => columns.find((column) => column.name === name)?.unit;
  const unit = known(asked) ?? known(suggested.columns) ?? '';
  return unit === '' ? {} : { unit };
}

function unitsOf(columns: readonly FileColumn[]): Record<string, string> {
  return Object.fromEntries(columns.flatMap(({ name, unit }) => (unit ? [[name, unit] as const] : [])));
}

function notationsOf(columns: readonly FileColumn[]): Record<string, Notation> {
  const others = columns.flatMap(({ name, notation }) =>
    notation && notation !== 'plain' && notation !== 'year-month-day' ? [[name, notation] as const] : [],
  );
  return Object.fromEntries(others);
}

const suggestedColumns = ({ suggested }: Preview): Column[] =>
  suggested.columns.map(({ name, type, role }) => ({ name, type, role }));

/** The columns of the dataset, which the file must have too; nobody may have asked for others. */
function sameAs(
  into: DatasetRow,
  { fileName, preview, asked }: { fileName: string; preview: Preview; asked: readonly Column[] | undefined },
): readonly Column[] {
  const { columns } = contentOf(into);
  const used = (all: readonly Column[]) => all.filter(({ role }) => role === 'feature' || role === 'target');
  const kept = (all: readonly Column[]) => all.filter(({ role }) => role === 'metadata');
  const has = ({ name }: Column) => preview.columns.some((column) => column.name === name);
  const words = ({ name, type, role }: Column) => `${name} (${type}, ${role})`;
  const listed = (all: readonly Column[]) => used(all).map(words).sort().join(', ');
  if (used(columns).every(has) && (!asked || listed(asked) === listed(columns)))
    return [...used(columns), ...kept(withMetadata(columns, asked ?? suggestedColumns(preview))).filter(has)];
  throw new AppError('datasets.otherColumns', {
    file: fileName,
    dataset: into.name,
    columns: listed(columns),
  });
}

/** @file The columns that an import takes: which, of what type, and how their numbers and dates are written. */
import {
  type Column,
  type FileColumn,
  type Notation,
  type Preview,
  NOTATIONS,
  typeOfNotation,
} from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { contentOf } from './content.ts';
import type { FileToImport } from './file-to-import.ts';
import { withMetadata } from './metadata.ts';
import type { DatasetRow } from './queries.ts';

export function requireColumn(preview: Preview, column: string): void {
  const columns = preview.columns.map(({ name }) => name);
  if (!columns.includes(column))
    throw new AppError('datasets.columnMissing', { column, columns: columns.join(', ') });
}

/** The columns asked for; where not even the text column is, both as suggested. */
export function textColumns({ fileName, textColumn, labelColumn }: FileToImport, preview: Preview) {
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
export function textMetadata(
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

export function tableColumns(
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
export function notationOf(
  { name, type, role }: Column,
  { columns: asked }: FileToImport,
  { suggested }: Preview,
): { notation?: Notation } {
  const notation = asked?.find((column) => column.name === name)?.notation;
  if (role === 'ignore' || (type !== 'number' && type !== 'date')) return {};
  if (notation !== undefined && typeOfNotation(notation) !== type)
    throw new AppError('datasets.badColumn', {
      option: `${name}=${notation}`,
      notations: NOTATIONS.join(', '),
    });
  if (notation !== undefined) return { notation };
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
export function unitOf(
  { name, type, role }: Column,
  { columns: asked }: FileToImport,
  { suggested }: Preview,
): { unit?: string } {
  if (role === 'ignore' || type !== 'number') return {};
  const known = (columns: readonly FileColumn[] = []) => columns.find((column) => column.name === name)?.unit;
  const unit = known(asked) ?? known(suggested.columns) ?? '';
  return unit === '' ? {} : { unit };
}

export function unitsOf(columns: readonly FileColumn[]): Record<string, string> {
  return Object.fromEntries(columns.flatMap(({ name, unit }) => (unit ? [[name, unit] as const] : [])));
}

export function notationsOf(columns: readonly FileColumn[]): Record<string, Notation> {
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

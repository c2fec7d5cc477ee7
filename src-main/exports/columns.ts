/** @file The columns of an exported file: names that do not collide, and the content of each kind of sample. */
import type { Column, ColumnType, DatasetKind, DatasetVersion } from '../../src-shared/contract.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { TARGETS } from '../../src-shared/tasks/tasks.ts';
import type { CellType, ExportColumn } from './worker/write.ts';

/** What of a dataset or version says which columns there are. */
export type Described = Pick<DatasetVersion, 'kind' | 'target' | 'columns'>;

const CELLS: Readonly<Record<ColumnType, CellType>> = {
  number: 'number',
  category: 'text',
  text: 'text',
  date: 'text',
};

/** What a sample is, without its label. A table's cells stand under the names of their columns. */
const CONTENT: Readonly<Record<DatasetKind, (columns: readonly Column[]) => readonly ExportColumn[]>> = {
  text: () => [{ name: 'text', type: 'text' }],
  corpus: () => [
    { name: 'position', type: 'integer' },
    { name: 'text', type: 'text' },
  ],
  table: (columns) => columns.filter(({ role }) => role === 'feature').map(named),
  image: () => [
    { name: 'image', type: 'bytes' },
    { name: 'name', type: 'text' },
    { name: 'width', type: 'integer' },
    { name: 'height', type: 'integer' },
  ],
};

function named({ name, type }: Column): ExportColumn {
  return { name, type: CELLS[type] };
}

/** What the label or number to predict is called: by the table's own column, as it was imported. */
export function targetColumn({ kind, target, columns }: Described): ExportColumn[] {
  const { column, isNumber } = TARGETS[target];
  if (column === null) return [];
  const inFile = KINDS[kind].hasColumns && column !== 'value';
  const own = inFile ? columns.find(({ role }) => role === 'target')?.name : undefined;
  return [{ name: own ?? column, type: isNumber ? 'number' : 'text' }];
}

export function contentColumns({ kind, columns }: Described): readonly ExportColumn[] {
  return CONTENT[kind](columns);
}

export function metadataColumns({ columns }: Described): ExportColumn[] {
  return columns.filter(({ role }) => role === 'metadata').map(named);
}

/** The columns of a version as they stand in its own file. */
export function versionColumns(version: Described): ExportColumn[] {
  const typeOf = new Map(version.columns.map(({ name, type }) => [name, type]));
  const from = (prefix: string) => (column: ExportColumn) => ({
    ...column,
    from: { column: prefix + column.name, days: prefix === 'f:' && typeOf.get(column.name) === 'date' },
  });
  const { hasImages, hasColumns } = KINDS[version.kind];
  // A version keeps no names of images.
  const content = contentColumns(version).filter(({ name }) => !hasImages || name !== 'name');
  const asked = targetColumn(version).map((column) => ({
    ...column,
    from: { column: TARGETS[version.target].column ?? '', days: false },
  }));
  return [
    { name: 'id', type: 'text', from: { column: 'id', days: false } },
    ...content.map(from(hasColumns ? 'f:' : '')),
    ...asked,
    { name: 'split', type: 'text', from: { column: 'split', days: false } },
    ...metadataColumns(version).map(from('m:')),
  ];
}

/** Names as they are, and `name (2)` for one that is there already, which some readers compare without case. */
export function withoutCollisions(columns: readonly ExportColumn[]): ExportColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let name = column.name;
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${column.name} (${i})`;
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}

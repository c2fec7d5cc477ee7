/** @file Rows of a frozen version as a model is asked them, with what it should say. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { ColumnType } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { ModelDescription } from './description.ts';
import type { ModelRow } from './rows.ts';
import { rowsOf, type FrozenVersion, type Split } from '../../versions/worker/index.ts';
import { dateOf, rowContent, type Cell } from '../../datasets/worker/index.ts';

/** A row of the version, as the model takes it, with what it should say. */
export interface AskedRow {
  readonly id: string;
  readonly text: string;
  readonly given: ModelRow;
  readonly label: string | null;
  readonly target: number | null;
}

/** A table without the columns that the model does not ask for. */
export function narrowed(
  version: FrozenVersion,
  { kind, columns }: Pick<ModelDescription, 'kind' | 'columns'>,
): FrozenVersion {
  if (kind !== 'table') return version;
  const wanted = new Set(columns.map(({ column }) => column));
  return {
    ...version,
    columns: version.columns.filter(({ role, name }) => role !== 'feature' || wanted.has(name)),
  };
}

/** The columns of the version's file that {@link askedRow} takes, in its order. */
export function askedColumns(version: FrozenVersion): readonly string[] {
  const answer = { number: ['target'], class: ['label'], none: [] }[version.target];
  return ['id', ...answer, ...contentColumns(version)];
}

/** @param cells of {@link askedColumns} */
export function askedRow(version: FrozenVersion, [id, ...cells]: readonly DuckDBValue[]): AskedRow {
  const truth = version.target === 'none' ? null : (cells[0] ?? null);
  const given = givenOf(version, version.target === 'none' ? cells : cells.slice(1));
  return {
    id: String(id),
    given,
    text: textOf(version, given),
    label: version.target === 'class' && truth !== null ? String(truth) : null,
    target: version.target === 'number' && truth !== null ? Number(truth) : null,
  };
}

/** The rows of a split in the order of their ids, as training has them, so many at a time. */
export async function* askedInOrder(
  version: FrozenVersion,
  { split, size }: { readonly split: Split; readonly size: number },
): AsyncGenerator<readonly AskedRow[]> {
  let waiting: AskedRow[] = [];
  for await (const rows of rowsOf(version, { split, columns: askedColumns(version) })) {
    waiting.push(...rows.map((cells) => askedRow(version, cells)));
    for (; waiting.length >= size; waiting = waiting.slice(size)) yield waiting.slice(0, size);
  }
  if (waiting.length > 0) yield waiting;
}

/** The columns that hold a sample's content, in the order in which `givenOf` takes them. */
function contentColumns({ kind, columns }: FrozenVersion): readonly string[] {
  switch (kind) {
    case 'image':
      return ['image'];
    case 'table':
      return columns.filter(({ role }) => role === 'feature').map(({ name }) => `f:${name}`);
    case 'text':
    case 'corpus':
      return ['text'];
  }
}

function givenOf({ kind, columns }: FrozenVersion, content: readonly DuckDBValue[]): ModelRow {
  const [first] = content;
  if (kind === 'image') return { kind: 'image', image: bytesOf(first) };
  if (kind !== 'table') return { kind: 'text', text: String(first ?? '') };
  const features = columns.filter(({ role }) => role === 'feature');
  const cells = features.map(({ name }, index) => [name, cellOf(content[index] ?? null)] as const);
  return { kind: 'table', cells: Object.fromEntries(cells) };
}

function cellOf(value: DuckDBValue): string | number | null {
  return value === null || typeof value === 'number' ? value : String(value);
}

function bytesOf(value: DuckDBValue | undefined): Uint8Array {
  if (value && typeof value === 'object' && 'bytes' in value && value.bytes instanceof Uint8Array)
    return value.bytes;
  throw new AppError('training.badImage', { why: 'the version contains no data for it' });
}

/** As reports show it: of a row its cells, dates as dates. */
function textOf({ columns }: FrozenVersion, given: ModelRow): string {
  switch (given.kind) {
    case 'text':
      return given.text;
    case 'table': {
      const features = columns.filter(({ name }) => name in given.cells);
      return rowContent(
        features.map(({ name }) => name),
        features.map(({ name, type }) => shownCell(given.cells[name] ?? null, type)),
      );
    }
    case 'image':
      return '';
  }
}

function shownCell(cell: Cell, type: ColumnType): Cell {
  return type === 'date' && typeof cell === 'number' ? dateOf(cell) : cell;
}

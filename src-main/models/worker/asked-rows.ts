/** @file Rows of a frozen version as a model is asked them, with what it should say. */
import type { DuckDBValue } from '@duckdb/node-api';
import { KINDS } from '../../../src-shared/kinds/kinds.ts';
import { TARGETS } from '../../../src-shared/tasks/tasks.ts';
import type { ModelDescription } from './description.ts';
import { ASKED, shownText } from './kinds.ts';
import { askedPair, pairColumns } from './pairs.ts';
import type { ModelRow } from './rows.ts';
import { rowsOf, type FrozenVersion, type Split } from '../../versions/worker/index.ts';
import { TRUTHS, type Truth } from './tasks.ts';

/** A row of the version, as the model takes it, with what it should say. */
export interface AskedRow extends Truth {
  readonly id: string;
  readonly text: string;
  readonly given: ModelRow;
  /** What it is compared with: the model is asked of both. */
  readonly against?: ModelRow;
}

/** What a model is asked for these rows, each thing of a pair by itself, one behind the other. */
export function questionsOf(rows: readonly AskedRow[]): readonly ModelRow[] {
  return rows.flatMap(({ given, against }) => (against ? [given, against] : [given]));
}

/** A table without the columns that the model does not ask for. */
export function narrowed(
  version: FrozenVersion,
  { kind, columns }: Pick<ModelDescription, 'kind' | 'columns'>,
): FrozenVersion {
  if (kind === null || !KINDS[kind].hasColumns) return version;
  const wanted = new Set(columns.map(({ column }) => column));
  return {
    ...version,
    columns: version.columns.filter(({ role, name }) => role !== 'feature' || wanted.has(name)),
  };
}

/** The columns of the version's file that {@link askedRow} takes, in its order. */
export function askedColumns(version: FrozenVersion): readonly string[] {
  const { column, isPair } = TARGETS[version.target];
  const content = isPair ? pairColumns(version) : ASKED[version.kind].columns(version);
  return ['id', ...(column === null ? [] : [column]), ...content];
}

/** @param cells of {@link askedColumns} */
export function askedRow(version: FrozenVersion, [id, ...cells]: readonly DuckDBValue[]): AskedRow {
  const { target, kind } = version;
  const [truth = null, ...others] = cells;
  if (TARGETS[target].isPair)
    return { id: String(id), ...askedPair(version, others), ...TRUTHS[target](truth) };
  const given = ASKED[kind].given(version, TARGETS[target].column === null ? cells : others);
  return { id: String(id), given, text: shownText(given, version), ...TRUTHS[target](truth) };
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

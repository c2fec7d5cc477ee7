/** @file The columns of a list of documents, and its order. */
import type { Row } from './records.ts';

export interface Column<Body> {
  readonly id: string;
  readonly label: string;
  readonly text: (body: Body, id: string) => string;
  /** What it is sorted by where that is not its text. */
  readonly sort?: (body: Body, id: string) => number | string;
  readonly number?: boolean;
  /** Left out where a pane stands beside the list. */
  readonly wide?: boolean;
}

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/** Sorts rows by a column; those that have nothing there stand at the end either way. */
export function sortRows<Body>(
  rows: readonly Row<Body>[],
  columns: readonly Column<Body>[],
  order: Order | undefined,
): readonly Row<Body>[] {
  const column = columns.find(({ id }) => id === order?.column);
  if (!column || !order) return rows;
  const valueOf = column.sort ?? column.text;
  const sign = order.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row.body, row.id) }))
    .toSorted((a, b) => {
      if (a.value === '' || b.value === '') return a.value === b.value ? 0 : a.value === '' ? 1 : -1;
      return sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

const compare = (a: number | string, b: number | string): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));

/** A click on a column's head: ascending, descending, as they came. */
export function nextOrder(order: Order | undefined, column: string): Order | undefined {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? undefined : { column, descending: true };
}

/** @file What a file says of a sample beside its content and its label, as one JSON object of typed cells. */
import type { FileColumn } from '../../../../src-shared/contract.ts';
import { readCell, rowContent, type Cell } from './columns.ts';
import type { GoodRow } from './rows.ts';

/** A column that is kept, and where it stands in the file. */
export type PlacedColumn = FileColumn & { readonly at: number };

/**
 * The cells that are there, typed: a cell that is not of its column's type stays the text it is, so that nothing is lost
 * and no row is rejected for what nothing is learned from. Null where all are empty.
 */
export function metadataOf(columns: readonly PlacedColumn[], cells: GoodRow['cells']): string | null {
  const names: string[] = [];
  const values: Cell[] = [];
  for (const column of columns) {
    const cell = cells[column.at] ?? null;
    const typed = readCell(cell, column.type, column);
    const value = typed === undefined ? readCell(cell, 'text') : typed;
    if (value === null || value === undefined) continue;
    names.push(column.name);
    values.push(value);
  }
  return names.length === 0 ? null : rowContent(names, values);
}

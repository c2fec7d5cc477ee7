/** @file Counts the cells of numbers and dates that say that nothing is known, by column and by what they say. */
import type { FileColumn } from '../../../../src-shared/contract.ts';
import type { Cell } from './columns.ts';

/** So many different ones are told of a column. */
const MOST_TOLD = 10;

export interface MissingMarker {
  readonly column: string;
  /** As it is written: NA, n/a, -. */
  readonly marker: string;
  readonly cells: number;
}

export type MissingCells = ReturnType<typeof createMissingCells>;

export function createMissingCells() {
  const counts = new Map<string, Map<string, number>>();

  function add(column: string, marker: string): void {
    const found = counts.get(column) ?? new Map<string, number>();
    counts.set(column, found);
    if (found.size < MOST_TOLD || found.has(marker)) found.set(marker, (found.get(marker) ?? 0) + 1);
  }

  return {
    /** @param read the cells of the columns as they were read */
    count(
      columns: readonly (FileColumn & { readonly at: number })[],
      read: readonly (Cell | undefined)[],
      cells: readonly (string | null)[],
    ): void {
      for (const [i, { name, at }] of columns.entries()) {
        const marker = read[i] === null ? (cells[at]?.trim() ?? '') : '';
        if (marker !== '') add(name, marker);
      }
    },
    all: (): MissingMarker[] =>
      [...counts].flatMap(([column, found]) =>
        [...found].map(([marker, cells]) => ({ column, marker, cells })),
      ),
  };
}

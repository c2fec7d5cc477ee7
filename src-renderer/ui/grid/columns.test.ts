import { describe, expect, test } from 'vitest';
import { PLAIN, type Column, nextSort, pinOffsets, shownColumns, sortRows, templateOf } from './columns.ts';

interface Row {
  readonly name: string;
  readonly score: number | null;
}

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', width: 'rest', sort: ({ name }) => name },
  { id: 'score', title: 'Score', width: 80, sort: ({ score }) => score },
  { id: 'note', title: 'Note', width: 120, hidden: true },
];

describe('columns', () => {
  test('hidden ones appear when chosen, pinned ones come first', () => {
    expect(shownColumns(columns, PLAIN).map(({ id }) => id)).toEqual(['name', 'score']);
    const layout = { ...PLAIN, shown: { note: true, name: false }, pinned: ['note'] };
    expect(shownColumns(columns, layout).map(({ id }) => id)).toEqual(['note', 'score']);
  });

  test('widths that people dragged win over the default', () => {
    const layout = { ...PLAIN, widths: { score: 132 } };
    expect(templateOf(columns.slice(0, 2), layout)).toBe('minmax(160px, 1fr) 132px');
  });

  test('pinned columns stick one after another', () => {
    const layout = { ...PLAIN, pinned: ['score', 'name'], widths: { score: 90 } };
    expect(pinOffsets(shownColumns(columns, layout), layout, 32)).toEqual({ name: 32, score: 192 });
  });

  test('sorting keeps rows without a value last in both directions', () => {
    const rows = [
      { name: 'b', score: 2 },
      { name: 'a', score: null },
      { name: 'c', score: 1 },
    ];
    const names = (descending: boolean) =>
      sortRows(rows, columns, { column: 'score', descending }).map(({ name }) => name);
    expect(names(false)).toEqual(['c', 'b', 'a']);
    expect(names(true)).toEqual(['b', 'c', 'a']);
  });

  test('a header goes from ascending to descending to unsorted', () => {
    const first = nextSort(null, 'name');
    const second = nextSort(first, 'name');
    expect([first, second, nextSort(second, 'name')]).toEqual([
      { column: 'name', descending: false },
      { column: 'name', descending: true },
      null,
    ]);
  });
});

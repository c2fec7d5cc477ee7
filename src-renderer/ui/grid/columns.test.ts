import { describe, expect, test } from 'vitest';
import { PLAIN, type Column, nextSort, pinOffsets, shownColumns, templateOf } from './columns.ts';

const columns: readonly Column[] = [
  { id: 'name', title: 'Name', width: 'rest', sortable: true },
  { id: 'score', title: 'Score', width: 80, sortable: true },
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

import { describe, expect, test } from 'vitest';
import {
  PLAIN,
  type Column,
  columnsToRead,
  drawnColumns,
  movedOrder,
  nextSort,
  pinOffsets,
  shownColumns,
  tracksOf,
} from './columns.ts';

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
    const shown = columns.slice(0, 2);
    const all = shown.map((column, place) => ({ column, place }));
    expect(tracksOf(all, shown, layout)).toEqual({ template: 'minmax(160px, 1fr) 132px', tracks: [0, 1] });
  });

  test('pinned columns stick one after another', () => {
    const layout = { ...PLAIN, pinned: ['score', 'name'], widths: { score: 90 } };
    expect(pinOffsets(shownColumns(columns, layout), layout, 32)).toEqual({ name: 32, score: 192 });
  });

  test('a column is moved a place among those in sight, not past the ends', () => {
    const layout = { ...PLAIN, shown: { note: true } };
    const order = movedOrder(shownColumns(columns, layout), 'note', -1);
    expect(order).toEqual(['name', 'note', 'score']);
    expect(shownColumns(columns, { ...layout, order }).map(({ id }) => id)).toEqual(order);
    expect(movedOrder(columns, 'name', -1)).toEqual(['name', 'score', 'note']);
  });

  test('of five hundred only those in sight are drawn, and the pinned ones', () => {
    const many = Array.from({ length: 500 }, (_, i): Column => ({ id: `c${i}`, title: '', width: 100 }));
    const layout = { ...PLAIN, pinned: ['c0'] };
    const view = { left: 20_000, width: 1000, lead: 0 };
    const places = drawnColumns(many, layout, view).map(({ place }) => place);
    expect(places).toEqual([0, ...Array.from({ length: 14 }, (_, i) => 198 + i)]);
    expect(drawnColumns(many.slice(0, 9), layout, { ...view, left: 0 })).toHaveLength(9);
    expect(drawnColumns(many, layout, { ...view, left: 49_000 }).at(-1)?.place).toBe(499);
    // What is not drawn takes one track for each stretch of it.
    const few = [0, 3, 4].map((place) => ({ column: many[place]!, place }));
    expect(tracksOf(few, many.slice(0, 7), { ...layout, widths: { c2: 50 } })).toEqual({
      template: '100px 150px 100px 100px 200px',
      tracks: [0, 2, 3],
    });
    // Read are whole blocks of 800 pixels, so that the next few columns are there.
    const read = columnsToRead(many, layout, drawnColumns(many, layout, view));
    expect(read).toEqual(['c0', ...Array.from({ length: 24 }, (_, i) => `c${192 + i}`)]);
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

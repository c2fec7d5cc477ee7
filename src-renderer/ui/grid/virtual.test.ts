import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TALLEST, scrollToRow, visibleRows } from './virtual.ts';

const views = fc.record({
  count: fc.integer({ min: 1, max: 5_000_000 }),
  rowHeight: fc.constantFrom(28, 32),
  viewport: fc.integer({ min: 100, max: 2000 }),
  scroll: fc.integer({ min: 0, max: TALLEST }),
});

describe('a long list', () => {
  test('draws from the first row at the top and to the last row at the bottom', () => {
    const list = { count: 1_000_000, rowHeight: 28, viewport: 600, scroll: 0 };
    expect(visibleRows(list)).toMatchObject({ first: 0, shift: 0, height: TALLEST });
    const { end, first, shift } = visibleRows({ ...list, scroll: TALLEST - 600 });
    expect(end).toBe(1_000_000);
    expect(shift + (end - first) * 28).toBeCloseTo(TALLEST, 3);
  });

  test('never asks for a taller area than browsers lay out', () => {
    fc.assert(fc.property(views, (view) => visibleRows(view).height <= TALLEST));
  });

  test('covers the viewport, or all rows when they are fewer', () => {
    fc.assert(
      fc.property(views, (view) => {
        const room = Math.max(0, Math.min(TALLEST, view.count * view.rowHeight) - view.viewport);
        const scroll = Math.min(view.scroll, room);
        const { first, end, shift } = visibleRows({ ...view, scroll });
        const above = first === 0 || shift <= scroll;
        const below =
          end === view.count || shift + (end - first) * view.rowHeight >= scroll + view.viewport - 1e-3;
        return above && below;
      }),
    );
  });

  test('scrolling to a row brings it wholly into sight', () => {
    fc.assert(
      fc.property(views, fc.nat(), (view, n) => {
        const row = n % view.count;
        const scroll = scrollToRow(view, row);
        const { first, shift } = visibleRows({ ...view, scroll });
        const top = shift + (row - first) * view.rowHeight - scroll;
        return top >= -0.01 && top + view.rowHeight <= view.viewport + 0.01;
      }),
    );
  });
});

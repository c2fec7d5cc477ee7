import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaOf,
  sharedAreaOfOutlines,
  type Outline,
} from '../../../../src-shared/labeling/geometry/polygon.ts';
import { merged, splitAlong, without } from './boolean.ts';
import { dragged, drop, merge, subtract } from './change.ts';
import type { Of } from './geometry.ts';
import { handlesOf } from './handles.ts';
import { select } from './select.ts';
import { around, drawn, at, polygonOf, square } from './regions.fixture.ts';

describe('borders that polygons share', () => {
  const left = drawn('polygon', at(0, 0, 50, 0, 50, 50, 0, 50, 0, 0));
  const both = drawn('polygon', at(50, 0, 100, 0, 100, 50, 50, 50, 50, 0), left);

  test('move together, unless they are to be moved alone, or are locked', () => {
    const [handle] = handlesOf(both.regions[1]!, 0);
    const drag = { what: 'handle' as const, handle: handle!, alone: false };
    const to = { to: { x: 60, y: 5 }, around };
    const moved = drop(both, dragged(both, drag, to));
    expect(polygonOf(moved, 0).outlines[0]!.ring.slice(2, 4)).toEqual([60, 5]);
    expect(polygonOf(moved, 1).outlines[0]!.ring.slice(0, 2)).toEqual([60, 5]);
    const alone = drop(both, dragged(both, { ...drag, alone: true }, to));
    expect(polygonOf(alone, 0)).toBe(polygonOf(both, 0));
    const locked = { ...both, locked: new Set([both.regions[0]!.id]) };
    expect(polygonOf(drop(locked, dragged(locked, drag, to)), 0)).toBe(polygonOf(both, 0));
  });

  test('keep the shared area at zero, whatever vertex is moved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 49 }), (vertex, by) => {
        const handle = handlesOf(both.regions[1]!, 0)[vertex]!;
        const to = { x: handle.x + (handle.x > 60 ? by : by / 4), y: handle.y };
        const moved = drop(both, dragged(both, { what: 'handle', handle, alone: false }, { to, around }));
        expect(sharedAreaOfOutlines(polygonOf(moved, 0).outlines, polygonOf(moved, 1).outlines)).toBeCloseTo(
          0,
          6,
        );
      }),
    );
  });
});

describe('polygons with each other', () => {
  /** Simple: corners around a middle. */
  const blob = fc
    .record({
      x: fc.integer({ min: 30, max: 170 }),
      y: fc.integer({ min: 30, max: 90 }),
      reaches: fc.array(fc.integer({ min: 5, max: 30 }), { minLength: 3, maxLength: 12 }),
    })
    .map(({ x, y, reaches }): Outline[] => {
      const ring = reaches.flatMap((reach, i) => {
        const angle = (2 * Math.PI * i) / reaches.length;
        return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)].map(
          (place) => Math.round(place * 10) / 10,
        );
      });
      return [{ ring, holes: [] }];
    });
  /** Corners are kept to a thousandth of a pixel. */
  const NEAR = 0.5;

  test('union and difference keep the area', () => {
    fc.assert(
      fc.property(blob, blob, (a, b) => {
        const shared = sharedAreaOfOutlines(a, b);
        expect(Math.abs(areaOf(merged([a, b])) - (areaOf(a) + areaOf(b) - shared))).toBeLessThan(NEAR);
        expect(Math.abs(areaOf(without(a, [b])) - (areaOf(a) - shared))).toBeLessThan(NEAR);
      }),
    );
  });

  test('the pieces of a split are the whole, and share nothing', () => {
    const line = fc.array(
      fc.record({ x: fc.integer({ min: 0, max: 200 }), y: fc.integer({ min: 0, max: 120 }) }),
      {
        minLength: 2,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(blob, line, (shape, cut) => {
        fc.pre(cut.every(({ x, y }, i) => i === 0 || x !== cut[i - 1]!.x || y !== cut[i - 1]!.y));
        const pieces = splitAlong(shape, cut);
        if (pieces === null) return;
        const sum = pieces.reduce((area, piece) => area + areaOf(piece), 0);
        expect(Math.abs(sum - areaOf(shape))).toBeLessThan(NEAR);
        for (const [i, piece] of pieces.entries())
          for (const other of pieces.slice(i + 1))
            expect(sharedAreaOfOutlines(piece, other)).toBeLessThan(NEAR);
      }),
    );
  });

  test('those chosen are merged into the first; the others are cut out of it', () => {
    const one = drawn('polygon', at(0, 0, 40, 0, 40, 40, 0, 40, 0, 0));
    const two = drawn('polygon', at(20, 0, 60, 0, 60, 40, 20, 40, 20, 0), one);
    const chosen = select(
      two,
      two.regions.map(({ id }) => id),
    );
    const together = merge(chosen);
    expect(together.regions).toHaveLength(1);
    expect(together.regions[0]!.id).toBe(two.regions[0]!.id);
    expect(areaOf(polygonOf(together).outlines)).toBe(2400);
    const cut = subtract(chosen);
    expect(cut.regions.map((region) => areaOf((region as Of<'polygon'>).outlines))).toEqual([800, 1600]);
    expect(merge(two)).toMatchObject({ notice: { refusal: 'needPolygons' } });
    expect(subtract(select(two, [two.regions[0]!.id]))).toMatchObject({
      notice: { refusal: 'needPolygons' },
    });
  });
});

test('a ring of squares keeps its area through merging', () => {
  const squares = [0, 1, 2, 3].map((i) => [{ ring: square(i * 10, 0, 10), holes: [] }]);
  expect(areaOf(merged(squares))).toBe(400);
});

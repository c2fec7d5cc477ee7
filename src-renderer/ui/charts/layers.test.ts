import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveOf, layered, type Link, type Spot } from './layers.ts';

const boxes = (...ids: string[]) => ids.map((id) => ({ id, width: 40, height: 20 }));
const link = (from: string, to: string): Link => ({ from, to });

describe('a layered drawing', () => {
  it('puts a chain straight down', () => {
    const { boxes: spots, routes } = layered(boxes('a', 'b', 'c'), [link('a', 'b'), link('b', 'c')]);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => spots.get(id)!);
    expect([a!.x, b!.x, c!.x]).toEqual([0, 0, 0]);
    expect(a!.y + 20).toBeLessThan(b!.y);
    expect(routes[0]!.points).toEqual([
      [20, 20],
      [20, b!.y],
    ]);
  });

  it('puts what is read late right above its reader', () => {
    const links = [link('a', 'b'), link('b', 'c'), link('late', 'c')];
    const { boxes: spots } = layered(boxes('a', 'late', 'b', 'c'), links);
    expect(spots.get('late')!.y).toBe(spots.get('b')!.y);
  });

  it('leaves nothing crossed that need not be', () => {
    const links = [link('a', 'd'), link('b', 'c')];
    const { boxes: spots } = layered(boxes('a', 'b', 'c', 'd'), links);
    expect(spots.get('a')!.x < spots.get('b')!.x).toBe(spots.get('d')!.x < spots.get('c')!.x);
  });

  it('never puts one box upon another, points up, or leaves its frame', () => {
    const graphs = fc.integer({ min: 1, max: 25 }).chain((count) =>
      fc.record({
        sizes: fc.array(fc.integer({ min: 10, max: 200 }), { minLength: count, maxLength: count }),
        pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 40 }),
      }),
    );
    fc.assert(
      fc.property(graphs, ({ sizes, pairs }) => {
        const all = sizes.map((width, id) => ({ id: String(id), width, height: 10 + (width % 30) }));
        const links = pairs
          .filter(([a, b]) => a !== b)
          .map(([a, b]) => link(String(Math.min(a, b)), String(Math.max(a, b))));
        const { width, height, boxes: spots, routes } = layered(all, links);
        const list = [...spots.values()];
        expect(list).toHaveLength(all.length);
        const overlap = (a: Spot, b: Spot) =>
          a.x + a.width > b.x + 1e-6 &&
          b.x + b.width > a.x + 1e-6 &&
          a.y + a.height > b.y &&
          b.y + b.height > a.y;
        for (const [index, a] of list.entries())
          for (const b of list.slice(index + 1)) expect(overlap(a, b)).toBe(false);
        for (const { points } of routes)
          for (const [index, [, y]] of points.slice(1).entries())
            expect(y).toBeGreaterThan(points[index]![1]);
        for (const spot of list) {
          expect(spot.x).toBeGreaterThanOrEqual(-1e-6);
          expect(spot.x + spot.width).toBeLessThanOrEqual(width + 1e-6);
          expect(spot.y + spot.height).toBeLessThanOrEqual(height);
        }
      }),
    );
  });

  it('draws its arrows as curves that leave and arrive upright', () => {
    expect(
      curveOf([
        [10, 0],
        [30, 40],
      ]),
    ).toBe('M10 0C10 20 30 20 30 40');
  });
});

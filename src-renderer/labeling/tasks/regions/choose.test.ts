import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaOfRuns, decodeRuns, encodeRuns } from '../../../../src-shared/labeling/geometry/runs.ts';
import { BrushMask } from './brush.ts';
import { adopt, duplicate, merge, nudge, remove, reorder, setAttribute, setLabel } from './change.ts';
import { setMask } from './draw.ts';
import { boundsOf, isAt, type Of, type Place } from './geometry.ts';
import { RegionIndex } from './near.ts';
import { pick, select, toggleKept } from './select.ts';
import { lacking, type EditorState } from './state.ts';
import { SIZE, around, empty, drawn, at } from './regions.fixture.ts';

describe('masks', () => {
  test('a stroke covers the pixels whose middle is within its radius, and an eraser clears them', () => {
    const strokes = fc.array(
      fc.record({
        x: fc.double({ min: -5, max: 45, noNaN: true }),
        y: fc.double({ min: -5, max: 35, noNaN: true }),
        radius: fc.double({ min: 0.5, max: 9, noNaN: true }),
        erase: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(strokes, (all) => {
        const size = { width: 40, height: 30 };
        const brush = new BrushMask(size);
        const pixels = new Uint8Array(40 * 30);
        let from = { x: all[0]!.x, y: all[0]!.y };
        for (const { x, y, radius, erase } of all) {
          const to = { x, y };
          brush.stroke({ from, to, radius, erase });
          for (let row = 0; row < 30; row++)
            for (let column = 0; column < 40; column++)
              if (distance({ x: column + 0.5, y: row + 0.5 }, from, to) <= radius)
                pixels[row * 40 + column] = +!erase;
          from = to;
        }
        const expected = encodeRuns({ ...size, pixels });
        expect(brush.runs()).toEqual(expected);
        expect(new BrushMask(size, expected).runs()).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  function distance({ x, y }: Place, from: Place, to: Place): number {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = dx * dx + dy * dy;
    const share =
      length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
    return Math.hypot(from.x + share * dx - x, from.y + share * dy - y);
  }

  test('strokes go on with the mask that is chosen; one that is erased whole goes; masks merge and move', () => {
    const brush = new BrushMask(SIZE);
    brush.stroke({ from: { x: 50, y: 50 }, to: { x: 60, y: 50 }, radius: 5, erase: false });
    const state = setMask(empty('mask'), brush.runs(), around);
    const mask = state.regions[0] as Of<'mask'>;
    expect(mask).toMatchObject({ ...SIZE, shape: 'mask' });
    expect(isAt(mask, { x: 55, y: 52 }, 0)).toBe(true);
    expect(isAt(mask, { x: 55, y: 56 }, 0)).toBe(false);
    expect(boundsOf(mask)).toEqual({ left: 45, top: 45, right: 65, bottom: 55 });
    const far = nudge({ ...state, tool: 'select' }, { x: 500, y: 3 }, { around, gesture: 'g', alone: false });
    expect(boundsOf(far.regions[0]!)).toEqual({ left: 180, top: 48, right: 200, bottom: 58 });
    expect(areaOfRuns(far.regions[0] as Of<'mask'>)).toBe(areaOfRuns(mask));
    const apart = setMask(select(far, []), brush.runs(), around);
    const joined = merge(
      select(
        apart,
        apart.regions.map(({ id }) => id),
      ),
    );
    expect(areaOfRuns(joined.regions[0] as Of<'mask'>)).toBe(2 * areaOfRuns(mask));
    expect(setMask(state, new BrushMask(SIZE).runs(), around).regions).toEqual([]);
    expect(decodeRuns(mask).pixels[50 * SIZE.width + 55]).toBe(1);
  });
});

describe('choosing', () => {
  const large = drawn('box', at(0, 0, 100, 100));
  const small = drawn('box', at(40, 40, 60, 60), large);
  const third = drawn('box', at(45, 45, 55, 55), small);

  test('a small one under a large one is picked first, then the next by area', () => {
    const index = new RegionIndex([third.regions[2]!, third.regions[0]!, third.regions[1]!]);
    const hits = index.at({ x: 50, y: 50 }, 0);
    let state = pick(select(third, []), hits);
    const picked = [state.selected[0]];
    for (let i = 0; i < 3; i++) {
      state = pick(state, hits);
      picked.push(state.selected[0]);
    }
    const [one, two, three] = third.regions.map(({ id }) => id);
    expect(picked).toEqual([three, two, one, three]);
    expect(pick(state, [])).toMatchObject({ selected: [] });
  });

  test('the index finds what is near, as a walk over all does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 120 }), (x, y) => {
        const found = new RegionIndex(third.regions).at({ x, y }, 2);
        const all = third.regions.filter((region) => isAt(region, { x, y }, 2));
        expect(new Set(found)).toEqual(new Set(all));
      }),
    );
  });

  test('locked ones are not changed; hidden and locked hold for one or for all', () => {
    const [first] = third.regions;
    const locked = toggleKept(select(third, [first!.id]), 'locked');
    expect(remove(locked)).toMatchObject({ regions: third.regions, notice: { refusal: 'locked' } });
    const all = toggleKept(select(third, []), 'hidden');
    expect(all.hidden.size).toBe(3);
    expect(toggleKept(all, 'hidden').hidden.size).toBe(0);
  });

  test('the order is changed by one or all the way; copies lie beside and are chosen', () => {
    const [a, b, c] = third.regions.map(({ id }) => id);
    const order = (state: EditorState) => state.regions.map(({ id }) => id);
    expect(order(reorder(select(third, [a!]), 1, false))).toEqual([b, a, c]);
    expect(order(reorder(select(third, [a!]), 1, true))).toEqual([b, c, a]);
    expect(order(reorder(select(third, [b!, c!]), -1, false))).toEqual([b, c, a]);
    const copied = duplicate(select(third, [c!]), 8, around);
    expect(copied.regions.at(-1)).toMatchObject({ x: 53, y: 53 });
    expect(copied.selected).toEqual([copied.regions.at(-1)!.id]);
  });

  test('another class keeps the answers that it is asked; required ones are missed', () => {
    const answered = setAttribute(setAttribute(large, 'color', 'red'), 'note', 'old');
    expect(lacking(large.regions[0]!, around.attributes)?.name).toBe('color');
    expect(lacking(answered.regions[0]!, around.attributes)).toBeUndefined();
    // With its tool at hand, a class is for what is drawn next; what was just drawn keeps its own until it is chosen.
    expect(setLabel(answered, 'tree', around)).toMatchObject({ label: 'tree', regions: [{ label: 'car' }] });
    const picked = select(answered, [answered.regions[0]!.id]);
    expect(setLabel(picked, 'tree', around).regions).toMatchObject([
      { label: 'tree', attributes: { note: 'old' } },
    ]);
    expect(setLabel(picked, 'tree', around).regions[0]!.attributes).toEqual({ note: 'old' });
  });

  test('regions of another image come as far as they fit', () => {
    const mask = {
      id: 'm',
      label: 'car',
      attributes: {},
      shape: 'mask' as const,
      width: 3,
      height: 1,
      counts: [1, 1, 1],
    };
    const taken = adopt(empty(), [...third.regions, mask], around);
    expect(taken.regions).toHaveLength(3);
    expect(taken.notice).toEqual({ refusal: 'otherSize' });
    expect(new Set([...taken.regions, ...third.regions].map(({ id }) => id)).size).toBe(6);
    expect(adopt(empty(), [], around)).toMatchObject({ notice: { refusal: 'noLast' } });
  });
});

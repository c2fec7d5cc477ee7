import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaOf } from '../../../../src-shared/labeling/geometry/polygon.ts';
import { insertVertex, nudge, remove, toggleVisible } from './change.ts';
import { back, cancel, finish, leaveOut, setPlace, setTool } from './draw.ts';
import type { Of } from './geometry.ts';
import { handlesOf, resized, turned, verticesOf, withoutVertex } from './handles.ts';
import { chooseHandle } from './select.ts';
import { commit } from './state.ts';
import { SIZE, around, empty, drawn, at, polygonOf } from './regions.fixture.ts';

describe('drawing', () => {
  test('a box has two corners, in whatever order, and stays within the image', () => {
    const state = drawn('box', at(50, 60, -10, 20.12345));
    expect(state.regions).toMatchObject([
      { shape: 'box', x: 0, y: 20.123, width: 50, height: 39.877, label: 'car' },
    ]);
    expect(state.selected).toEqual([state.regions[0]!.id]);
  });

  test('a shape without an area is refused in words and nothing is kept', () => {
    expect(drawn('box', at(5, 5, 5, 40))).toMatchObject({
      regions: [],
      draft: null,
      notice: { refusal: 'tooSmall' },
    });
    expect(drawn('polygon', at(0, 0, 10, 10, 20, 20, 0, 0))).toMatchObject({
      regions: [],
      notice: { refusal: 'tooSmall' },
    });
    expect(drawn('polygon', at(0, 0, 10, 10, 10, 10))).toMatchObject({ notice: { refusal: 'threeCorners' } });
    expect(setPlace({ ...empty(), label: '' }, { at: { x: 1, y: 1 }, near: 1 }, around)).toMatchObject({
      notice: { refusal: 'noClass' },
    });
    const nan = {
      id: 'x',
      label: 'car',
      attributes: {},
      shape: 'box' as const,
      x: NaN,
      y: 0,
      width: 1,
      height: 1,
    };
    expect(commit(empty(), [{ ...nan, rotation: 0 }])).toMatchObject({
      regions: [],
      notice: { refusal: 'tooSmall' },
    });
  });

  test('a polygon closes near its first point, at the same point twice, or when it is finished', () => {
    const ring = [10, 10, 60, 10, 60, 50];
    for (const state of [
      drawn('polygon', at(...ring, 10.5, 10.5)),
      drawn('polygon', at(...ring, 60, 50)),
      finish(drawn('polygon', at(...ring)), around),
    ])
      expect(polygonOf(state).outlines).toEqual([{ ring, holes: [] }]);
    const begun = drawn('polygon', at(...ring));
    expect(back(begun).draft).toMatchObject({ points: at(10, 10, 60, 10) });
    expect(cancel(begun)).toMatchObject({ draft: null, regions: [], tool: 'polygon' });
  });

  test('keypoints go on to the next name; some are covered, some not in the image', () => {
    let state = setPlace(empty('keypoints'), { at: { x: 10, y: 10 }, near: 1 }, around);
    state = leaveOut(state, around);
    expect(state.draft).toMatchObject({ tool: 'keypoints', points: [{ visible: true }, null] });
    state = setPlace(state, { at: { x: 20, y: 30 }, near: 1, covered: true }, around);
    const points = [{ x: 10, y: 10, visible: true }, null, { x: 20, y: 30, visible: false }];
    expect(state.regions).toMatchObject([{ shape: 'keypoints', points }]);
    const seen = toggleVisible({ ...state, handle: 2 });
    expect((seen.regions[0] as Of<'keypoints'>).points[2]).toEqual({ x: 20, y: 30, visible: true });
    let none = empty('keypoints');
    for (let i = 0; i < 3; i++) none = leaveOut(none, around);
    expect(none).toMatchObject({ regions: [], notice: { refusal: 'tooSmall' } });
  });

  test('holes are cut out of the polygon that is chosen; a line splits it into regions', () => {
    const whole = drawn('polygon', at(0, 0, 100, 0, 100, 100, 0, 100, 0, 0));
    const holed = drawn('hole', at(20, 20, 40, 20, 40, 40, 20, 40, 20, 20), setTool(whole, 'hole'));
    expect(areaOf(polygonOf(holed).outlines)).toBe(10_000 - 400);
    expect(holed.tool).toBe('select');
    const split = drawn('split', at(30, -10, 30, 110, 30, 110), setTool(holed, 'split'));
    const areas = split.regions.map((region) => areaOf((region as Of<'polygon'>).outlines));
    expect(areas).toEqual([7000 - 200, 3000 - 200]);
    expect(new Set(split.regions.map(({ id }) => id)).size).toBe(2);
    const missed = drawn('split', at(150, 0, 150, 50, 150, 50), setTool(holed, 'split'));
    expect(missed).toMatchObject({ regions: holed.regions, notice: { refusal: 'noCut' } });
    expect(setTool(empty(), 'hole')).toMatchObject({ tool: 'box', notice: { refusal: 'needPolygon' } });
  });
});

describe('handles', () => {
  const box = drawn('box', at(20, 20, 60, 50));

  test('arrows move a box, its corners and edges, and turn it, to a tenth of a pixel', () => {
    const selecting = { ...box, tool: 'select' as const };
    const how = { around, gesture: 'press 1', alone: false };
    expect(nudge(selecting, { x: 0.1, y: 0 }, how).regions).toMatchObject([{ x: 20.1, y: 20 }]);
    const corner = chooseHandle(selecting, 1);
    expect(nudge(corner, { x: 0, y: -0.1 }, how).regions).toMatchObject([
      { y: 19.9, height: 30.1, width: 40 },
    ]);
    const turn = chooseHandle(selecting, -1);
    expect(turn.handle).toBe(8);
    const turnedBox = nudge(turn, { x: 0.1, y: 0 }, how);
    expect(turnedBox.regions).toMatchObject([{ rotation: 0.1, x: 20, width: 40 }]);
    expect(nudge(turnedBox, { x: 359.9, y: 0 }, how).regions).toMatchObject([{ rotation: 0 }]);
    expect(turnedBox.gesture).toBe('press 1');
  });

  test('the corner opposite the one that is moved stays, also of a turned box', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -180, max: 180 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: -30, max: 30 }),
        fc.integer({ min: -30, max: 30 }),
        (rotation, corner, dx, dy) => {
          const before = turned(box.regions[0] as Of<'box'>, rotation);
          const [moved, stays] = [handlesOf(before, 0)[corner]!, handlesOf(before, 0)[(corner + 2) % 4]!];
          const to = { x: moved.x + dx, y: moved.y + dy };
          const after = resized(before, corner, to);
          fc.pre(after.width > 0.2 && after.height > 0.2);
          const corners = handlesOf(after, 0).slice(0, 4);
          for (const place of [stays, to])
            expect(Math.min(...corners.map(({ x, y }) => Math.hypot(x - place.x, y - place.y)))).toBeLessThan(
              0.01,
            );
        },
      ),
    );
  });

  test('what is moved stops at the border of the image', () => {
    const state = nudge(
      { ...box, tool: 'select' },
      { x: 1000, y: -1000 },
      { around, gesture: 'g', alone: false },
    );
    expect(state.regions).toMatchObject([{ x: SIZE.width - 40, y: 0 }]);
  });

  test('vertices are inserted and removed; three stay', () => {
    const triangle = drawn('polygon', at(0, 0, 40, 0, 0, 40, 0, 0));
    const more = insertVertex({ ...triangle, handle: 0 }, null);
    expect(polygonOf(more).outlines[0]!.ring).toEqual([0, 0, 20, 0, 40, 0, 0, 40]);
    expect(more.handle).toBe(1);
    const near = insertVertex(triangle, { x: 21, y: 21 });
    expect(verticesOf(polygonOf(near))[near.handle!]).toMatchObject({ x: 20, y: 20 });
    expect(polygonOf(remove(more)).outlines).toEqual(polygonOf(triangle).outlines);
    expect(remove({ ...triangle, handle: 0 })).toMatchObject({ notice: { refusal: 'threeCorners' } });
    const withHole = {
      ...polygonOf(triangle),
      outlines: [{ ring: [0, 0, 40, 0, 0, 40], holes: [[5, 5, 8, 5, 5, 8]] }],
    };
    expect(withoutVertex(withHole, 4)?.outlines[0]!.holes).toEqual([]);
  });
});

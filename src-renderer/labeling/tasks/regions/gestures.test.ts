import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RegionsValue, type Region } from '../../../../src-shared/labeling/tasks/values.ts';
import {
  duplicate,
  insertVertex,
  merge,
  nudge,
  remove,
  reorder,
  setLabel,
  subtract,
  toggleVisible,
} from './change.ts';
import { back, cancel, finish, leaveOut, setPlace, setTool } from './draw.ts';
import { isSound } from './geometry.ts';
import { chooseHandle, select, toggle, toggleKept } from './select.ts';
import { took, type EditorState } from './state.ts';
import { around, empty } from './regions.fixture.ts';

describe('any gestures in any order', () => {
  type Gesture = (state: EditorState) => EditorState;
  const place = fc.record({ x: fc.double({ min: -50, max: 250 }), y: fc.double({ min: -50, max: 170 }) });
  const tools = ['select', 'box', 'polygon', 'keypoints', 'hole', 'split'] as const;
  const gesture: fc.Arbitrary<Gesture> = fc.oneof(
    {
      weight: 6,
      arbitrary: place.map(
        (at): Gesture =>
          (state) =>
            setPlace(state, { at, near: 5 }, around),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...tools).map(
        (tool): Gesture =>
          (state) =>
            setTool(state, tool),
      ),
    },
    place.map(
      (by): Gesture =>
        (state) =>
          nudge(state, by, { around, gesture: 'g', alone: false }),
    ),
    fc.nat(20).map(
      (i): Gesture =>
        (state) =>
          select(state, state.regions[i] ? [state.regions[i].id] : []),
    ),
    fc.nat(20).map(
      (i): Gesture =>
        (state) =>
          state.regions[i] ? toggle(state, state.regions[i].id) : state,
    ),
    fc.constantFrom<Gesture>(
      remove,
      merge,
      subtract,
      toggleVisible,
      cancel,
      back,
      (state) => finish(state, around),
      (state) => leaveOut(state, around),
      (state) => chooseHandle(state, 1),
      (state) => insertVertex(state, null),
      (state) => duplicate(state, 5, around),
      (state) => reorder(state, 1, false),
      (state) => toggleKept(state, 'locked'),
      (state) => setLabel(state, 'tree', around),
    ),
  );

  test('leave what was there before untouched, so that going back gives the same bytes; what is kept can be saved', () => {
    fc.assert(
      fc.property(fc.array(gesture, { maxLength: 40 }), (gestures) => {
        const seen: { regions: readonly Region[]; bytes: string }[] = [];
        let state = empty();
        for (const each of gestures) {
          const next = each(state);
          if (next.regions !== state.regions)
            seen.push({ regions: state.regions, bytes: JSON.stringify(state.regions) });
          state = next;
        }
        const last = JSON.stringify(state.regions);
        for (const { regions, bytes } of seen.toReversed()) {
          state = took(state, regions);
          expect(JSON.stringify(state.regions)).toBe(bytes);
        }
        for (const { regions } of seen) {
          expect(regions.every(isSound)).toBe(true);
          expect(RegionsValue.safeParse({ regions }).success).toBe(true);
        }
        expect(RegionsValue.safeParse({ regions: JSON.parse(last) as unknown }).success).toBe(true);
        const all = [...seen.map(({ regions }) => regions), JSON.parse(last) as Region[]];
        for (const regions of all) expect(new Set(regions.map(({ id }) => id)).size).toBe(regions.length);
      }),
      { numRuns: 300 },
    );
  });
});

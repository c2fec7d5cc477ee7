/** @file What tests of the regions editor begin with. */
import type { Of, Place } from './geometry.ts';
import { setPlace } from './draw.ts';
import { startState, type EditorState, type Surroundings, type Tool } from './state.ts';

export const SIZE = { width: 200, height: 120 };
let ids = 0;
export const around: Surroundings = {
  size: SIZE,
  shapes: ['box', 'polygon', 'keypoints', 'mask'],
  skeleton: { points: ['head', 'hand', 'foot'], edges: [[0, 1]] },
  attributes: [
    { name: 'color', type: 'choice', choices: ['red', 'blue'], required: true, classes: ['car'] },
    { name: 'note', type: 'text', choices: [], required: false, classes: [] },
  ],
  newId: () => `r${++ids}`,
};
export const empty = (tool: Tool = 'box'): EditorState => startState([], { label: 'car', tool });

/** Sets places one after another. */
export function drawn(tool: Tool, places: readonly Place[], from = empty()): EditorState {
  const start = { ...from, tool, draft: null };
  return places.reduce<EditorState>((state, at) => setPlace(state, { at, near: 1 }, around), start);
}
export const at = (...numbers: number[]): Place[] =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! }));
export const polygonOf = (state: EditorState, i = 0): Of<'polygon'> => state.regions[i] as Of<'polygon'>;
export const square = (x: number, y: number, side: number): number[] => [
  x,
  y,
  x + side,
  y,
  x + side,
  y + side,
  x,
  y + side,
];

import { expect, test } from 'vitest';
import { wallMove } from './moves.ts';

const press = (key: string) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false });
const wall = { count: 10, page: 8, columns: 4 };

test.each([
  ['ArrowRight', 3, 4],
  ['ArrowLeft', 4, 3],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 1, 5],
  ['ArrowDown', 7, 7],
  ['ArrowDown', -1, 0],
  ['ArrowUp', 9, 5],
  ['ArrowUp', 2, 2],
  ['PageDown', 1, 9],
  ['Home', 7, 0],
  ['End', 0, 9],
])('%s on tile %i leads to %i', (key, cursor, to) => {
  expect(wallMove(press(key), { ...wall, cursor })).toBe(to);
});

test('other keys, and keys of the system, are not the wall’s', () => {
  expect(wallMove(press('a'), { ...wall, cursor: 0 })).toBeNull();
  expect(wallMove({ ...press('End'), ctrlKey: true }, { ...wall, cursor: 0 })).toBeNull();
});

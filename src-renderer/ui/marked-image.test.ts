import { expect, test } from 'vitest';
import { bestFirst, maskPath, namedParts } from './marked-image.ts';

test('a mask is drawn as a bar for each run within a column', () => {
  // Columns of three: off, on on | on off off
  expect(maskPath({ width: 2, height: 3, counts: [1, 3, 2] })).toBe('M0 1h1v2h-1zM1 0h1v1h-1z');
  expect(maskPath({ width: 2, height: 2, counts: [4] })).toBe('');
});

test('classes are listed in their order, with how many and the highest score', () => {
  const parts = [{ label: 'b', score: 0.4 }, { label: '__proto__' }, { label: 'b', score: 0.9 }];
  expect(namedParts(parts, ['b', 'a'])).toEqual([
    { label: 'b', count: 2, best: 0.9 },
    { label: '__proto__', count: 1, best: undefined },
  ]);
});

test('boxes are told the surest first, those without a score last', () => {
  const boxes = [{ score: 0.4 }, {}, { score: 0.9 }, { score: 0.5 }];
  expect(bestFirst(boxes).map(({ score }) => score)).toEqual([0.9, 0.5, 0.4, undefined]);
});

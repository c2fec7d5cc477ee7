import { expect, test } from 'vitest';
import { barOf, rangeOf } from './ranking-bars.ts';

test('bars reach from the least end of an interval to the greatest', () => {
  const items = [
    { strength: 1, interval: [0, 2] as [number, number] },
    { strength: -1, interval: [-2, 0] as [number, number] },
  ];
  const range = rangeOf(items);
  expect(items.map((item) => barOf(item, range))).toEqual([
    { at: 75, from: 50, width: 50 },
    { at: 25, from: 0, width: 50 },
  ]);
  expect(barOf({ strength: 0, interval: null }, rangeOf([]))).toEqual({ at: 50, from: 50, width: 0 });
});

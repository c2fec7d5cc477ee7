import { expect, test } from 'vitest';
import { chanceBy } from './chances.ts';

test('a chance is read from quantiles, in line between them, and certain at the ends', () => {
  const quantiles = Array.from({ length: 101 }, (_, i) => 1000 + 10 * i);
  expect([900, 1000, 1505, 1990, 2000, 3000].map((moment) => chanceBy(quantiles, moment))).toEqual([
    0, 0, 0.505, 0.99, 1, 1,
  ]);
  expect(chanceBy([], 5)).toBe(0);
  expect(chanceBy(Array<number>(101).fill(7), 7)).toBe(1);
});

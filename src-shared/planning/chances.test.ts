import { expect, test } from 'vitest';
import { chanceBy, wholePercent } from './chances.ts';

test('a chance is read from quantiles, in line between them, and certain at the ends', () => {
  const quantiles = Array.from({ length: 101 }, (_, i) => 1000 + 10 * i);
  expect([900, 1000, 1505, 1990, 2000, 3000].map((moment) => chanceBy(quantiles, moment))).toEqual([
    0, 0, 0.505, 0.99, 1, 1,
  ]);
  expect(chanceBy([], 5)).toBe(0);
  expect(chanceBy(Array<number>(101).fill(7), 7)).toBe(1);
});

test('what is not certain is neither 0 nor 100 percent', () => {
  expect([0, 0.001, 0.5, 0.999, 1].map(wholePercent)).toEqual([0, 1, 50, 99, 100]);
});

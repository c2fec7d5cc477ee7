import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smooth, smoothedLast, valuesThatCount } from './smoothing.ts';

it('the last smoothed value is that of the curve, also of only the values that count', () => {
  const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 400 });
  const weights = fc.constantFrom(0.01, 0.5, 0.9);
  fc.assert(
    fc.property(values, weights, (given, weight) => {
      const last = smooth(
        given.map((value, x) => [x, value]),
        weight,
      ).at(-1)![1];
      expect(smoothedLast(given, weight)).toBe(last);
      expect(smoothedLast(given.slice(-valuesThatCount(weight)), weight)).toBeCloseTo(last, 10);
    }),
  );
  expect(smoothedLast([], 0.9)).toBeUndefined();
});

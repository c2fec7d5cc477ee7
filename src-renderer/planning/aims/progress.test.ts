import { expect, it } from 'vitest';
import { objectiveProgress, progressOf } from './progress.ts';

it('progress goes up or down, and stays between none and all', () => {
  const share = (from: number, to: number, value: number | null) => progressOf({ from, to }, value);
  expect(share(0.6, 0.9, 0.75)).toBeCloseTo(0.5);
  expect(share(40, 20, 35)).toBeCloseTo(0.25);
  expect([share(0, 10, -5), share(0, 10, 20), share(0, 10, null)]).toEqual([0, 1, null]);
  expect([share(5, 5, 5), share(5, 5, 4)]).toEqual([1, 0]);
  expect(objectiveProgress([1, null, 0.5])).toBe(0.5);
  expect(objectiveProgress([])).toBeNull();
});

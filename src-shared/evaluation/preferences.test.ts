import { describe, expect, it } from 'vitest';
import { PreferenceTally, preferenceLoss, preferredShare, rightOf, wilson } from './preferences.ts';

describe('pairs by their margins', () => {
  it('are right where the preferred one is ahead; equal scores count half, ties not at all', () => {
    expect([rightOf(2, 1), rightOf(2, 0), rightOf(0, 1), rightOf(5, 0.5)]).toEqual([1, 0, 0.5, null]);
  });

  it('cost -ln of the probability of what was preferred, however far apart the scores are', () => {
    expect(preferenceLoss(Math.log(3), 1)).toBeCloseTo(-Math.log(0.75), 12);
    expect(preferenceLoss(Math.log(3), 0)).toBeCloseTo(-Math.log(0.25), 12);
    expect(preferenceLoss(Math.log(3), 0.5)).toBeCloseTo(-(Math.log(0.75) + Math.log(0.25)) / 2, 12);
    expect(preferenceLoss(-1000, 1)).toBe(1000);
    expect(preferenceLoss(1000, 1)).toBe(0);
    expect(preferredShare(-1000)).toBe(0);
  });

  it('are counted by how sure the model is, whichever side it prefers', () => {
    const tally = new PreferenceTally();
    for (const [margin, won] of [
      [Math.log(3), 1],
      [-Math.log(3), 1],
      [-Math.log(3), 0],
      [Math.log(3), 0.5],
      [0.01, 1],
    ] as const)
      // prettier-ignore
      tally.add(margin, won);
    const { samples, ties, accuracy, bins } = tally.metrics();
    expect([samples, ties, accuracy]).toEqual([5, 1, 0.75]);
    expect(bins).toEqual([
      { from: 0.5, to: 0.6, pairs: 1, confidence: expect.closeTo(0.5025, 4) as number, right: 1 },
      { from: 0.7, to: 0.8, pairs: 4, confidence: expect.closeTo(0.75, 12) as number, right: 2.5 / 4 },
    ]);
  });

  it('without one that is decided have no accuracy, and an interval of everything', () => {
    const tally = new PreferenceTally();
    tally.add(1, 0.5);
    expect(tally.metrics()).toMatchObject({ accuracy: 0, low: 0, high: 1, ties: 1 });
  });
});

// Of SciPy: binomtest(count, of).proportion_ci(method='wilson').
it.each([
  [8, 10, 0.4901624715, 0.9433178479],
  [0, 10, 0, 0.2775327999],
  [95, 100, 0.8882495308, 0.9784563208],
])('the interval of %i of %i', (count, of, low, high) => {
  const [from, to] = wilson(count / of, of);
  expect(from).toBeCloseTo(low, 6);
  expect(to).toBeCloseTo(high, 6);
});

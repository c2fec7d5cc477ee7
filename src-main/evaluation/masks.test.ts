import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { runPython } from '../../scripts/python.fixture.ts';
import { PixelTally } from '../../src-shared/evaluation/masks.ts';

const script = `
import sys, json
from sklearn.metrics import jaccard_score, f1_score, accuracy_score
print(json.dumps([[jaccard_score(t, p, average=None, labels=range(4), zero_division=1).tolist(),
                   f1_score(t, p, average=None, labels=range(4), zero_division=1).tolist(), accuracy_score(t, p)]
                  for t, p in json.load(sys.stdin)]))
`;

describe('metrics of masks', () => {
  it('are those of an example by hand', () => {
    const tally = new PixelTally(3);
    tally.add([0, 0, 1, 1], [0, 1, 1, 0]);
    tally.add([1], [1]);
    const { iou, meanIou, dice, shares, pixelAccuracy } = tally.metrics();
    expect(shares).toEqual([2 / 5, 3 / 5, 0]);
    expect(iou).toEqual([1 / 3, 2 / 4, null]);
    expect(meanIou).toBe((1 / 3 + 1 / 2) / 2);
    expect(dice).toEqual([2 / 4, 4 / 6, null]);
    expect(pixelAccuracy).toBe(3 / 5);
    expect(new PixelTally(2).metrics()).toEqual({
      iou: [null, null],
      meanIou: 0,
      dice: [null, null],
      shares: [0, 0],
      pixelAccuracy: 0,
    });
  });

  it('are those of scikit-learn', (context) => {
    const python = findPython('sklearn');
    if (!python) return context.skip(pythonMissing('sklearn'));
    const pixels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 30, maxLength: 30 });
    const cases = fc.sample(
      fc.tuple(fc.integer({ min: 1, max: 30 }), pixels, pixels).map(([count, a, b]) => {
        return [a.slice(0, count), b.slice(0, count)] as const;
      }),
      { numRuns: 30, seed: 2 },
    );
    const { stdout, status, stderr } = runPython(python, ['-c', script], JSON.stringify(cases));
    expect(status, stderr).toBe(0);
    for (const [index, [iou, dice, right]] of (
      JSON.parse(stdout) as [number[], number[], number][]
    ).entries()) {
      const tally = new PixelTally(4);
      tally.add(...cases[index]!);
      const own = tally.metrics();
      expect(own.pixelAccuracy).toBeCloseTo(right, 12);
      for (const each of [0, 1, 2, 3]) {
        expect(own.iou[each] ?? 1).toBeCloseTo(iou[each]!, 12);
        expect(own.dice[each] ?? 1).toBeCloseTo(dice[each]!, 12);
      }
    }
  }, 60_000);
});

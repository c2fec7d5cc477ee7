import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { runPython } from '../../scripts/python.fixture.ts';
import { bradleyTerry, type Comparison } from '../../src-shared/labeling/ranking/bradley-terry.ts';

const someCase = fc.integer({ min: 2, max: 8 }).chain((items) =>
  fc.record({
    items: fc.constant(items),
    comparisons: fc.array(
      fc
        .record({
          first: fc.nat(items - 1),
          other: fc.integer({ min: 1, max: items - 1 }),
          won: fc.constantFrom(0, 0.5, 1),
        })
        .map(({ first, other, won }): Comparison => ({ first, second: (first + other) % items, won })),
      { minLength: 1, maxLength: 40 },
    ),
  }),
);

/** Logistic regression on the differences, without intercept; a tie is half a win and half a loss. */
const script = `
import sys, json, numpy as np
from scipy.optimize import minimize
told = []
for case in json.load(sys.stdin):
    x = np.zeros((len(case['comparisons']), case['items']))
    y = np.array([c['won'] for c in case['comparisons']])
    for row, c in enumerate(case['comparisons']):
        x[row, c['first']] = 1
        x[row, c['second']] = -1
    def cost(s):
        d = x @ s
        return np.sum(y * np.logaddexp(0, -d) + (1 - y) * np.logaddexp(0, d)) + 0.05 * s @ s
    slope = lambda s: -x.T @ (y - 1 / (1 + np.exp(-x @ s))) + 0.1 * s
    s = minimize(cost, np.zeros(case['items']), jac=slope, method='BFGS', options={'gtol': 1e-10}).x
    p = 1 / (1 + np.exp(-x @ s))
    curvature = x.T @ ((p * (1 - p))[:, None] * x) + 0.1 * np.eye(case['items'])
    told.append([s.tolist(), np.sqrt(np.diag(np.linalg.inv(curvature))).tolist()])
print(json.dumps(told))
`;

describe('the strengths of what was compared', () => {
  it('are those of the greatest posterior, with its errors, as SciPy finds them', (context) => {
    const python = findPython('scipy', 'numpy');
    if (!python) return context.skip(pythonMissing('scipy', 'numpy'));
    const cases = fc.sample(someCase, { numRuns: 40, seed: 1 });
    const { stdout, stderr } = runPython(python, ['-c', script], JSON.stringify(cases));
    const told = JSON.parse(stdout || `"${stderr}"`) as [number[], number[]][];
    for (const [at, { items, comparisons }] of cases.entries()) {
      const { strengths, errors } = bradleyTerry(items, comparisons);
      for (const [item, strength] of strengths.entries()) {
        expect(strength).toBeCloseTo(told[at]![0][item]!, 5);
        expect(errors![item]).toBeCloseTo(told[at]![1][item]!, 5);
      }
    }
  });

  it('do not depend on the order of the comparisons, and turn around with them', () => {
    fc.assert(
      fc.property(someCase, ({ items, comparisons }) => {
        const { strengths } = bradleyTerry(items, comparisons);
        const again = bradleyTerry(items, comparisons.toReversed()).strengths;
        const turned = bradleyTerry(
          items,
          comparisons.map(({ first, second, won }) => ({ first, second, won: 1 - won })),
        ).strengths;
        for (const [item, strength] of strengths.entries()) {
          expect(again[item]).toBeCloseTo(strength, 7);
          expect(turned[item]).toBeCloseTo(-strength, 7);
        }
      }),
    );
  });

  it('find the order that thousands of comparisons were drawn from, and what was never compared', () => {
    const items = 400;
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const truth = Array.from({ length: items }, (_, item) => (item - items / 2) / 40);
    const comparisons = Array.from({ length: 40_000 }, () => {
      const first = Math.floor(random() * items);
      const second = (first + 1 + Math.floor(random() * (items - 1))) % items;
      const won = Number(random() < 1 / (1 + Math.exp(truth[second]! - truth[first]!)));
      return { first, second, won };
    });
    const { strengths, errors, groups } = bradleyTerry(items, comparisons);
    expect([errors, groups]).toEqual([null, 1]);
    const off = Array.from(strengths, (strength, item) => Math.abs(strength - truth[item]!));
    expect(off.reduce((a, b) => a + b) / items).toBeLessThan(0.25);
    expect(bradleyTerry(5, [{ first: 0, second: 1, won: 1 }]).groups).toBe(4);
    expect(bradleyTerry(0, [])).toMatchObject({ groups: 0 });
    expect(() => bradleyTerry(1, [{ first: 0, second: 0, won: 1 }])).toThrow(RangeError);
  });
});

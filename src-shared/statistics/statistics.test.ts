/** Statistics against values that are published or follow by hand: these need no Python. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aucInterval,
  bootstrap,
  delong,
  disagreements,
  holm,
  mcnemar,
  meanInterval,
  meanOf,
  pairedT,
  pValueText,
  whyInapplicable,
  wilcoxon,
} from './index.ts';
import { applied } from './applied.fixture.ts';
import { binomialCdf, criticalT, erfc, logGamma, normalCdf, normalQuantile, twoSidedT } from './special.ts';

/** Sleep gained with two drugs (Student 1908). */
const SLEEP: readonly (readonly [number, number])[] = [
  [0.7, 1.9],
  [-1.6, 0.8],
  [-0.2, 1.1],
  [-1.2, 0.1],
  [-0.1, -0.1],
  [3.4, 4.4],
  [3.7, 5.5],
  [0.8, 1.6],
  [0, 4.6],
  [2, 3.4],
];

describe('special functions', () => {
  it('have the values of tables', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
    expect(erfc(0.5)).toBeCloseTo(0.4795001221869535, 14);
    expect(erfc(3) / 2.209049699858544e-5).toBeCloseTo(1, 12);
    expect(normalCdf(-6) / 9.865876450376946e-10).toBeCloseTo(1, 11);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(criticalT(0.05, 4)).toBeCloseTo(2.7764451051977987, 12);
    expect(criticalT(0.05, 1) / 12.706204736174705).toBeCloseTo(1, 13);
    expect(twoSidedT(2.262157162798205, 9)).toBeCloseTo(0.05, 13);
    expect(binomialCdf(3, 10, 0.5)).toBeCloseTo(176 / 1024, 14);
  });

  it('quantiles of the normal distribution undo it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('intervals over seeds', () => {
  it('are those of the t distribution', () => {
    const { mean, deviation, low, high } = applied(meanInterval([0.91, 0.93, 0.92, 0.9, 0.94]));
    expect(mean).toBeCloseTo(0.92, 14);
    expect(deviation).toBeCloseTo(0.0158113883, 9);
    expect(low).toBeCloseTo(0.92 - (2.7764451052 * 0.0158113883) / Math.sqrt(5), 9);
    expect(high - mean).toBeCloseTo(mean - low, 14);
  });

  it('need two values that differ', () => {
    expect(meanInterval([0.9])).toEqual({ applies: false, reason: 'tooFewValues', have: 1, needed: 2 });
    expect(meanInterval([0.9, 0.9, 0.9])).toEqual({ applies: false, reason: 'allEqual' });
    expect(meanInterval([0.9, NaN])).toEqual({ applies: false, reason: 'notFinite' });
  });

  it("Student's sleep: t = 4.0621, p = .00283", () => {
    const { statistic, p, difference, low, high } = applied(pairedT(SLEEP));
    expect(statistic).toBeCloseTo(4.062127683, 8);
    expect(p).toBeCloseTo(0.00283289, 8);
    expect([difference, low, high].map((value) => Number(value.toFixed(6)))).toEqual([
      1.58, 0.700114, 2.459886,
    ]);
    expect(pairedT([[1, 2]])).toEqual({ applies: false, reason: 'tooFewPairs', have: 1, needed: 2 });
  });
});

describe("McNemar's test", () => {
  it('is a binomial test of the disagreements', () => {
    expect(applied(mcnemar({ onlyFirst: 2, onlySecond: 10 })).p).toBeCloseTo((2 * (1 + 12 + 66)) / 4096, 14);
    expect(applied(mcnemar({ onlyFirst: 3, onlySecond: 3 })).p).toBe(1);
  });

  it("Agresti's approval of the prime minister: 150 and 86", () => {
    const { statistic, p } = applied(mcnemar({ onlyFirst: 150, onlySecond: 86 }, 'chi-square'));
    expect(statistic).toBeCloseTo(63 ** 2 / 236, 12);
    expect(p).toBeCloseTo(4.114562e-5, 9);
  });

  it('does not apply to models that never disagree', () => {
    expect(disagreements([true, false, true], [false, false, true])).toEqual({ onlyFirst: 1, onlySecond: 0 });
    expect(mcnemar({ onlyFirst: 0, onlySecond: 0 })).toEqual({ applies: false, reason: 'noDisagreement' });
  });
});

describe("Wilcoxon's test", () => {
  it('six pairs in one direction are 2 of 64 assignments of signs', () => {
    const pairs = [1, 2, 3, 4, 5, 6].map((gain) => [0, gain] as const);
    expect(wilcoxon(pairs)).toEqual({ applies: true, pairs: 6, method: 'exact', statistic: 0, p: 2 / 64 });
  });

  it('five seeds can never be significant, and it says so', () => {
    const five = wilcoxon([1, 2, 3, 4, 5].map((gain) => [0, gain] as const));
    expect(five).toEqual({ applies: false, reason: 'tooFewPairs', have: 5, needed: 6 });
    expect(wilcoxon(Array.from({ length: 9 }, () => [3, 3] as const))).toEqual({
      applies: false,
      reason: 'allEqual',
    });
  });

  it('exact and normal are close for many pairs', () => {
    const pairs = Array.from({ length: 40 }, (_, at) => [0, ((at * 37) % 41) - 17.5] as const);
    const [exact, normal] = [applied(wilcoxon(pairs, 'exact')), applied(wilcoxon(pairs, 'normal'))];
    expect(Math.abs(exact.p - normal.p)).toBeLessThan(0.005);
  });

  it('does not care which model comes first', () => {
    const turned = SLEEP.map(([a, b]) => [b, a] as const);
    expect(wilcoxon(turned)).toEqual(wilcoxon(SLEEP));
  });
});

describe('AUC after DeLong', () => {
  const positive = [true, true, true, false, false];

  it('by hand: components 1, 1, ½ and ⅔, 1', () => {
    const { auc, variance } = applied(aucInterval({ positive, scores: [0.9, 0.8, 0.3, 0.5, 0.1] }));
    // Of the positives 1, 1 and 1/2 of the negatives are below; of the negatives 2/3 and 1 of the positives above.
    expect(auc).toBeCloseTo(5 / 6, 14);
    expect(variance).toBeCloseTo(1 / 12 / 3 + 1 / 18 / 2, 14);
  });

  it('ties count half', () => {
    const scores = [0.5, 0.5, 0.7, 0.5, 0.5];
    expect(applied(aucInterval({ positive, scores })).auc).toBeCloseTo((0.5 + 0.5 + 1) / 3, 14);
  });

  it('says when it does not apply', () => {
    const scores = [0.9, 0.8, 0.3, 0.5, 0.1];
    expect(delong(positive, [scores, scores.map((score) => score ** 3)])).toEqual({
      applies: false,
      reason: 'noVariance',
    });
    expect(delong([true, true], [scores, scores])).toMatchObject({ reason: 'oneClass' });
    expect(delong([true, true, false], [scores, scores])).toMatchObject({ reason: 'tooFewValues', have: 1 });
  });
});

describe('the bootstrap', () => {
  const values = SLEEP.map(([, second]) => second);
  const mean = (samples: Int32Array) => meanOf([...samples].map((at) => values[at]!));

  it('gives the same interval for the same seed, and another for another', () => {
    const [first, again, other] = [1, 1, 2].map((seed) =>
      bootstrap({ count: values.length, statistic: mean, seed }),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('says when it does not apply', () => {
    expect(bootstrap({ count: 1, statistic: () => 1 })).toMatchObject({ reason: 'tooFewValues' });
    expect(bootstrap({ count: 9, statistic: () => 1 })).toMatchObject({ reason: 'allEqual' });
    expect(bootstrap({ count: 9, statistic: ([one]) => 1 / one! })).toMatchObject({ reason: 'notFinite' });
  });

  it('covers the mean of skewed samples about as often as it says', () => {
    let covered = 0;
    for (let run = 0; run < 100; run++) {
      const sample = Array.from({ length: 30 }, (_, at) => -Math.log(((run * 30 + at + 0.5) * 0.618034) % 1));
      const interval = applied(
        bootstrap({
          count: 30,
          resamples: 400,
          seed: run,
          statistic: (drawn) => meanOf([...drawn].map((at) => sample[at]!)),
        }),
      );
      if (interval.low <= 1 && interval.high >= 1) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(88);
  });
});

describe("Holm's correction", () => {
  it('multiplies the k-th smallest by m - k + 1 and never falls', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(12)))).toEqual([
      0.03, 0.06, 0.06, 0.02,
    ]);
    expect(holm([])).toEqual([]);
    expect(holm([0.7, 0.9])).toEqual([1, 1]);
  });
});

it('a p value is not more exact than it can be, and a reason is a sentence in both languages', () => {
  expect([0.5, 0.0123, 0.00001].map(pValueText)).toEqual(['p = 0.50', 'p = 0.012', 'p < 0.001']);
  expect(whyInapplicable({ reason: 'tooFewPairs', have: 5, needed: 6 }).zh).toContain('至少需要 6 对');
});

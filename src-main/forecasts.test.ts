/**
 * The samples and ranks of the planning engine against SciPy. They stand here because asking Python takes Node, which what is shared
 * with the window does without.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../scripts/python.ts';
import { samplerOf, type Distribution } from '../src-shared/planning/engine/forecast/distributions.ts';
import { Random } from '../src-shared/planning/engine/forecast/random.ts';
import { Ranker } from '../src-shared/planning/engine/forecast/ranks.ts';

const python = findPython('scipy');

/** What a script answers to a question. */
function ask(script: string, question: unknown): string {
  const options = { input: JSON.stringify(question), encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  const { stdout, stderr } = spawnSync(python!, ['-W', 'ignore', '-c', script], options);
  expect(stderr).toBe('');
  return stdout;
}

const DISTRIBUTIONS: readonly Distribution[] = [
  { type: 'pert', optimistic: 60, likely: 120, pessimistic: 480 },
  { type: 'pert', optimistic: 60, likely: 60, pessimistic: 480 },
  { type: 'pert', optimistic: 0, likely: 480, pessimistic: 480, lambda: 2 },
  { type: 'triangular', optimistic: 60, likely: 120, pessimistic: 480 },
  { type: 'triangular', optimistic: 10, likely: 10, pessimistic: 20 },
  { type: 'throughput', amount: 500, perHour: 120, deviation: 30 },
  { type: 'runs', runs: 3, seconds: 1800, deviation: 600 },
  { type: 'runs', runs: 1, seconds: 600, deviation: 900 },
];

/** The test of Kolmogorov and Smirnov against each distribution function. */
const FIT = `
import sys, json, numpy as np
from scipy import stats
def law(d):
    t = d['type']
    if t == 'pert':
        o, m, p, l = d['optimistic'], d['likely'], d['pessimistic'], d.get('lambda', 4)
        return stats.beta(1 + l * (m - o) / (p - o), 1 + l * (p - m) / (p - o), loc=o, scale=p - o)
    if t == 'triangular':
        o, m, p = d['optimistic'], d['likely'], d['pessimistic']
        return stats.triang((m - o) / (p - o), loc=o, scale=p - o)
    if t == 'throughput':
        v = np.log(1 + (d['deviation'] / d['perHour']) ** 2)
        return stats.lognorm(np.sqrt(v), scale=60 * d['amount'] / d['perHour'] * np.exp(v / 2))
    k = (d['seconds'] / d['deviation']) ** 2
    return stats.gamma(d['runs'] * k, scale=d['seconds'] / k / 60)
print(json.dumps([stats.kstest(values, law(d).cdf).pvalue for d, values in json.load(sys.stdin)]))
`;

const RANKS = `
import sys, json
from scipy import stats
print(json.dumps([[stats.rankdata(a).tolist(), stats.spearmanr(a, b).statistic] for a, b in json.load(sys.stdin)]))
`;

describe('forecasts against SciPy', () => {
  it('draw from the distributions that they name', (context) => {
    context.skip(!python, pythonMissing('scipy'));
    const cases = DISTRIBUTIONS.map((distribution) => {
      const samples = new Float64Array(20_000);
      samplerOf(distribution)(new Random(11, 'oracle'), samples, samples.length);
      return [distribution, [...samples]];
    });
    const values = JSON.parse(ask(FIT, cases)) as number[];
    expect(values).toHaveLength(DISTRIBUTIONS.length);
    for (const value of values) expect(value).toBeGreaterThan(0.001);
  });

  it('rank samples, and correlate ranks, with ties too', (context) => {
    context.skip(!python, pythonMissing('scipy'));
    const random = new Random(3);
    const samples = (count: number, most: number) =>
      Array.from({ length: count }, () => Math.fround(Math.floor(random.uniform() * most) / 4));
    const cases = [3, 10, 500].flatMap((count) =>
      [1e6, 5, 2].map((most) => [samples(count, most), samples(count, most)] as const),
    );
    // Where nothing varies SciPy has no correlation; we say 0.
    const expected = JSON.parse(ask(RANKS, cases).replaceAll('NaN', '0')) as [number[], number][];
    cases.forEach(([a, b], index) => {
      const ranker = new Ranker(a.length);
      const ranks = ranker.rank(Float32Array.from(a));
      expect([...ranks].map((rank) => rank + 1)).toEqual(expected[index]![0]);
      const { correlation } = ranker.effect(Float32Array.from(a), ranker.ranked(Float64Array.from(b)));
      expect(correlation).toBeCloseTo(expected[index]![1], 10);
    });
  });
});

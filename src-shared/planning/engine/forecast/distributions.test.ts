import { describe, expect, it } from 'vitest';
import { PlanError } from '../problems.ts';
import { checkDistribution, momentsOf, samplerOf, type Distribution } from './distributions.ts';
import { Random } from './random.ts';

const SAMPLES = 200_000;

function sample(distribution: Distribution, seed = 1): Float64Array {
  const into = new Float64Array(SAMPLES);
  samplerOf(distribution)(new Random(seed, 'test'), into, SAMPLES);
  return into;
}

const mean = (values: Float64Array) => values.reduce((sum, one) => sum + one, 0) / values.length;

const EACH: readonly Distribution[] = [
  { type: 'fixed', minutes: 60 },
  { type: 'pert', optimistic: 60, likely: 120, pessimistic: 480 },
  { type: 'pert', optimistic: 60, likely: 60, pessimistic: 480 },
  { type: 'pert', optimistic: 0, likely: 480, pessimistic: 480, lambda: 2 },
  { type: 'triangular', optimistic: 60, likely: 120, pessimistic: 480 },
  { type: 'triangular', optimistic: 10, likely: 10, pessimistic: 20 },
  { type: 'ratio', estimate: 240, ratios: [0.8, 1, 1.1, 1.5, 2.2] },
  { type: 'throughput', amount: 500, perHour: 120, deviation: 30 },
  { type: 'runs', runs: 3, seconds: 1800, deviation: 600 },
  { type: 'runs', runs: 1, seconds: 600, deviation: 900 },
];

describe('random numbers', () => {
  it('are those of xoshiro128** 1.1: the same for a seed and a name, others for another', () => {
    const draw = (seed: number, name: string) => {
      const random = new Random(seed, name);
      return Array.from({ length: 4 }, () => random.uniform());
    };
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(new Set([draw(1, 'a'), draw(2, 'a'), draw(1, 'b'), draw(2 ** 40 + 1, 'a')].flat()).size).toBe(16);
  });

  it('are uniform: 100 cells of 200,000 by chi-squared, and not correlated with the next', () => {
    const random = new Random(7);
    const cells = new Float64Array(100);
    let [before, product] = [0.5, 0];
    for (let n = 0; n < SAMPLES; n++) {
      const u = random.uniform();
      cells[Math.floor(u * 100)]!++;
      product += (u - 0.5) * (before - 0.5);
      before = u;
    }
    const chi = cells.reduce((sum, one) => sum + (one - SAMPLES / 100) ** 2 / (SAMPLES / 100), 0);
    // 99 degrees of freedom: 0.1 % and 99.9 %.
    expect(chi).toBeGreaterThan(61);
    expect(chi).toBeLessThan(149);
    expect(Math.abs((12 * product) / SAMPLES)).toBeLessThan(0.01);
  });
});

describe('a distribution', () => {
  it.each(EACH)('$type has the mean and variance of its closed form', (distribution) => {
    const values = sample(distribution);
    const moments = momentsOf(distribution);
    const average = mean(values);
    const variance = mean(values.map((one) => (one - average) ** 2));
    // Five standard errors of the mean.
    expect(Math.abs(average - moments.mean)).toBeLessThanOrEqual(
      5 * Math.sqrt(moments.variance / SAMPLES) + 1e-9,
    );
    expect(variance).toBeCloseTo(moments.variance, -Math.log10(moments.variance * 0.05 + 1e-6));
  });

  it('of PERT has (o + 4m + p) / 6', () => {
    expect(momentsOf({ type: 'pert', optimistic: 2, likely: 3.5, pessimistic: 8 }).mean).toBe(4);
  });

  it('that cannot be sampled is refused by the name of its task', () => {
    const bad: readonly Distribution[] = [
      { type: 'pert', optimistic: 5, likely: 4, pessimistic: 6 },
      { type: 'triangular', optimistic: 1, likely: 2, pessimistic: NaN },
      { type: 'fixed', minutes: -1 },
      { type: 'ratio', estimate: 60, ratios: [] },
      { type: 'ratio', estimate: 60, ratios: [1, 0] },
      { type: 'throughput', amount: 5, perHour: 0, deviation: 0 },
      { type: 'runs', runs: Infinity, seconds: 1, deviation: 0 },
    ];
    for (const one of bad) expect(() => checkDistribution('Label', one)).toThrow(PlanError);
    for (const one of bad) expect(() => checkDistribution('Label', one)).toThrow('“Label”');
    for (const one of EACH) checkDistribution('Label', one);
  });

  it('without spread is its value', () => {
    const values = (one: Distribution) => new Set(sample(one));
    expect(values({ type: 'pert', optimistic: 5, likely: 5, pessimistic: 5 })).toEqual(new Set([5]));
    expect(values({ type: 'triangular', optimistic: 5, likely: 5, pessimistic: 5 })).toEqual(new Set([5]));
    expect(values({ type: 'runs', runs: 4, seconds: 30, deviation: 0 })).toEqual(new Set([2]));
    expect(values({ type: 'throughput', amount: 0, perHour: 10, deviation: 1 })).toEqual(new Set([0]));
  });
});

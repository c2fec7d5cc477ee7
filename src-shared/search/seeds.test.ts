import { expect, it } from 'vitest';
import { overSeeds } from './seeds.ts';

const objective = { metric: 'validation.accuracy', direction: 'maximize' } as const;
const trials = [0.9, 0.92, 0.94].map((score) => ({
  state: 'finished' as const,
  measured: { 'validation.accuracy': score },
}));
const failed = { state: 'failed', measured: {} } as const;

it('trials of other seeds have a mean and an interval, others have none', () => {
  const seeds = { space: [{ name: 'seed' }], objective };
  expect(overSeeds(seeds, [...trials, failed])).toMatchObject({
    count: 3,
    mean: expect.closeTo(0.92),
    interval: { low: expect.closeTo(0.8703, 4), high: expect.closeTo(0.9697, 4) },
  });
  expect(overSeeds(seeds, [trials[0]!, trials[0]!])).toEqual({ count: 2, mean: 0.9, interval: null });
  expect(overSeeds(seeds, [failed, trials[0]!])).toBeNull();
  expect(overSeeds({ space: [{ name: 'seed' }, { name: 'rate' }], objective }, trials)).toBeNull();
});

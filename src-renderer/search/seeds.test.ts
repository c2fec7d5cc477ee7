import { expect, it } from 'vitest';
import { seedSearch } from './seeds.ts';

const asked = { version: 'version-1', recipe: 'text-tfidf', name: 'five' };

it('five seeds are a grid over the seed, everything else fixed', () => {
  expect(seedSearch({ ...asked, parameters: { seed: 7, epochs: 3 } })).toMatchObject({
    parameters: { epochs: 3 },
    space: [{ name: 'seed', options: [7, 8, 9, 10, 11] }],
    sampler: 'grid',
    budget: { trials: 5 },
  });
});

it('beside a run that is there already four are enough', () => {
  const { space, budget } = seedSearch({ ...asked, parameters: { seed: 1 }, isTrained: true });
  expect(space).toMatchObject([{ options: [2, 3, 4, 5] }]);
  expect(budget.trials).toBe(4);
});

it('no seed is above the greatest that recipes take', () => {
  const { space } = seedSearch({ ...asked, parameters: { seed: 2 ** 31 - 1 } });
  expect(space).toMatchObject([{ options: [4, 3, 2, 1, 0].map((less) => 2 ** 31 - 1 - less) }]);
});

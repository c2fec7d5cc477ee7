import { expect, it } from 'vitest';
import type { Search } from '../../src-shared/contract.ts';
import { bestAgain, seedSearch } from './seeds.ts';

const asked = { version: 'version-1', recipe: 'text-tfidf', name: 'five' };

it('five seeds are a grid over the seed, everything else fixed', () => {
  expect(seedSearch({ ...asked, parameters: { seed: 7, epochs: 3 } })).toMatchObject({
    parameters: { epochs: 3 },
    space: [{ name: 'seed', options: [7, 8, 9, 10, 11] }],
    sampler: 'grid',
    budget: { trials: 5 },
  });
});

it('as many as were chosen', () => {
  const { space, budget } = seedSearch({ ...asked, count: 3, parameters: { seed: 2 ** 31 - 2 } });
  expect(space).toMatchObject([{ options: [2 ** 31 - 3, 2 ** 31 - 2, 2 ** 31 - 1] }]);
  expect(budget.trials).toBe(3);
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

const search = (dimension: string, values: readonly (number | string)[], scores: readonly number[]): Search =>
  ({
    name: 'night',
    objective: { metric: 'validation.accuracy', direction: 'maximize' },
    definition: {
      version: 'version-1',
      recipe: 'text-tfidf',
      parameters: { epochs: 3 },
      space: [{ name: dimension }],
    },
    best: { trial: 2 },
    all: values.map((value, at) => ({
      number: at + 1,
      run: `run-${at + 1}`,
      state: 'finished',
      values: { [dimension]: value },
      measured: { 'validation.accuracy': scores[at] },
    })),
  }) as unknown as Search;

it('the best trial is trained again with other seeds, unless its version is another one', () => {
  expect(bestAgain(search('seed', [1, 2], [0.9, 0.92]))).toBeNull();
  expect(bestAgain(search('rate', [1, 2], [0.9, 0.92]))).toEqual({
    version: 'version-1',
    recipe: 'text-tfidf',
    parameters: { epochs: 3, rate: 2 },
    name: 'night · 2',
    run: 'run-2',
  });
  expect(bestAgain(search('version', ['version-2', 'version-1'], [0.9, 0.92]))).not.toBeNull();
  expect(bestAgain(search('version', ['version-1', 'version-2'], [0.9, 0.92]))).toBeNull();
});

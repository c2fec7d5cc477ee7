import { expect, it } from 'vitest';
import { type ComparedRun, compareGroups, isSeed, overSeeds, programOf, seedGroups } from './seed-groups.ts';

const run = (id: string, learningRate: number, seed: number, loss?: number): ComparedRun => ({
  id,
  experiment: 'experiment-1',
  source: '',
  recipe: 'text-tfidf',
  version: 'version-1',
  parameters: { seed, learningRate },
  summary: loss === undefined ? {} : { 'validation.loss': loss },
});

const METRIC = 'validation.loss';
const runs = [
  ...[0.5, 0.52, 0.49].map((loss, at) => run(`a${at}`, 0.1, at, loss)),
  ...[0.4, 0.43, 0.38, 0.41].map((loss, at) => run(`b${at}`, 0.2, at, loss)),
  run('c0', 0.3, 7, 0.9),
  run('c1', 0.3, 8),
];

it('groups runs by everything but the seed', () => {
  expect(seedGroups(runs).map((group) => group.runs.map(({ id }) => id))).toEqual([
    ['a0', 'a1', 'a2'],
    ['b0', 'b1', 'b2', 'b3'],
    ['c0', 'c1'],
  ]);
  expect(['seed', 'train.random_state', 'seeds', 'learningRate'].map(isSeed)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('keeps runs of two programs and of two experiments apart, not those of two commands of one program', () => {
  const logged = (id: string, source: string, experiment = 'experiment-1') => ({
    ...run(id, 0.1, 1),
    source,
    experiment,
  });
  const groups = seedGroups([
    logged('a', 'python train.py --seed 1'),
    logged('b', 'python3 /home/ada/train.py --seed 2'),
    logged('c', 'python evaluate.py --seed 1'),
    logged('d', 'train.py', 'experiment-2'),
  ]);
  expect(groups.map((group) => group.runs.map(({ id }) => id))).toEqual([['a', 'b'], ['c'], ['d']]);
  expect(
    [
      'python -m my.train --seed 1',
      './build/train --config a.yaml',
      'C:\\Tools\\python.exe C:\\work\\train.py',
      'Rscript fit.R data.csv',
      '',
    ].map(programOf),
  ).toEqual(['my.train', 'train', 'train.py', 'fit.R', '']);
});

it('compares with the baseline over the seeds that both have', () => {
  const [a, b, c] = compareGroups(seedGroups(runs), { baseline: 'a1', metric: METRIC });
  expect(a).toMatchObject({ isBaseline: true, t: null, wilcoxon: null, corrected: null });
  expect(b).toMatchObject({ pairs: 3, t: { applies: true, pairs: 3 }, wilcoxon: { reason: 'tooFewPairs' } });
  expect(b!.mean).toMatchObject({ applies: true, count: 4 });
  expect(c).toMatchObject({ pairs: 0, t: { applies: false, reason: 'tooFewPairs', have: 0 } });
  expect(c!.mean).toMatchObject({ applies: false, reason: 'tooFewValues', values: [0.9] });
  // Only one comparison applies, so nothing is corrected.
  expect(b!.t?.applies && b!.t.p === b!.corrected).toBe(true);
});

it('a run with the same seed only repeats a result', () => {
  const [group] = seedGroups([run('a', 0.1, 1, 0.5), run('again', 0.1, 1, 0.5), run('b', 0.1, 2, 0.6)]);
  expect(overSeeds(group!, METRIC).values).toEqual([0.5, 0.6]);
});

it('has nothing to say of no runs', () => {
  expect(compareGroups([], { baseline: 'x', metric: METRIC })).toEqual([]);
});

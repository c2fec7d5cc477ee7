import { expect, test } from 'vitest';
import { batchRows, batchStates, ladderOf } from './ladder.ts';

const batch = {
  change: null,
  author: null,
  file: null,
  day: null,
  class: null,
  isRest: false,
  contradicted: null,
};
const batches = [1, 2, 3].map((samples) => {
  return { ...batch, samples };
});
const training = (number: number, undone: number[], value: number | null) => {
  const state = value === null ? ('running' as const) : ('finished' as const);
  return {
    number,
    run: `r${number}`,
    runNumber: number,
    undone,
    samples: undone.length,
    seed: number,
    state,
    value,
    seconds: 1,
  };
};

test('a ladder has a row for each set that was trained, with its seeds between the worst and the best', () => {
  const gain = { value: 0.1, low: 0.05, high: 0.15 };
  const decisions = [{ suspects: [0, 1, 2], undone: [1], gain, holds: 'half' as const }];
  const all = [
    training(1, [0, 1, 2], 0.9),
    training(2, [], 0.7),
    training(3, [0, 1, 2], 0.86),
    training(4, [1], 0.8),
    training(5, [1], null),
  ];
  const rows = ladderOf({ all, batches, decisions, metric: 'accuracy' });
  expect(
    rows.map(({ what, batches: count, points }) => [what, count, points.map(({ at }) => Math.round(at))]),
  ).toEqual([
    ['good', 3, [100, 80]],
    ['bad', 0, [0]],
    ['between', 1, [50]],
  ]);
  expect(rows[0]!.mean).toBeCloseTo(0.88);
  expect(rows[2]).toMatchObject({ decision: { holds: 'half' } });
  expect(rows[2]!.trainings).toHaveLength(2);
  // Of a metric that is the better the lower it is, the other way round.
  const turned = ladderOf({ all, batches, decisions, metric: 'loss' });
  expect(turned.map(({ points }) => points.map(({ at }) => Math.round(at)))).toEqual([[0, 20], [100], [50]]);
});

test('a batch is suspected until it was found or cleared; without a drop nothing is known', () => {
  const cost = null;
  const states = (verdict: Parameters<typeof batchStates>[0]['verdict'], suspects = [0, 2]) =>
    batchStates({ batches, suspects, verdict });
  expect(states(null)).toEqual(['suspected', 'cleared', 'suspected']);
  expect(states({ kind: 'found', because: 'settled', batches: [2], cost })).toEqual([
    'cleared',
    'cleared',
    'found',
  ]);
  expect(states({ kind: 'narrowed', because: 'noise', batches: [0, 1], cost })).toEqual([
    'suspected',
    'suspected',
    'cleared',
  ]);
  const verdict = { kind: 'narrowed' as const, because: 'noise' as const, batches: [1, 2], cost };
  const contradicting = batches.map((one, place) => ({ ...one, contradicted: place }));
  expect(batchRows({ batches: contradicting, suspects: [], verdict }).map(({ place }) => place)).toEqual([
    2, 1, 0,
  ]);
  expect(states({ kind: 'noDrop', because: 'noise', batches: [], cost })).toEqual([null, null, null]);
});

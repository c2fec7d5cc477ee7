/** @file Functions with a known minimum, searched trial by trial: the same that the bench hands to its peer. */
import type { Dimension, Sampler } from './contract.ts';
import type { Parameters } from '../tracking/record.ts';
import { suggest } from './suggest.ts';
import type { Trial } from './trials.ts';

const unit = (name: string, from = 0, to = 1): Dimension => ({
  kind: 'number',
  name,
  from,
  to,
  scale: 'linear',
  integer: false,
  when: null,
});

/** Branin (1972), minimum 0.397887 at three places. */
function branin([x, y]: readonly number[]): number {
  const b = 5.1 / (4 * Math.PI ** 2);
  return (y! - b * x! ** 2 + (5 / Math.PI) * x! - 6) ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x!) + 10;
}

const ALPHA = [1, 1.2, 3, 3.2];
const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];

/** Hartmann in six dimensions (1973), minimum -3.32237. */
function hartmann6(x: readonly number[]): number {
  return -ALPHA.reduce((sum, alpha, i) => {
    const inner = x.reduce((all, value, j) => all + A[i]![j]! * (value - P[i]![j]! / 1e4) ** 2, 0);
    return sum + alpha * Math.exp(-inner);
  }, 0);
}

export interface TestFunction {
  readonly name: 'branin' | 'hartmann6' | 'table';
  readonly space: readonly Dimension[];
  /** Of the values of the dimensions, in their order. */
  readonly value: (x: readonly Parameters[string][]) => number;
  readonly minimum: number;
  readonly trials: number;
  /** What a good search of so many trials gets below. */
  readonly near: number;
}

export const FUNCTIONS: readonly TestFunction[] = [
  {
    name: 'branin',
    space: [unit('x1', -5, 10), unit('x2', 0, 15)],
    value: (x) => branin(x.map(Number)),
    minimum: 0.397887,
    trials: 100,
    near: 0.6,
  },
  {
    name: 'hartmann6',
    space: Array.from({ length: 6 }, (_, i) => unit(`x${i + 1}`)),
    value: (x) => hartmann6(x.map(Number)),
    minimum: -3.32237,
    trials: 100,
    near: -2.6,
  },
];

/** The least value that a search found. */
export function bestOf(
  { space, value }: TestFunction,
  { sampler, seed, trials }: { readonly sampler: Sampler; readonly seed: number; readonly trials: number },
): number {
  const done: Trial[] = [];
  for (let number = 1; number <= trials; number++) {
    const values = suggest({ sampler, space, seed }, done, number);
    if (values === null) break;
    const loss = value(space.map(({ name }) => values[name]!));
    done.push({ number, values, state: 'finished', losses: [loss], violation: 0, epochs: 1 });
  }
  return done.reduce((best, { losses }) => Math.min(best, losses![0]!), Infinity);
}

export function medianBest(
  name: TestFunction['name'],
  {
    sampler,
    seeds,
    trials,
  }: { readonly sampler: Sampler; readonly seeds: readonly number[]; readonly trials: number },
): number {
  const one = FUNCTIONS.find((known) => known.name === name)!;
  const best = seeds.map((seed) => bestOf(one, { sampler, seed, trials })).toSorted((a, b) => a - b);
  return best[best.length >> 1]!;
}

/** Samplers and rules of early stopping: by themselves, as properties, and on functions whose minimum is known. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Dimension } from './contract.ts';
import { firstRung, rungsOf, shouldStop, type Curve } from './early-stopping.ts';
import { FUNCTIONS, medianBest } from './functions.fixture.ts';
import { gridOf } from './samplers/grid.ts';
import { erfc, massBetween } from './samplers/normal.ts';
import { parzenEstimator, weightsOf } from './samplers/parzen.ts';
import { goodCount, inOrder } from './samplers/tpe.ts';
import { isActive, spaceOf, spaceProblem } from './space.ts';
import { suggest } from './suggest.ts';
import { bestSoFar, bestTrial, frontsOf, lossesOf, paretoFront, violationOf, type Trial } from './trials.ts';
import { Random } from '../planning/engine/forecast/random.ts';

const rate: Dimension = {
  kind: 'number',
  name: 'rate',
  from: 1e-5,
  to: 1e-1,
  scale: 'logarithmic',
  integer: false,
  when: null,
};
const width: Dimension = {
  kind: 'number',
  name: 'width',
  from: 16,
  to: 256,
  scale: 'logarithmic',
  integer: true,
  when: null,
};
const optimizer: Dimension = { kind: 'choice', name: 'optimizer', options: ['adam', 'sgd'], when: null };
const momentum: Dimension = {
  kind: 'number',
  name: 'momentum',
  from: 0,
  to: 1,
  scale: 'linear',
  integer: false,
  when: { parameter: 'optimizer', isIn: ['sgd'] },
};
const space = [rate, width, optimizer, momentum];

const trial = (number: number, losses: number[] | null, other: Partial<Trial> = {}): Trial => ({
  number,
  values: {},
  state: 'finished',
  losses,
  violation: 0,
  epochs: 10,
  ...other,
});

describe('every sampler', () => {
  it.each(['tpe', 'tpe-multivariate', 'random', 'grid'] as const)(
    '%s stays inside of the space, keeps its conditions, and says the same again',
    (sampler) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 40 }), (seed, count) => {
          const trials: Trial[] = [];
          for (let number = 1; number <= count; number++) {
            const values = suggest({ sampler, space, seed }, trials, number);
            if (values === null) break;
            const state = number % 5 === 0 ? 'failed' : number % 7 === 0 ? 'running' : 'finished';
            trials.push(
              trial(number, state === 'finished' ? [Number(values['rate'])] : null, { state, values }),
            );
            expect(suggest({ sampler, space, seed }, trials.slice(0, -1), number)).toEqual(values);
            expect(values['rate']).toSatisfy((x: number) => x >= 1e-5 && x <= 1e-1);
            expect(values['width']).toSatisfy((x: number) => Number.isInteger(x) && x >= 16 && x <= 256);
            expect('momentum' in values).toBe(values['optimizer'] === 'sgd');
            for (const one of space) expect(one.name in values).toBe(isActive(one, values));
          }
        }),
        { numRuns: 10 },
      );
    },
  );

  it.each(['tpe', 'tpe-multivariate', 'random'] as const)(
    '%s follows from the seed alone: the same on every machine, whatever else is drawn in between',
    (sampler) => {
      const searchOnce = (seed: number, between: () => void): unknown[] => {
        const trials: Trial[] = [];
        for (let number = 1; number <= 25; number++) {
          between();
          const values = suggest({ sampler, space, seed }, trials, number)!;
          trials.push(trial(number, [Math.abs(Math.log10(Number(values['rate'])) + 3)], { values }));
        }
        return trials.map(({ values }) => values);
      };
      const first = searchOnce(7, () => undefined);
      const other = (): void => void suggest({ sampler: 'random', space, seed: 7 }, [], 1);
      expect(searchOnce(7, other)).toEqual(first);
      expect(searchOnce(8, other)).not.toEqual(first);
      expect(first[0]).toEqual({
        rate: expect.closeTo(0.0037306, 7),
        width: 47,
        optimizer: 'sgd',
        momentum: expect.closeTo(0.3061066, 7),
      });
    },
  );

  it('grid has every combination once, and conditions multiply only where they hold', () => {
    const grid = gridOf([optimizer, momentum], 3);
    expect(grid).toEqual([
      { optimizer: 'adam' },
      { optimizer: 'sgd', momentum: 0 },
      { optimizer: 'sgd', momentum: 0.5 },
      { optimizer: 'sgd', momentum: 1 },
    ]);
    expect(suggest({ sampler: 'grid', space: [optimizer], seed: 1 }, [], 3)).toBeNull();
    expect(gridOf([width], 4).map((one) => one['width'])).toEqual([16, 40, 102, 256]);
  });
});

describe('TPE', () => {
  it('finds the minimum of Branin and Hartmann 6 far better than random search', () => {
    const seeds = [1, 2, 3, 4, 5];
    for (const { name, trials, near } of FUNCTIONS) {
      const tpe = medianBest(name, { sampler: 'tpe', seeds, trials });
      const random = medianBest(name, { sampler: 'random', seeds, trials });
      expect(tpe, `${name}: TPE ${tpe}, random ${random}`).toBeLessThan(random);
      expect(tpe, name).toBeLessThan(near);
    }
  });

  it('weighs and counts as published', () => {
    expect([1, 10, 11, 100, 1000].map(goodCount)).toEqual([1, 1, 2, 10, 25]);
    const weights = weightsOf(30);
    expect(weights).toHaveLength(31);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(weights[0]! / weights[29]!).toBeCloseTo(1 / 30);
    expect(weights[30]).toBeCloseTo(weights[29]!);
  });

  it('has densities that integrate to one, on every scale', () => {
    const random = new Random(3);
    const observed = Array.from({ length: 7 }, () => ({
      rate: 10 ** (-5 + 4 * random.uniform()),
      width: Math.round(16 + 240 * random.uniform()),
      optimizer: 'sgd',
    }));
    const density = (dimension: Dimension) => parzenEstimator([dimension], observed);
    const overWidths = Array.from({ length: 241 }, (_, i) => density(width).logDensity({ width: 16 + i }));
    expect(overWidths.reduce((sum, one) => sum + Math.exp(one), 0)).toBeCloseTo(1, 5);
    const of = density(rate);
    const steps = 4000;
    const area = Array.from({ length: steps }, (_, i) => {
      const x = Math.log(1e-5) + ((i + 0.5) / steps) * Math.log(1e4);
      return Math.exp(of.logDensity({ rate: Math.exp(x) })) * (Math.log(1e4) / steps);
    }).reduce((a, b) => a + b, 0);
    expect(area).toBeCloseTo(1, 4);
    const shares = ['adam', 'sgd'].map((one) => Math.exp(density(optimizer).logDensity({ optimizer: one })));
    expect(shares[0]! + shares[1]!).toBeCloseTo(1);
    expect(shares[1]).toBeGreaterThan(0.85);
  });

  it('ranks what went through before what was ended early, and what breaks constraints last', () => {
    const ended = [
      trial(1, [0.5]),
      trial(2, [0.1], { violation: 2 }),
      trial(3, [0.2], { state: 'pruned', epochs: 1 }),
      trial(4, [0.3], { state: 'pruned', epochs: 3 }),
      trial(5, [0.1], { violation: 1 }),
      trial(6, [0.4]),
    ];
    expect(inOrder(ended).map(({ number }) => number)).toEqual([6, 1, 4, 3, 5, 2]);
  });
});

describe('objectives and constraints', () => {
  it('the best is feasible, the front is what none dominates', () => {
    const trials = [
      trial(1, [1, 5]),
      trial(2, [2, 2]),
      trial(3, [3, 3]),
      trial(4, [0, 0], { violation: 0.1 }),
      trial(5, [5, 1]),
      trial(6, null, { state: 'failed' }),
    ];
    expect(bestTrial(trials)?.number).toBe(1);
    expect(paretoFront(trials).map(({ number }) => number)).toEqual([1, 2, 5]);
    expect(
      frontsOf([
        [1, 5],
        [2, 2],
        [3, 3],
        [5, 1],
      ]),
    ).toEqual([0, 0, 1, 0]);
    expect(bestSoFar([trial(1, [3]), trial(2, [4]), trial(3, [2])]).map(({ loss }) => loss)).toEqual([
      3, 3, 2,
    ]);
    expect(bestTrial([])).toBeNull();
  });

  it('are read from what was measured; what is missing is no result, and breaks its constraint', () => {
    const measured = { 'validation.accuracy': 0.9, seconds: 20 };
    const objective = { metric: 'validation.accuracy', direction: 'maximize' } as const;
    expect(lossesOf([objective], measured)).toEqual([-0.9]);
    expect(lossesOf([objective, { metric: 'constructor', direction: 'minimize' }], measured)).toBeNull();
    expect(violationOf([{ metric: 'seconds', comparison: '<=', value: 10 }], measured)).toBe(1);
    expect(violationOf([{ metric: 'seconds', comparison: '>=', value: 10 }], measured)).toBe(0);
    expect(violationOf([{ metric: 'bytes', comparison: '<=', value: 10 }], measured)).toBe(1);
  });
});

describe('early stopping', () => {
  const curve = (number: number, losses: number[], ended = true): Curve => ({
    number,
    ended,
    losses: losses.map((loss, i) => ({ epoch: i + 1, loss })),
  });

  it('by the median, once enough trials have ended', () => {
    const rule = { kind: 'median', trials: 3, epochs: 2 } as const;
    const others = [curve(1, [9, 1, 1]), curve(2, [9, 2, 1]), curve(3, [9, 3, 1])];
    expect(shouldStop(rule, curve(4, [9, 2.5], false), others)).toBe(true);
    expect(shouldStop(rule, curve(4, [9, 1.5], false), others)).toBe(false);
    expect(shouldStop(rule, curve(4, [10], false), others), 'before its epochs').toBe(false);
    expect(shouldStop(rule, curve(4, [9, 9], false), others.slice(1)), 'too few trials').toBe(false);
    expect(shouldStop(rule, curve(4, [1, 9], false), others), 'its best counts').toBe(false);
  });

  it('by asynchronous halving at each rung', () => {
    const rule = { kind: 'asha', first: 1, factor: 3 } as const;
    expect(rungsOf(rule, 10)).toEqual([1, 3, 9]);
    expect(shouldStop(rule, curve(1, [5], false), []), 'the first goes on').toBe(false);
    const others = [curve(1, [1]), curve(2, [2]), curve(3, [3]), curve(4, [4]), curve(5, [5])];
    expect(shouldStop(rule, curve(6, [1.5], false), others), 'second of six').toBe(false);
    expect(shouldStop(rule, curve(6, [2.5], false), others), 'third of six').toBe(true);
    expect(shouldStop(rule, curve(6, [9, 9], false), others), 'between rungs').toBe(false);
  });

  it('by a first rung that keeps to a third of the epochs, the latest that does', () => {
    expect([27, 20, 9, 6, 1].map((epochs) => firstRung(epochs, 3))).toEqual([3, 2, 1, 1, 1]);
    expect([2, 3, 4, 10].map((factor) => firstRung(1000, factor))).toEqual([125, 111, 62, 100]);
  });

  it('needs less than a third of the epochs of training every trial through', () => {
    const most = 27;
    const rule = { kind: 'asha', first: firstRung(most, 3), factor: 3 } as const;
    const counts = Array.from({ length: 20 }, (_, seed) => {
      const random = new Random(seed, 'asha');
      const curves: Curve[] = [];
      for (let number = 1; number <= 81; number++) {
        const level = random.uniform();
        const losses: Curve['losses'][number][] = [];
        for (let epoch = 1; epoch <= most; epoch++) {
          losses.push({ epoch, loss: level + 1 / epoch + 0.05 * random.normal() });
          if (shouldStop(rule, { number, ended: false, losses }, curves)) break;
        }
        curves.push({ number, ended: true, losses });
      }
      return curves.reduce((sum, { losses }) => sum + losses.length, 0);
    });
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(mean).toBeLessThan((81 * most) / 3);
  });
});

describe('a space', () => {
  const base = { title: { en: '', zh: '' }, about: { en: '', zh: '' }, advanced: false };
  const parameters = [
    {
      ...base,
      kind: 'number',
      name: 'rate',
      default: 1,
      min: 1e-6,
      max: 0.05,
      integer: false,
      unit: '',
      search: { from: 1e-4, to: 0.1, scale: 'logarithmic' },
    },
    {
      ...base,
      kind: 'number',
      name: 'epochs',
      default: 1,
      min: 1,
      max: 9,
      integer: true,
      unit: '',
      search: null,
    },
    { ...base, kind: 'switch', name: 'pairs', default: true, search: true },
    {
      ...base,
      kind: 'choice',
      name: 'pooling',
      default: 'a',
      options: [{ value: 'a', title: base.title }],
      search: true,
    },
  ] as const;

  it('comes from a recipe, inside of what each parameter takes', () => {
    const derived = spaceOf(parameters);
    expect(derived.map(({ name }) => name)).toEqual(['rate', 'pairs', 'pooling']);
    expect(derived[0]).toMatchObject({ from: 1e-4, to: 0.05 });
    expect(spaceProblem(derived, parameters)).toBeNull();
  });

  it('that does not fit says where', () => {
    const number = (name: string, from: number, to: number): Dimension => ({
      kind: 'number',
      name,
      from,
      to,
      scale: 'linear',
      integer: false,
      when: null,
    });
    const key = (...dimensions: Dimension[]) => spaceProblem(dimensions, parameters)?.key;
    expect(key(number('width', 0, 1))).toBe('search.noSuchParameter');
    expect(key(number('rate', 0.02, 0.01))).toBe('search.badRange');
    expect(key(number('rate', 0, 1))).toBe('search.badRange');
    expect(key(number('epochs', 1, 2.5))).toBe('search.badRange');
    expect(key({ kind: 'choice', name: 'epochs', options: [1, 99], when: null })).toBe('search.badRange');
    expect(key({ kind: 'choice', name: 'epochs', options: [1, 9], when: null })).toBeUndefined();
    expect(key({ kind: 'choice', name: 'pooling', options: ['b'], when: null })).toBe('search.badChoices');
    expect(key(number('pooling', 0, 1))).toBe('search.badChoices');
    const rateRange = number('rate', 0.001, 0.01);
    expect(key(rateRange, rateRange)).toBe('search.twice');
    expect(key({ ...rateRange, when: { parameter: 'pairs', isIn: [true] } })).toBe('search.badCondition');
  });
});

it('the normal distribution is what tables say', () => {
  expect(erfc(0)).toBeCloseTo(1, 6);
  expect(erfc(1)).toBeCloseTo(0.157299207, 6);
  expect(erfc(-1)).toBeCloseTo(1.842700793, 6);
  expect(massBetween(-1.96, 1.96)).toBeCloseTo(0.95, 4);
  expect(massBetween(6, 7) / 9.853e-10).toBeCloseTo(1, 2);
});

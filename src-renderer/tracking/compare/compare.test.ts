import { describe, expect, it } from 'vitest';
import { bandOf, valueAt } from './axes.ts';
import { deltaOf, resultNames, signed, visible } from './deltas.ts';
import { colorsOf, recolored } from './colors.ts';
import { parallelOf, pointsOf } from './pictures.ts';
import { dimensionsOf, rowsOf } from './space.ts';

describe('deltas', () => {
  it('know which way is better, and say so where nobody does', () => {
    const verdict = (metric: string, value: number) => deltaOf(metric, { value, baseline: 1 })?.verdict;
    expect(verdict('validation.accuracy', 2)).toBe('better');
    expect(verdict('validation.loss', 2)).toBe('worse');
    expect(verdict('validation.loss', 1)).toBe('same');
    expect(verdict('my.score', 2)).toBe('unknown');
    expect(verdict('steps', 2)).toBe('unknown');
    expect(deltaOf('loss', { value: undefined, baseline: 1 })).toBeNull();
  });

  it('are written with their sign', () => {
    expect([signed('0.2', 0.2), signed('-0.2', -0.2)]).toEqual(['+0.2', '−0.2']);
    const written = (difference: number) => visible(difference, (places) => difference.toFixed(places));
    expect([0, 0.5, -0.00004, 1e-12].map(written)).toEqual(['0.00', '0.50', '-0.00004', '0.00000000']);
  });

  it('results that decide come first', () => {
    const summary = {
      'train.loss': 1,
      'validation.loss': 1,
      epochs: 3,
      'validation.accuracy': 1,
      'test.accuracy': 1,
    };
    expect(resultNames([{ summary }])).toEqual([
      'validation.accuracy',
      'validation.loss',
      'test.accuracy',
      'train.loss',
      'epochs',
    ]);
  });
});

describe('curves', () => {
  const line = [
    [0, 0],
    [10, 5],
    [20, 15],
  ] as const;

  it('are read between points in line', () => {
    expect([valueAt(line, 0), valueAt(line, 5), valueAt(line, 12), valueAt(line, 20)]).toEqual([
      0, 2.5, 7, 15,
    ]);
  });

  it('have a band where all of them are', () => {
    const other = line.map(([x, y]) => [x + 2, y + 2] as const);
    const { mean, band } = bandOf([line, other]);
    expect(mean[0]).toEqual([2, 1.5]);
    expect(mean.at(-1)![0]).toBe(20);
    // Two values of 1 and 2: the t interval of one degree of freedom is 12.706 · .5 on either side.
    expect(band[0]![2] - 1.5).toBeCloseTo(12.706 * 0.5, 2);
    expect(bandOf([]).mean).toEqual([]);
    expect(bandOf([[[0, 1]], [[5, 1]]]).mean).toEqual([]);
  });

  it('of many points keep the ends of the band', () => {
    const long = Array.from({ length: 1001 }, (_, at) => [at, at] as const);
    const { mean } = bandOf([long, long]);
    expect(mean.length).toBeLessThan(130);
    expect([mean[0], mean.at(-1)]).toEqual([
      [0, 0],
      [1000, 1000],
    ]);
  });
});

describe('the parameters that runs differ in', () => {
  const runs = [
    { parameters: { rate: 0.001, units: 16, optimizer: 'adam', epochs: 3, seed: 1 }, summary: { loss: 1 } },
    { parameters: { rate: 0.1, units: 32, optimizer: 'sgd', epochs: 3, seed: 2 }, summary: { loss: 2 } },
    { parameters: { rate: 0.01, units: 24, optimizer: 'adam', epochs: 3, seed: 3 }, summary: {} },
  ];

  it('are by ratio where they grow much; the seed is none', () => {
    expect(dimensionsOf(runs)).toEqual([
      { name: 'rate', kind: 'number', scale: 'logarithmic', from: 0.001, to: 0.1 },
      { name: 'units', kind: 'number', scale: 'linear', from: 16, to: 32 },
      { name: 'optimizer', kind: 'choice', options: ['adam', 'sgd'] },
    ]);
  });

  it('are rows from 0 to 1 of the runs that have the metric', () => {
    expect(rowsOf(runs, { dimensions: dimensionsOf(runs), metric: 'loss' })).toMatchObject({
      inputs: [
        [0, 0, 0],
        [1, 1, 1],
      ],
      values: [1, 2],
    });
  });
});

describe('pictures', () => {
  const words = {
    parameter: (name: string) => name.toUpperCase(),
    option: (_name: string, value: unknown) => `the ${String(value)}`,
    metric: String,
    run: 'Run',
    front: 'Front',
    format: String,
  };
  const run = (number: number, seconds: number, loss?: number) => ({
    id: `run-${number}`,
    number,
    name: `run ${number}`,
    parameters: { optimizer: number % 2 ? 'adam' : 'sgd', rate: number },
    summary: loss === undefined ? {} : { 'validation.loss': loss },
    seconds,
  });
  const runs = [run(1, 10, 3), run(2, 20, 2), run(3, 30, 2.5), run(4, 40, 1), run(5, 50)];

  it('every run with the metric is a line, the baseline a strong one', () => {
    const { axes, lines } = parallelOf(
      runs,
      { dimensions: dimensionsOf(runs), metric: 'validation.loss', baseline: 'run-2' },
      words,
    );
    expect(axes.map(({ name, type }) => [name, type])).toEqual([
      ['OPTIMIZER', 'category'],
      ['RATE', 'value'],
      ['validation.loss', 'value'],
    ]);
    expect(lines.map(({ values }) => values).slice(0, 2)).toEqual([
      ['the adam', 1, 3],
      ['the sgd', 2, 2],
    ]);
    expect(lines.map(({ strong }) => strong)).toEqual([false, true, false, false]);
  });

  it('the Pareto front leaves out what another run beats in both', () => {
    const { points, front } = pointsOf(runs, { x: 'seconds', y: 'validation.loss', baseline: '' }, words);
    expect(points).toHaveLength(4);
    expect(front!.points).toEqual([
      [10, 3],
      [20, 2],
      [40, 1],
    ]);
  });

  it('a run keeps the color that it was given', () => {
    expect(colorsOf(undefined, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0, 1]);
    expect(colorsOf(recolored([0, 1, 7], 2), 4)).toEqual([0, 1, 0, 3]);
    expect(colorsOf('x9', 2)).toEqual([0, 1]);
  });
});

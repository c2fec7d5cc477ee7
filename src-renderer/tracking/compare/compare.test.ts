import { describe, expect, it } from 'vitest';
import { bandOf, onAxis, valueAt } from './axes.ts';
import { deltaOf, resultNames, signed } from './deltas.ts';
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
    expect([signed('0.2', 0.2), signed('-0.2', -0.2), signed('0', 0)]).toEqual(['+0.2', '−0.2', '±0']);
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

  it('by progress and by time', () => {
    expect(onAxis(line, 'progress', { lastStep: 20, seconds: 60 })).toEqual([
      [0, 0],
      [50, 5],
      [100, 15],
    ]);
    expect(onAxis(line, 'time', { lastStep: 20, seconds: 60 }).at(-1)).toEqual([60, 15]);
    expect(onAxis(line, 'step', { lastStep: 20, seconds: 60 })).toBe(line);
  });

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

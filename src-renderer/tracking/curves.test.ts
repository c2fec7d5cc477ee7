import { describe, expect, test } from 'vitest';
import { chartsOf, groupMetrics, smooth, withPoints } from './curves.ts';

describe('live points', () => {
  test('go to the end of their curve', () => {
    const curves = withPoints({ 'train.loss': [[1, 0.9]] }, [
      { metric: 'train.loss', step: 2, value: 0.8 },
      { metric: 'validation.loss', step: 2, value: 0.7 },
    ]);
    expect(curves).toEqual({
      'train.loss': [
        [1, 0.9],
        [2, 0.8],
      ],
      'validation.loss': [[2, 0.7]],
    });
  });

  test('of a resumed run replace what came after its checkpoint', () => {
    const before = { 'train.loss': [[1, 0.9], [2, 0.8], [3, 0.7]] as const }; // prettier-ignore
    expect(withPoints(before, [{ metric: 'train.loss', step: 2, value: 0.81 }])['train.loss']).toEqual([
      [1, 0.9],
      [2, 0.81],
    ]);
  });
});

describe('charts', () => {
  test('the same metric of different splits shares one, loss first and speed last', () => {
    const groups = groupMetrics([
      'train.samplesPerSecond',
      'validation.accuracy',
      'validation.loss',
      'train.loss',
    ]);
    expect(groups).toEqual([
      { metric: 'loss', names: ['train.loss', 'validation.loss'] },
      { metric: 'accuracy', names: ['validation.accuracy'] },
      { metric: 'samplesPerSecond', names: ['train.samplesPerSecond'] },
    ]);
    const names = [
      'train.samplesPerSecond',
      'train.learningRate',
      'validation.mae',
      'validation.r2',
      'train.loss',
    ];
    expect(groupMetrics(names).map(({ metric }) => metric)).toEqual([
      'loss',
      'r2',
      'mae',
      'learningRate',
      'samplesPerSecond',
    ]);
  });

  test('of several runs have a series for each run', () => {
    const curves = {
      a: { 'train.loss': [[1, 1]] as const },
      b: { 'train.loss': [[1, 2]] as const, 'validation.loss': [[1, 3]] as const },
    };
    const runs = [
      { id: 'a', name: '#1' },
      { id: 'b', name: '#2' },
    ];
    const charts = chartsOf(runs, curves, (place) => place);
    expect(
      charts.map(({ key, series }) => [key, series.map(({ name, points }) => [name, points.length])]),
    ).toEqual([
      ['train.loss', [['#1', 1], ['#2', 1]]], // prettier-ignore
      ['validation.loss', [['#1', 0], ['#2', 1]]], // prettier-ignore
    ]);
  });
});

test('smoothing starts at the first value and keeps a constant as it is', () => {
  const flat = [[1, 5], [2, 5], [3, 5]] as const; // prettier-ignore
  for (const [, value] of smooth(flat, 0.9)) expect(value).toBeCloseTo(5, 12);
  expect(smooth([[1, 2], [2, 4]], 0.5)).toEqual([[1, 2], [2, 10 / 3]]); // prettier-ignore
});

import { expect, it } from 'vitest';
import type { Search, SearchTrial } from '../../src-shared/contract.ts';
import { bestSoFarSeries, measuredTrials, parallelOption, trialTable, type TrialWords } from './charts.ts';
import type { ChartTheme } from '../ui/charts/theme.ts';

const trial = (number: number, loss: number | null, other: Partial<SearchTrial> = {}): SearchTrial => ({
  number,
  run: `run-${number}`,
  runNumber: number,
  state: 'finished',
  values: { rate: 0.1 / number, optimizer: 'adam' },
  measured: loss === null ? {} : { 'validation.loss': loss },
  epochs: 1,
  seconds: 1,
  feasible: loss === null ? null : true,
  best: false,
  ...other,
});

const search = (all: SearchTrial[]) =>
  ({
    all,
    objective: { metric: 'validation.loss', direction: 'minimize' },
    definition: {
      space: [
        {
          kind: 'number',
          name: 'rate',
          from: 0.01,
          to: 0.1,
          scale: 'logarithmic',
          integer: false,
          when: null,
        },
        { kind: 'choice', name: 'optimizer', options: ['adam', 'sgd'], when: null },
      ],
    },
  }) as unknown as Search;

const words: TrialWords = {
  parameter: (name) => name.toUpperCase(),
  option: (_name, value) => `the ${String(value)}`,
  objective: 'Loss',
  trial: 'Trial',
  format: String,
  share: false,
};

const all = [
  trial(1, 3),
  trial(2, 1, { feasible: false }),
  trial(3, null, { state: 'failed' }),
  trial(4, 2, { best: true }),
];

it('the best so far is feasible; what failed is not drawn', () => {
  const [best, each] = bestSoFarSeries(search(all), { best: 'Best', each: 'Each' });
  expect(best!.points).toEqual([
    [1, 3],
    [2, 3],
    [4, 2],
  ]);
  expect(each!.points).toEqual([
    [1, 3],
    [2, 1],
    [4, 2],
  ]);
  expect(measuredTrials(search([trial(1, 2, { state: 'running' })]))).toEqual([]);
});

it('a line over all parameters ends at the objective, a table says the same', () => {
  const theme = { series: ['blue', 'orange'] } as unknown as ChartTheme;
  const option = parallelOption(search(all), words, theme) as {
    parallelAxis: { type: string; name: string; nameGap: number }[];
    series: { data: { value: unknown[] }[] }[];
  };
  expect(option.parallelAxis.map(({ type, name }) => [type, name])).toEqual([
    ['log', 'RATE'],
    ['category', 'OPTIMIZER'],
    ['value', 'Loss'],
  ]);
  const gaps = option.parallelAxis.map(({ nameGap }) => nameGap);
  expect(
    gaps.every((gap, at) => gap !== gaps[at + 1]),
    'names of neighbors at different heights',
  ).toBe(true);
  expect(option.series[0]!.data.at(-1)!.value, 'the best is drawn last').toEqual([0.025, 'the adam', 2]);
  expect(trialTable(search(all), words)).toEqual({
    columns: ['Trial', 'RATE', 'OPTIMIZER', 'Loss'],
    rows: [
      [1, 0.1, 'the adam', 3],
      [2, 0.05, 'the adam', 1],
      [4, 0.025, 'the adam', 2],
    ],
  });
});

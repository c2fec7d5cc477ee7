import { expect, test } from 'vitest';
import type { LogLine } from '../../../src-shared/contract.ts';
import { lineOption, lineTable } from '../../ui/charts/line.ts';
import { chartsOf, strangeOf } from '../curves.ts';
import { levelCounts, shownLines } from './log-lines.ts';
import { metricText, notFinitePlaces } from './metric-text.ts';
import { missingKinds, systemOrder, titleOf } from './system.ts';
import { en } from './words.ts';
import { shownTags } from './tags.ts';

const AT = '2026-11-30T08:00:00.000Z';
const LOG: readonly LogLine[] = [
  { at: AT, line: 'epoch 1', level: 'info' },
  { at: AT, line: 'WARNING Slow disk', level: 'warning' },
  { at: AT, line: 'epoch 2', level: 'info' },
  { at: AT, line: 'ValueError: slow', level: 'error' },
];

test('a log is filtered by level and text, in whatever case, and its last lines are shown', () => {
  expect(shownLines(LOG, { search: 'SLOW' }).lines.map(({ place }) => place)).toEqual([1, 3]);
  expect(shownLines(LOG, { search: 'slow', level: 'error' })).toEqual({
    lines: [{ ...LOG[3], place: 3 }],
    total: 1,
  });
  expect(shownLines(LOG, { search: '', most: 2 })).toMatchObject({
    lines: [{ line: 'epoch 2' }, { place: 3 }],
    total: 4,
  });
  expect(levelCounts(LOG)).toEqual([
    ['info', 2],
    ['warning', 1],
    ['error', 1],
  ]);
});

test('what is no finite number is told as such, in words and in the table of its chart', () => {
  const format = (value: number): string => value.toFixed(1);
  expect([1, 'NaN', '-Infinity', null].map((value) => metricText(value as number, format))).toEqual([
    '1.0',
    'NaN',
    '-∞',
    '–',
  ]);
  const places = Array.from({ length: 7 }, (_, i) => [i, 'NaN'] as const);
  const { named, more } = notFinitePlaces(places, (value, place) => `${value} at ${place}`);
  expect([named[0], named.length, more]).toEqual(['NaN at 0', 5, 2]);
  const series = [
    { metric: 'loss', count: 3, points: [[1, 5]], notFinite: [[2, 'NaN'], [3, 'Infinity']], direction: null }, // prettier-ignore
    { metric: 'f1', count: 1, points: [[1, 0.5]], notFinite: [], direction: null },
  ] as const;
  const strange = { run: strangeOf(series as never) };
  expect(strange.run).toEqual({ loss: [[2, 'NaN'], [3, 'Infinity']] }); // prettier-ignore
  const runs = [{ id: 'run', name: 'r' }];
  const [loss] = chartsOf(runs, { run: { loss: [[1, 5]] } }, String, strange);
  const data = { series: loss!.series, xName: 'step', format };
  expect(lineTable(data).rows).toEqual([
    [1, 5],
    [2, 'NaN'],
    [3, 'Infinity'],
  ]);
  const theme = { series: ['#000'], bad: '#f00' } as never;
  const option = lineOption(data, theme) as { series: { markLine?: { data: unknown[] } }[] };
  expect(option.series[0]!.markLine!.data).toMatchObject([{ xAxis: 2 }, { xAxis: 3 }]);
});

test('tags of the workbench itself are none that people change', () => {
  expect(shownTags({ b: '2', 'lathe.search': 's', a: '' })).toEqual([
    ['a', ''],
    ['b', '2'],
  ]);
});

test('metrics of the machine have an order and titles, and what is missing is named', () => {
  const names = [
    'system/gpu10/use',
    'system/gpu2/use',
    'system/disk',
    'train.samplesPerSecond',
    'system/cpu',
  ];
  expect(systemOrder(names)).toEqual([
    'system/cpu',
    'train.samplesPerSecond',
    'system/disk',
    'system/gpu2/use',
    'system/gpu10/use',
  ]);
  expect(missingKinds(names)).toEqual(['memory', 'power', 'temperature']);
  expect(names.map((name) => titleOf(name, en.system))).toEqual([
    'GPU 10 use (%)',
    'GPU 2 use (%)',
    undefined,
    undefined,
    'CPU (100 % is one core)',
  ]);
});

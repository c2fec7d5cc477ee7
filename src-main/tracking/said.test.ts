import { expect, it } from 'vitest';
import { readSaid } from './said.ts';

const points = (line: string) => readSaid(line).points;

it('pairs of names and numbers are metrics, with their step and epoch', () => {
  expect(points('step=3 epoch=1 loss=0.5 val/acc=9e-1')).toEqual([
    { metric: 'loss', value: 0.5, step: 3, epoch: 1 },
    { metric: 'val/acc', value: 0.9, step: 3, epoch: 1 },
  ]);
  expect(points('loss=nan, grad=-inf')).toMatchObject([{ value: NaN }, { value: -Infinity }]);
});

it('JSON is metrics, also deep ones, and NaN as Python writes it', () => {
  expect(
    points('{"step": 2, "val": {"acc": 0.5, "loss": NaN}, "say": "NaN is \\"here\\"", "x": -Infinity}'),
  ).toEqual([
    { metric: 'val.acc', value: 0.5, step: 2 },
    { metric: 'val.loss', value: NaN, step: 2 },
    { metric: 'x', value: -Infinity, step: 2 },
  ]);
  expect(points('{"loss": 1, "_timestamp": 1700000000.5}')).toEqual([
    { metric: 'loss', value: 1, at: 1_700_000_000_500 },
  ]);
});

it('JSON also says parameters, tags and lines', () => {
  expect(
    readSaid('{"config":{"opt":{"lr":0.1}},"tags":{"who":"ada"},"log":"begins","level":"warning"}'),
  ).toEqual({
    points: [],
    parameters: [{ name: 'opt.lr', value: 0.1 }],
    tags: { who: 'ada' },
    line: { line: 'begins', level: 'warning' },
  });
});

it.each([
  ['Epoch 3: loss went down', 'info'],
  ['lr=high loss=0.5', 'info'],
  ['{"broken":', 'info'],
  ['{"only": "words"}', 'info'],
  ['2026-01-01 WARNING slow', 'warning'],
  ['Traceback (most recent call last):', 'error'],
  ['ValueError: no', 'error'],
  ['x = 1', 'info'],
] as const)('“%s” is a line of the log (%s)', (line, level) => {
  expect(readSaid(line)).toEqual({ points: [], parameters: [], tags: {}, line: { line, level } });
});

import { expect, it } from 'vitest';
import type { BurnPoint } from '../../../src-shared/planning/engine/index.ts';
import { burnLines } from './burn-lines.ts';
import { forecastEn } from './words.ts';

const points: readonly BurnPoint[] = [
  { day: 1, scope: 10, done: 0, remaining: 10, planned: 0 },
  { day: 2, scope: 12, done: 4, remaining: 8, planned: 6 },
  { day: 3, scope: 12, done: null, remaining: null, planned: 12 },
];
const finish = { p50: 5 * 1440, p80: 8 * 1440 };
const lines = (way: 'up' | 'down', baseline?: string) =>
  burnLines(points, { way, words: forecastEn.burn, baseline, finish }).map((one) => [one.name, one.points]);

it('burn-up rises to the scope, burn-down falls to nothing, each on to the forecast finish', () => {
  expect(lines('up', 'May')).toEqual([
    ['Scope', [[1, 10], [2, 12]]], // prettier-ignore
    ['Done', [[1, 0], [2, 4]]], // prettier-ignore
    ['Baseline May', [[1, 0], [2, 6], [3, 12]]], // prettier-ignore
    ['To P50', [[2, 4], [4, 12]]], // prettier-ignore
    ['To P80', [[2, 4], [7, 12]]], // prettier-ignore
  ]);
  expect(lines('down')).toEqual([
    ['Remaining', [[1, 10], [2, 8]]], // prettier-ignore
    ['To P50', [[2, 8], [4, 0]]], // prettier-ignore
    ['To P80', [[2, 8], [7, 0]]], // prettier-ignore
  ]);
});

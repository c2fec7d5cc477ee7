import { describe, expect, test } from 'vitest';
import { barTable } from './bar.ts';
import { lineTable } from './line.ts';
import { scatterOption } from './scatter.ts';
import { toCsv } from './table.ts';
import type { ChartTheme } from './theme.ts';

describe('the table of a chart', () => {
  test('joins series on their steps and leaves gaps empty', () => {
    const table = lineTable({
      xName: 'step',
      format: String,
      series: [
        { name: 'train', points: [[0, 1], [10, 0.5]] }, // prettier-ignore
        { name: 'validation', points: [[10, 0.7], [5, 0.9]] }, // prettier-ignore
      ],
    });
    expect(table).toEqual({
      columns: ['step', 'train', 'validation'],
      rows: [
        [0, 1, null],
        [5, null, 0.9],
        [10, 0.5, 0.7],
      ],
    });
  });

  test('as CSV quotes what needs it and defuses formulas', () => {
    const csv = toCsv({
      columns: ['label', 'n'],
      rows: [
        ['a,"b"', 1.5],
        ['=1+1', null],
      ],
    });
    expect(csv).toBe('label,n\r\n"a,""b""",1.5\r\n\'=1+1,\r\n');
  });
});

describe('the chart of actual and predicted numbers', () => {
  const theme: ChartTheme = {
    text: '',
    muted: '',
    line: '',
    surface: '',
    raised: '',
    accent: '',
    good: '',
    warn: '',
    bad: '',
    tint: '',
    series: ['#000'],
    font: '',
  };
  const words = { actual: 'actual', predicted: 'predicted', diagonal: 'exact', format: String };

  test.each([
    { points: [[1, 3], [2.5, 2]] as const }, // prettier-ignore
    { points: [[-1e6, 2e6]] as const },
    { points: [[7, 7]] as const },
    { points: [] },
  ])('has axes that reach as far as each other and hold every point: %j', ({ points }) => {
    const { xAxis, yAxis } = scatterOption({ ...words, points }, theme) as Record<
      'xAxis' | 'yAxis',
      { min: number; max: number }
    >;
    expect([yAxis.min, yAxis.max]).toEqual([xAxis.min, xAxis.max]);
    expect(xAxis.max).toBeGreaterThan(xAxis.min);
    for (const number of points.flat()) {
      expect(number).toBeGreaterThan(xAxis.min);
      expect(number).toBeLessThan(xAxis.max);
    }
  });
});

test('bars are a table of names and values', () => {
  const bars = [{ name: 'Conv', value: 3 }];
  expect(barTable({ bars, names: ['operator', 'ms'], format: String })).toEqual({
    columns: ['operator', 'ms'],
    rows: [['Conv', 3]],
  });
});

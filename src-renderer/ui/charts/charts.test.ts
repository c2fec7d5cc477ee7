import { describe, expect, test } from 'vitest';
import { barTable } from './bar.ts';
import { lineOption, lineTable } from './line.ts';
import { MANY, extremesOf } from './many-lines.ts';
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

describe('very many curves', () => {
  const theme = {
    series: ['#000', '#111', '#222', '#333', '#444', '#555', '#666', '#777'],
  } as unknown as ChartTheme;
  const optionOf = (count: number) =>
    lineOption(
      {
        xName: 'step',
        format: String,
        log: true,
        highlight: true,
        series: Array.from({ length: count }, (_, i) => ({
          name: `run ${i}`,
          points: i === 3 ? [[0, 7]] : [[0, i], [1, 2 * i]], // prettier-ignore
        })),
      },
      theme,
    ) as {
      legend: { show: boolean };
      tooltip: { trigger: string; formatter?: (item: { dataIndex: number }) => string };
      series: { type: string; renderItem?: (item: { dataIndex: number }, api: unknown) => unknown }[];
    };

  test('are drawn as one series, each with its color and its name', () => {
    const { legend, tooltip, series } = optionOf(MANY);
    expect([legend.show, tooltip.trigger, series.map(({ type }) => type)]).toEqual([
      false,
      'item',
      ['line', 'custom'],
    ]);
    expect(tooltip.formatter!({ dataIndex: 9 })).toBe('run 9  18');
    const api = { coord: ([x, y]: [number, number]) => [10 * x, -y] };
    const draw = (dataIndex: number) => series[1]!.renderItem!({ dataIndex }, api);
    expect(draw(9)).toMatchObject({
      type: 'polyline',
      shape: { points: [[0, -9], [10, -18]] }, // prettier-ignore
      style: { stroke: '#111' },
      focus: 'self',
    });
    expect(draw(3)).toMatchObject({ type: 'circle', shape: { cx: 0, cy: -7 } });
    expect(draw(0), 'nothing of it is above 0').toMatchObject({ shape: { points: [] } });
    expect(optionOf(MANY - 1).series).toHaveLength(MANY - 1);
  });

  test('the axes span their extremes, everywhere', () => {
    const points = Array.from({ length: 5000 }, (_, i) => [i / 10, Math.sin(i) * i] as const);
    const extremes = extremesOf(points);
    expect(extremes.length).toBeLessThan(250);
    expect([extremes[0], extremes.at(-1)]).toEqual([points[0], points.at(-1)]);
    const greatest = (some: typeof points) => Math.max(...some.map(([, y]) => y));
    const least = (some: typeof points) => Math.min(...some.map(([, y]) => y));
    expect([least(extremes), greatest(extremes)]).toEqual([least(points), greatest(points)]);
    expect(extremesOf([])).toEqual([]);
    expect(extremesOf([[2, 3]])).toContainEqual([2, 3]);
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

/** @file Points of two values each, with the Pareto front through the best of them: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTable, Value } from './table.ts';
import type { ChartTheme } from './theme.ts';

export interface PointsAxis {
  readonly name: string;
  readonly type: 'value' | 'log' | 'category';
  readonly data?: readonly string[];
  readonly format: (value: number) => string;
}

export interface NamedPoint {
  readonly name: string;
  readonly x: number | string;
  readonly y: number;
  /** Which of the eight series colors, from 0. */
  readonly color: number;
  /** Drawn as a larger diamond. */
  readonly strong?: boolean;
}

export interface PointsData {
  readonly x: PointsAxis;
  readonly y: PointsAxis;
  readonly points: readonly NamedPoint[];
  /** The line through the points that no other is better than in both; none unless given. */
  readonly front?:
    { readonly name: string; readonly points: readonly (readonly [number, number])[] } | undefined;
  /** What the points are, at the head of the table. */
  readonly each: string;
}

export function pointsOption({ x, y, points, front }: PointsData, theme: ChartTheme): EChartsCoreOption {
  const line = { axisLine: { lineStyle: { color: theme.line } }, axisTick: { show: false } };
  const label = { color: theme.muted, fontSize: 11, hideOverlap: true };
  const axis = ({ name, type, data, format }: PointsAxis) => ({
    type,
    name,
    ...(data ? { data } : { scale: true }),
    nameLocation: 'middle',
    nameTextStyle: { color: theme.muted, fontSize: 11 },
    axisLabel: data ? label : { ...label, formatter: format },
    ...line,
  });
  const says = (at: PointsAxis, value: Value): string =>
    `${at.name} ${typeof value === 'number' ? at.format(value) : (value ?? '')}`;
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    grid: { left: 24, right: 16, top: 12, bottom: 24, containLabel: true },
    tooltip: {
      trigger: 'item',
      transitionDuration: 0,
      confine: true,
      backgroundColor: theme.raised,
      borderColor: theme.line,
      borderWidth: 1,
      padding: [6, 10],
      extraCssText: 'box-shadow: none; border-radius: 6px; white-space: pre-line',
      textStyle: { color: theme.text, fontSize: 12 },
      renderMode: 'richText',
      formatter: ({ name, value }: { name: string; value: readonly [Value, number] }) =>
        `${name}\n${says(x, value[0])}\n${says(y, value[1])}`,
    },
    xAxis: { ...axis(x), nameGap: 24, splitLine: { show: false } },
    yAxis: { ...axis(y), nameGap: 44, splitLine: { lineStyle: { color: theme.line } } },
    series: [
      {
        type: 'line',
        name: front?.name ?? '',
        data: front?.points ?? [],
        step: false,
        silent: true,
        showSymbol: false,
        color: theme.muted,
        lineStyle: { width: 1, type: [4, 3] },
        tooltip: { show: false },
      },
      {
        type: 'scatter',
        data: points.map((point) => ({
          name: point.name,
          value: [point.x, point.y],
          symbol: point.strong ? 'diamond' : 'circle',
          symbolSize: point.strong ? 12 : 8,
          itemStyle: { color: theme.series[point.color % 8], opacity: point.strong ? 1 : 0.75 },
        })),
      },
    ],
  };
}

export function pointsTable({ x, y, points, each }: PointsData): ChartTable {
  return { columns: [each, x.name, y.name], rows: points.map((point) => [point.name, point.x, point.y]) };
}

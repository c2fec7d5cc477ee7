/** @file Shares of a whole as lying bars, the longest on top: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTable } from './table.ts';
import type { ChartTheme } from './theme.ts';

export interface Bar {
  readonly name: string;
  readonly value: number;
}

export interface BarChartData {
  /** The longest first. */
  readonly bars: readonly Bar[];
  /** What the bars are named after, and what their length is. */
  readonly names: readonly [name: string, value: string];
  /** The value as people read it, at the bar's end. */
  readonly format: (value: number) => string;
}

export function barOption({ bars, names, format }: BarChartData, theme: ChartTheme): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    grid: { left: 8, right: 72, top: 4, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'item',
      transitionDuration: 0,
      confine: true,
      backgroundColor: theme.raised,
      borderColor: theme.line,
      borderWidth: 1,
      padding: [6, 10],
      extraCssText: 'box-shadow: none; border-radius: 6px',
      textStyle: { color: theme.text, fontSize: 12 },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : ''),
    },
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: theme.text, fontSize: 12, width: 180, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        name: names[1],
        data: bars.map(({ value }) => value),
        color: theme.series[0],
        barMaxWidth: 16,
        label: {
          show: true,
          position: 'right',
          color: theme.muted,
          fontSize: 11,
          formatter: ({ value }: { value: number }) => format(value),
        },
        emphasis: { disabled: true },
      },
    ],
  };
}

/** A row a bar. */
export function barTable({ bars, names }: BarChartData): ChartTable {
  return { columns: names, rows: bars.map(({ name, value }) => [name, value]) };
}

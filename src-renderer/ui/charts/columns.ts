/** @file Standing bars in an order, e.g. of versions, against a goal: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTable } from './table.ts';
import type { ChartTheme } from './theme.ts';

export interface ColumnChartData {
  readonly columns: readonly { readonly name: string; readonly value: number; readonly reaches: boolean }[];
  readonly goals: readonly { readonly name: string; readonly value: number }[];
  /** What the bars are named after, and what their height is. */
  readonly names: readonly [name: string, value: string];
  /** The value as people read it. */
  readonly format: (value: number) => string;
}

/** As many bars have their value written below. */
const FEW = 12;

export function columnOption(
  { columns, goals, names, format }: ColumnChartData,
  theme: ChartTheme,
): EChartsCoreOption {
  const highest = Math.max(...columns.map(({ value }) => value), ...goals.map(({ value }) => value));
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
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
    xAxis: {
      type: 'category',
      data: columns.map(({ name }) => name),
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      axisLabel: {
        color: theme.muted,
        fontSize: 11,
        hideOverlap: true,
        // Below the bar: above it the value would stand on the line of the goal.
        formatter: (name: string, at: number) =>
          columns.length <= FEW && columns[at] ? `${name}\n${format(columns[at].value)}` : name,
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: highest > 0 ? highest * 1.12 : 1,
      axisLabel: { show: false },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'bar',
        name: names[1],
        barMaxWidth: 28,
        data: columns.map(({ value, reaches }) => ({
          value,
          itemStyle: { color: theme.series[0], opacity: reaches ? 1 : 0.55 },
        })),
        emphasis: { disabled: true },
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          lineStyle: { color: theme.text, width: 1, type: [4, 3] },
          label: { color: theme.text, fontSize: 11, position: 'insideStartTop' },
          data: goals.map(({ name, value }) => ({ yAxis: value, label: { formatter: name } })),
        },
      },
    ],
  };
}

/** A row a bar, and one a goal. */
export function columnTable({ columns, goals, names }: ColumnChartData): ChartTable {
  return { columns: names, rows: [...columns, ...goals].map(({ name, value }) => [name, value]) };
}

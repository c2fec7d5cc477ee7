/** @file Curves over steps: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTable, Value } from './table.ts';
import type { ChartTheme } from './theme.ts';

export interface LineSeries {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Which of the eight series colors, from 0; the place in the list by default. */
  readonly color?: number;
  readonly dashed?: boolean;
}

export interface LineChartData {
  readonly series: readonly LineSeries[];
  /** What the horizontal axis counts, e.g. `step`. */
  readonly xName: string;
  /** Values are shares of 1, so the axis ends there. */
  readonly share?: boolean;
  /** A logarithmic vertical axis. */
  readonly log?: boolean;
  /** Exact values as people read them. */
  readonly format: (value: number) => string;
}

/** Curves with at most so many points show each of them. */
const FEW = 24;

/** The option of a line chart; drag zooms by `dataZoom`, so the option names no range. */
export function lineOption(data: LineChartData, theme: ChartTheme): EChartsCoreOption {
  const many = data.series.length > 1;
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    grid: { left: 8, right: 28, top: many ? 32 : 12, bottom: 20, containLabel: true },
    legend: many
      ? {
          show: true,
          top: 0,
          left: 0,
          // One line however many there are: a second would lie over the plot.
          type: 'scroll',
          pageIconSize: 10,
          pageTextStyle: { color: theme.muted, fontSize: 11 },
          pageIconColor: theme.text,
          pageIconInactiveColor: theme.line,
          itemWidth: 16,
          itemHeight: 2,
          icon: 'rect',
          textStyle: { color: theme.text, fontSize: 12, overflow: 'truncate', width: 160 },
        }
      : { show: false },
    tooltip: {
      trigger: 'axis',
      transitionDuration: 0,
      confine: true,
      backgroundColor: theme.raised,
      borderColor: theme.line,
      borderWidth: 1,
      padding: [6, 10],
      extraCssText: 'box-shadow: none; border-radius: 6px',
      textStyle: { color: theme.text, fontSize: 12 },
      axisPointer: { lineStyle: { color: theme.muted, width: 1 } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? data.format(value) : ''),
    },
    dataZoom: [{ type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: false, moveOnMouseMove: false }],
    xAxis: {
      type: 'value',
      name: data.xName,
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: theme.muted, fontSize: 11 },
      min: 'dataMin',
      max: 'dataMax',
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true },
      splitLine: { show: false },
      axisPointer: {
        snap: true,
        label: {
          show: false,
          formatter: ({ value }: { value: number }) => `${data.xName} ${data.format(Math.round(value))}`,
        },
      },
    },
    yAxis: {
      type: data.log ? 'log' : 'value',
      scale: true,
      ...(data.share && { max: 1 }),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: theme.muted, fontSize: 11, formatter: data.format },
      splitLine: { lineStyle: { color: theme.line } },
      splitNumber: 4,
    },
    series: data.series.map((line, i) => seriesOption(line, theme.series[(line.color ?? i) % 8]!)),
  };
}

function seriesOption({ name, points, dashed }: LineSeries, color: string): Record<string, unknown> {
  return {
    type: 'line',
    name,
    data: points,
    color,
    showSymbol: points.length <= FEW,
    symbol: 'circle',
    symbolSize: 4,
    lineStyle: { width: 1.5, type: dashed ? [4, 3] : 'solid' },
    emphasis: { disabled: true },
  };
}

/** One row for each step that any series has, one column for each series. */
export function lineTable({ series, xName }: LineChartData): ChartTable {
  const rows = new Map<number, Value[]>();
  for (const [column, { points }] of series.entries())
    for (const [x, y] of points) {
      const row = rows.get(x) ?? [x, ...series.map(() => null)];
      row[column + 1] = y;
      rows.set(x, row);
    }
  const inOrder = [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
  return { columns: [xName, ...series.map(({ name }) => name)], rows: inOrder };
}

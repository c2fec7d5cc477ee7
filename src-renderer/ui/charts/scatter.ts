/** @file Pairs of an actual and a predicted number beside the diagonal they should lie on: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTable } from './table.ts';
import type { ChartTheme } from './theme.ts';

export interface ScatterData {
  readonly points: readonly (readonly [actual: number, predicted: number])[];
  readonly actual: string;
  readonly predicted: string;
  /** What the diagonal is. */
  readonly diagonal: string;
  readonly format: (value: number) => string;
}

/** Both axes reach as far, so that the diagonal is one. */
export function scatterOption(data: ScatterData, theme: ChartTheme): EChartsCoreOption {
  const { min, max, interval } = rangeOf(data.points);
  const axis = (name: string) => ({
    type: 'value',
    name,
    nameLocation: 'middle',
    min,
    max,
    interval,
    nameTextStyle: { color: theme.muted, fontSize: 11 },
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true, formatter: data.format },
    splitLine: { lineStyle: { color: theme.line } },
  });
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
      extraCssText: 'box-shadow: none; border-radius: 6px',
      textStyle: { color: theme.text, fontSize: 12 },
      formatter: ({ value }: { value: readonly [number, number] }) =>
        `${data.actual} ${data.format(value[0])}<br>${data.predicted} ${data.format(value[1])}`,
    },
    xAxis: { ...axis(data.actual), nameGap: 24 },
    yAxis: { ...axis(data.predicted), nameGap: 40 },
    series: [
      {
        type: 'line',
        name: data.diagonal,
        data: [
          [min, min],
          [max, max],
        ],
        color: theme.muted,
        silent: true,
        showSymbol: false,
        tooltip: { show: false },
        lineStyle: { width: 1, type: [4, 3] },
      },
      {
        type: 'scatter',
        name: data.predicted,
        data: data.points,
        color: theme.series[0],
        symbolSize: 6,
        itemStyle: { opacity: 0.6 },
      },
    ],
  };
}

/** From below the least to above the greatest of all numbers, in even steps. */
function rangeOf(points: ScatterData['points']): {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
} {
  const numbers = points.flat();
  const least = numbers.reduce((a, b) => Math.min(a, b), numbers[0] ?? 0);
  const greatest = numbers.reduce((a, b) => Math.max(a, b), numbers[0] ?? 0);
  const interval = roundStep((greatest - least || 1) / STEPS);
  return {
    min: (Math.ceil(least / interval) - 1) * interval,
    max: (Math.floor(greatest / interval) + 1) * interval,
    interval,
  };
}

/** About so many lines along each axis. */
const STEPS = 6;

/** The least of 1, 2, 5, 10 … times a power of ten that is not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5].find((factor) => factor * power >= step) ?? 10) * power;
}

export function scatterTable({ points, actual, predicted }: ScatterData): ChartTable {
  return { columns: [actual, predicted], rows: points };
}

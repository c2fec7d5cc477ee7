/** @file Pairs of an actual and a foretold number beside the diagonal they should lie on: as an ECharts option, and as a table. */
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
  const [min, max] = rangeOf(data.points);
  const axis = (name: string) => ({
    ...{ type: 'value', name, nameLocation: 'middle', min, max, splitNumber: 5 },
    nameTextStyle: { color: theme.muted, fontSize: 11 },
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true, formatter: data.format },
    splitLine: { lineStyle: { color: theme.line } },
  });
  return {
    animation: false,
    aria: { enabled: true },
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

/** From the least to the greatest of all numbers, with a little room. */
function rangeOf(points: ScatterData['points']): readonly [number, number] {
  const numbers = points.flat();
  if (numbers.length === 0) return [0, 1];
  const least = numbers.reduce((a, b) => Math.min(a, b));
  const greatest = numbers.reduce((a, b) => Math.max(a, b));
  const room = 0.05 * (greatest - least) || 1;
  return [tidy(least - room, room, Math.floor), tidy(greatest + room, room, Math.ceil)];
}

/** To a round number, no farther off than `room`. */
function tidy(value: number, room: number, to: (value: number) => number): number {
  const unit = 10 ** Math.floor(Math.log10(room));
  return to(value / unit) * unit;
}

export function scatterTable({ points, actual, predicted }: ScatterData): ChartTable {
  return { columns: [actual, predicted], rows: points };
}

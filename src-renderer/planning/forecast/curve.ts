/** @file The chance of being finished by each date: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { DateForecast, Forecast } from '../../../src-shared/contract.ts';
import { formatDay } from '../../../src-shared/planning/engine/index.ts';
import type { ChartTable } from '../../ui/charts/table.ts';
import type { ChartTheme } from '../../ui/charts/theme.ts';

export interface Curve {
  readonly name: string;
  readonly date: Pick<DateForecast, 'quantiles'>;
}

const MINUTE_MS = 60_000;

/** Milestones in the order in which they are promised; those that are not promised by when they are likely. */
export const byDate = (milestones: Forecast['milestones']): Forecast['milestones'] =>
  milestones.toSorted((a, b) => (a.due ?? a.p50) - (b.due ?? b.p50) || a.p50 - b.p50);

/** Civil minutes as a day, e.g. `2026-03-12`. What ends at midnight ends on the day before. */
export const dayText = (minutes: number): string => formatDay(Math.floor((minutes - 1) / 1440));

export function curveOption(
  curves: readonly Curve[],
  theme: ChartTheme,
  percent: (share: number) => string,
): EChartsCoreOption {
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    grid: { left: 8, right: 24, top: 8 + 24 * Math.ceil(curves.length / 3), bottom: 8, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 16,
      itemHeight: 2,
      icon: 'rect',
      textStyle: { color: theme.text, fontSize: 12, overflow: 'truncate', width: 160 },
    },
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
      valueFormatter: (value: unknown) => (typeof value === 'number' ? percent(value) : ''),
    },
    dataZoom: [{ type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: false, moveOnMouseMove: false }],
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true, formatter: '{yyyy}-{MM}-{dd}' },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      axisLabel: { color: theme.muted, fontSize: 11, formatter: percent },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: curves.map(({ name, date }, i) => ({
      type: 'line',
      name,
      color: theme.series[i % 8],
      showSymbol: false,
      lineStyle: { width: i === 0 ? 2 : 1.5 },
      emphasis: { disabled: true },
      data: date.quantiles.map((moment, at) => [moment * MINUTE_MS, at / (date.quantiles.length - 1)]),
    })),
  };
}

/** Each tenth of the chance, and the day it is reached. */
export function curveTable(curves: readonly Curve[], chance: string): ChartTable {
  const rows = Array.from({ length: 11 }, (_, tenth) => [
    tenth / 10,
    ...curves.map(({ date }) => dayText(date.quantiles[tenth * 10] ?? 0)),
  ]);
  return { columns: [chance, ...curves.map(({ name }) => name)], rows };
}

/** @file Curves over days of the calendar, with a band where a forecast is: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTable, Value } from './table.ts';
import type { ChartTheme } from './theme.ts';

type Point = readonly [day: number, value: number];

export interface DaySeries {
  readonly name: string;
  /** Days since 1970, in order. */
  readonly points: readonly Point[];
  /** Which of the eight series colors, from 0; the place in the list by default. */
  readonly color?: number;
  readonly dashed?: boolean;
  /** A value holds until the next one. */
  readonly stepped?: boolean;
}

/** Where values are expected to lie, day by day. */
export interface DayBand {
  readonly name: string;
  readonly points: readonly (readonly [day: number, low: number, high: number])[];
}

export interface DayChartData {
  readonly series: readonly DaySeries[];
  readonly band?: DayBand | undefined;
  /** What the days are called in a table. */
  readonly dayName: string;
  /** Exact values as people read them. */
  readonly format: (value: number) => string;
  readonly sayDay: (day: number) => string;
}

const DAY_MS = 86_400_000;
const BAND = 'band';

export function dayOption(data: DayChartData, theme: ChartTheme): EChartsCoreOption {
  const { series, band, format, sayDay } = data;
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    grid: { left: 8, right: 24, top: 32, bottom: 8, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      type: 'scroll',
      itemWidth: 16,
      itemHeight: 2,
      icon: 'rect',
      pageIconSize: 10,
      pageTextStyle: { color: theme.muted, fontSize: 11 },
      pageIconColor: theme.text,
      pageIconInactiveColor: theme.line,
      textStyle: { color: theme.text, fontSize: 12, overflow: 'truncate', width: 160 },
      data: [
        ...series.map(({ name }) => name),
        ...(band ? [{ name: band.name, itemStyle: { opacity: 0.35 } }] : []),
      ],
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
      formatter: (items: unknown) => tooltipOf(items, data),
    },
    dataZoom: [{ type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: false, moveOnMouseMove: false }],
    xAxis: {
      type: 'time',
      minInterval: DAY_MS,
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      axisLabel: {
        color: theme.muted,
        fontSize: 11,
        hideOverlap: true,
        formatter: (at: number) => sayDay(Math.round(at / DAY_MS)),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      axisLabel: { color: theme.muted, fontSize: 11, formatter: format },
      splitLine: { lineStyle: { color: theme.line } },
      splitNumber: 4,
    },
    series: [
      ...(band ? bandSeries(band, theme) : []),
      ...series.map(({ name, points, color, dashed, stepped }, i) => ({
        type: 'line',
        name,
        data: points.map(([day, value]) => [day * DAY_MS, value]),
        color: theme.series[(color ?? i) % 8],
        step: stepped ? 'end' : false,
        showSymbol: points.length === 1,
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { width: 1.5, type: dashed ? [4, 3] : 'solid' },
        emphasis: { disabled: true },
      })),
    ],
  };
}

/** The lower edge without a line, and what lies between on top of it. */
function bandSeries({ name, points }: DayBand, theme: ChartTheme): Record<string, unknown>[] {
  const edge = {
    type: 'line',
    stack: BAND,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    emphasis: { disabled: true },
    color: theme.series[0],
  };
  return [
    { ...edge, name: BAND, data: points.map(([day, low]) => [day * DAY_MS, low]) },
    {
      ...edge,
      name,
      data: points.map(([day, low, high]) => [day * DAY_MS, high - low]),
      areaStyle: { opacity: 0.18 },
    },
  ];
}

interface TooltipItem {
  readonly seriesName: string;
  readonly marker: string;
  readonly value: readonly [at: number, value: number];
}

/** Names are words of people: they are written as text, never as markup. */
function tooltipOf(items: unknown, { band, format, sayDay }: DayChartData): string {
  const shown = Array.isArray(items) ? (items as TooltipItem[]) : [];
  const first = shown[0];
  if (!first) return '';
  const day = Math.round(first.value[0] / DAY_MS);
  const within = band?.points.find(([at]) => at === day);
  const lines = shown.flatMap(({ seriesName, marker, value }) => {
    if (seriesName === BAND) return [];
    const isBand = seriesName === band?.name;
    const text = isBand && within ? `${format(within[1])} – ${format(within[2])}` : format(value[1]);
    return [`${marker}${asText(seriesName)}&ensp;<b>${asText(text)}</b>`];
  });
  return [asText(sayDay(day)), ...lines].join('<br>');
}

const asText = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A row for each day that anything is known of. */
export function dayTable({ series, band, dayName, sayDay }: DayChartData): ChartTable {
  const rows = new Map<number, Value[]>();
  const columns = [
    dayName,
    ...series.map(({ name }) => name),
    ...(band ? [`${band.name} ≥`, `${band.name} ≤`] : []),
  ];
  const put = (day: number, column: number, value: number): void => {
    const row = rows.get(day) ?? [sayDay(day), ...columns.slice(1).map(() => null)];
    row[column] = value;
    rows.set(day, row);
  };
  series.forEach(({ points }, i) => points.forEach(([day, value]) => put(day, i + 1, value)));
  band?.points.forEach(([day, low, high]) => {
    put(day, series.length + 1, low);
    put(day, series.length + 2, high);
  });
  return { columns, rows: [...rows].sort(([a], [b]) => a - b).map(([, row]) => row) };
}

/** @file Curves over steps: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { LineChartData, LineSeries } from './line-data.ts';
import { MANY, manyLines } from './many-lines.ts';
import type { ChartTable, Value } from './table.ts';
import type { ChartTheme } from './theme.ts';

/** Values that are no finite number are marked, of a curve the first so many. */
const MOST_MARKED = 20;

/** Curves with at most so many points show each of them. */
const FEW = 24;

/** The option of a line chart; drag zooms by `dataZoom`, so the option names no range. */
export function lineOption(data: LineChartData, theme: ChartTheme): EChartsCoreOption {
  const several = data.series.length > 1;
  const isMany =
    data.series.length >= MANY && !data.series.some(({ band, notFinite }) => band || notFinite?.length);
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    grid: { left: 8, right: 28, top: several && !isMany ? 32 : 12, bottom: 20, containLabel: true },
    legend: several
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
      ...(data.series.some(({ band }) => band) && withoutBands(data)),
    },
    dataZoom: [{ type: 'inside', xAxisIndex: 0, zoomOnMouseWheel: false, moveOnMouseMove: false }],
    xAxis: {
      type: data.time ? 'time' : data.logX ? 'log' : 'value',
      name: data.xName,
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: theme.muted, fontSize: 11 },
      ...rangeOf(data.series),
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
    ...(isMany ? manyLines(data, theme) : { series: everyLine(data, theme) }),
  };
}

function everyLine(data: LineChartData, theme: ChartTheme): Record<string, unknown>[] {
  return data.series.flatMap((line, i) => {
    const color = theme.series[(line.color ?? i) % 8]!;
    return [{ ...seriesOption(line, color, data), ...marksOf(line, theme) }, ...bandOption(line, color, i)];
  });
}

/** From the first to the last value of any curve, also of those that have no height. */
function rangeOf(series: readonly LineSeries[]) {
  const places = series.flatMap(({ notFinite = [] }) => notFinite.slice(0, MOST_MARKED).map(([x]) => x));
  if (places.length === 0) return { min: 'dataMin', max: 'dataMax' };
  return {
    min: ({ min }: { min: number }) => Math.min(min, ...places),
    max: ({ max }: { max: number }) => Math.max(max, ...places),
  };
}

/** A dashed line across the chart for each value that has no height. */
function marksOf({ notFinite = [] }: LineSeries, { bad }: ChartTheme): Record<string, unknown> {
  if (notFinite.length === 0) return {};
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: bad, type: 'dashed', width: 1 },
      label: { color: bad, fontSize: 11, position: 'insideEndTop' },
      data: notFinite
        .slice(0, MOST_MARKED)
        .map(([xAxis, name]) => ({ xAxis, name, label: { formatter: name } })),
    },
  };
}

const BAND = 'band:';

/** The tooltip's lines of text: plain, so that no name is read as markup; bands are no series of their own there. */
function withoutBands({ xName, format, time }: LineChartData) {
  return {
    renderMode: 'richText',
    formatter: (
      items: readonly { seriesId: string; seriesName: string; value: readonly [number, number] }[],
    ) => {
      const lines = items.filter(({ seriesId }) => !seriesId.startsWith(BAND));
      const x = items[0]?.value[0] ?? 0;
      return [
        `${xName} ${time ? new Date(x).toLocaleString() : format(x)}`,
        ...lines.map(({ seriesName, value }) => `${seriesName}  ${format(value[1])}`),
      ].join('\n');
    },
  };
}

/** Two stacked lines that are not seen: up to the low end, and from there the shaded rest. */
function bandOption({ name, band }: LineSeries, color: string, at: number): Record<string, unknown>[] {
  if (!band?.length) return [];
  const common = {
    type: 'line',
    name,
    color,
    stack: `${BAND}${at}`,
    stackStrategy: 'all',
    showSymbol: false,
    silent: true,
    lineStyle: { opacity: 0 },
    emphasis: { disabled: true },
  };
  return [
    { ...common, id: `${BAND}${at}:low`, data: band.map(([x, low]) => [x, low]) },
    {
      ...common,
      id: `${BAND}${at}:high`,
      data: band.map(([x, low, high]) => [x, high - low]),
      areaStyle: { color, opacity: 0.16 },
    },
  ];
}

function seriesOption(
  { name, points, dashed }: LineSeries,
  color: string,
  { highlight, logX }: LineChartData,
): Record<string, unknown> {
  return {
    type: 'line',
    name,
    data: logX ? points.filter(([x]) => x > 0) : points,
    color,
    showSymbol: points.length <= FEW,
    symbol: 'circle',
    symbolSize: 4,
    lineStyle: { width: 1.5, type: dashed ? [4, 3] : 'solid' },
    ...(highlight
      ? { triggerLineEvent: true, emphasis: { focus: 'series', lineStyle: { width: 2.5 } } }
      : { emphasis: { disabled: true } }),
  };
}

/** One row for each step that any series has, one column for each series. */
export function lineTable({ series, xName }: LineChartData): ChartTable {
  const rows = new Map<number, Value[]>();
  for (const [column, { points, notFinite = [] }] of series.entries())
    for (const [x, y] of [...points, ...notFinite]) {
      const row = rows.get(x) ?? [x, ...series.map(() => null)];
      row[column + 1] = y;
      rows.set(x, row);
    }
  const inOrder = [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
  return { columns: [xName, ...series.map(({ name }) => name)], rows: inOrder };
}

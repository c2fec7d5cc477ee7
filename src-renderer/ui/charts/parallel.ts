/** @file Parallel coordinates: as an ECharts option, and as a table. */
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTable, Value } from './table.ts';
import type { ChartTheme } from './theme.ts';

export interface ParallelAxis {
  readonly name: string;
  readonly type: 'value' | 'log' | 'category';
  /** The options of a category. */
  readonly data?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

export interface ParallelLine {
  readonly name: string;
  /** One for each axis; null where there is none. */
  readonly values: readonly Value[];
  /** Which of the eight series colors, from 0. */
  readonly color: number;
  /** Drawn thicker, above the others. */
  readonly strong?: boolean;
}

export interface ParallelData {
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
  /** What the lines are, at the head of the table. */
  readonly each: string;
  readonly format: (value: number) => string;
}

/** Pixels between two axes that names of options may take. */
const ROOM = 96;

/** Pixels of the names above the axes: every other one stands higher, as neighbors are often longer than the way between them. */
const NAME_GAPS = [12, 28] as const;

export function parallelOption({ axes, lines, format }: ParallelData, theme: ChartTheme): EChartsCoreOption {
  // Labels stand on the lines, which must not strike them through.
  const label = { color: theme.text, fontSize: 11, backgroundColor: theme.surface, padding: [1, 3] };
  const inOrder = lines.toSorted((a, b) => Number(a.strong === true) - Number(b.strong === true));
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    parallel: {
      left: 56,
      right: 88,
      top: 56,
      bottom: 20,
      parallelAxisDefault: {
        nameLocation: 'end',
        nameTextStyle: { color: theme.text, fontSize: 11 },
        nameTruncate: { maxWidth: 120 },
        axisLine: { lineStyle: { color: theme.muted } },
        axisTick: { show: false },
        axisLabel: label,
      },
    },
    parallelAxis: axes.map((axis, dim) => ({
      ...axis,
      dim,
      nameGap: NAME_GAPS[dim % 2],
      ...(axis.type === 'category'
        ? { axisLabel: { ...label, width: ROOM, overflow: 'truncate' } }
        : { scale: true, axisLabel: { ...label, formatter: format } }),
    })),
    series: [
      {
        type: 'parallel',
        smooth: false,
        data: inOrder.map(({ name, values, color, strong }) => ({
          name,
          value: values.map((value) => value ?? '-'),
          lineStyle: strong
            ? { color: theme.series[color % 8], width: 3, opacity: 1 }
            : { color: theme.series[color % 8], width: 1.5, opacity: 0.45 },
        })),
      },
    ],
  };
}

export function parallelTable({ axes, lines, each }: ParallelData): ChartTable {
  return {
    columns: [each, ...axes.map(({ name }) => name)],
    rows: lines.map(({ name, values }) => [name, ...values]),
  };
}

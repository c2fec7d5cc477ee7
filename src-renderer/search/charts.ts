/** @file What the charts of a search draw. */
import type { EChartsCoreOption } from 'echarts/core';
import type { Parameters, Search, SearchTrial } from '../../src-shared/contract.ts';
import type { LineSeries } from '../ui/charts/line-data.ts';
import { type ParallelAxis, parallelOption as drawParallel } from '../ui/charts/parallel.ts';
import type { ChartTable, Value } from '../ui/charts/table.ts';
import type { ChartTheme } from '../ui/charts/theme.ts';

type Dimension = Search['definition']['space'][number];

/** Trials with a value of the first objective, in order. */
export function measuredTrials({
  all,
  objective,
}: Search): readonly (SearchTrial & { readonly value: number })[] {
  return all.flatMap((trial) => {
    const value = trial.measured[objective.metric];
    return value === undefined || trial.state === 'running' || trial.state === 'failed'
      ? []
      : [{ ...trial, value }];
  });
}

/** The best feasible value so far, and every trial's own. */
export function bestSoFarSeries(
  search: Search,
  names: { readonly best: string; readonly each: string },
): readonly LineSeries[] {
  const sign = search.objective.direction === 'minimize' ? 1 : -1;
  const trials = measuredTrials(search);
  let best = Infinity;
  const points = trials.flatMap(({ number, value, feasible }): [number, number][] => {
    if (feasible) best = Math.min(best, sign * value);
    return best === Infinity ? [] : [[number, sign * best]];
  });
  const each = trials.map(({ number, value }): [number, number] => [number, value]);
  return [
    { name: names.best, points },
    { name: names.each, points: each, dashed: true },
  ];
}

/** How a chart writes what it draws. */
export interface TrialWords {
  readonly parameter: (name: string) => string;
  readonly option: (name: string, value: Parameters[string]) => string;
  readonly objective: string;
  readonly trial: string;
  readonly format: (value: number) => string;
  /** The objective is a share of 1. */
  readonly share: boolean;
}

function axisOf(dimension: Dimension, words: TrialWords): ParallelAxis {
  const name = words.parameter(dimension.name);
  if (dimension.kind === 'choice')
    return {
      name,
      type: 'category',
      data: dimension.options.map((one) => words.option(dimension.name, one)),
    };
  const { from, to, scale } = dimension;
  return { name, type: scale === 'logarithmic' ? 'log' : 'value', min: from, max: to };
}

function placeOf(dimension: Dimension, value: Parameters[string] | undefined, words: TrialWords): Value {
  if (value === undefined) return null;
  return dimension.kind === 'choice' ? words.option(dimension.name, value) : Number(value);
}

/** Every trial as a line over its parameters to its objective; the best is drawn last and thicker. */
export function parallelOption(search: Search, words: TrialWords, theme: ChartTheme): EChartsCoreOption {
  const { space } = search.definition;
  return drawParallel(
    {
      axes: [
        ...space.map((dimension) => axisOf(dimension, words)),
        { name: words.objective, type: 'value', ...(words.share && { max: 1 }) },
      ],
      lines: measuredTrials(search).map(({ values, value, best, number }) => ({
        name: `${words.trial} ${number}`,
        values: [...space.map((dimension) => placeOf(dimension, values[dimension.name], words)), value],
        color: best ? 1 : 0,
        strong: best,
      })),
      each: words.trial,
      format: words.format,
    },
    theme,
  );
}

/** The objective over one parameter. */
export function scatterByOption(
  search: Search,
  dimension: Dimension,
  words: TrialWords,
  theme: ChartTheme,
): EChartsCoreOption {
  const label = { color: theme.muted, fontSize: 11, hideOverlap: true };
  const line = { axisLine: { lineStyle: { color: theme.line } }, axisTick: { show: false } };
  const axis = axisOf(dimension, words);
  const points = measuredTrials(search).filter(({ values }) => values[dimension.name] !== undefined);
  const numbers = axis.type === 'category' ? {} : { formatter: words.format };
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    grid: { left: 8, right: 16, top: 12, bottom: 24, containLabel: true },
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
      formatter: ({ name, value }: { name: string; value: readonly [Value, number] }) => {
        const x = typeof value[0] === 'number' ? words.format(value[0]) : value[0];
        return `${name}<br>${axis.name} ${x}<br>${words.objective} ${words.format(value[1])}`;
      },
    },
    xAxis: {
      ...axis,
      ...line,
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: theme.muted, fontSize: 11 },
      axisLabel: { ...label, ...numbers },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      ...(words.share && { max: 1 }),
      axisLabel: { ...label, formatter: words.format },
      splitLine: { lineStyle: { color: theme.line } },
      ...line,
    },
    series: [
      {
        type: 'scatter',
        data: points.map(({ values, value, best, number }) => ({
          name: `${words.trial} ${number}`,
          value: [placeOf(dimension, values[dimension.name], words), value],
          symbol: best ? 'diamond' : 'circle',
          symbolSize: best ? 12 : 7,
          itemStyle: { color: best ? theme.series[1] : theme.series[0], opacity: best ? 1 : 0.7 },
        })),
      },
    ],
  };
}

/** The same as a table: a row a trial. */
export function trialTable(search: Search, words: TrialWords): ChartTable {
  const { space } = search.definition;
  return {
    columns: [words.trial, ...space.map(({ name }) => words.parameter(name)), words.objective],
    rows: measuredTrials(search).map(({ number, values, value }) => [
      number,
      ...space.map((dimension) => placeOf(dimension, values[dimension.name], words)),
      value,
    ]),
  };
}

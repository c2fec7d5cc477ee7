/** @file Curves of runs: which metrics share a chart, live points, smoothing. */
import type { DrawnCurve, Series } from '../../src-shared/contract.ts';
import type { LineSeries } from '../ui/charts/line-data.ts';
import { pointsOf } from '../../src-shared/tracking/points.ts';
import { type Point, smooth } from '../../src-shared/tracking/smoothing.ts';
import { metricNamed, parseMetric } from '../../src-shared/evaluation/metrics.ts';

export { type Point, smooth };
/** The curves of one run, by metric. */
export type Curves = Readonly<Record<string, readonly Point[]>>;

/** The values of one run that are no finite number, by metric: where, and which. */
export type Strange = Readonly<Record<string, Series['notFinite']>>;

/** Curves as they came from the workbench. */
export function curvesOf(series: readonly DrawnCurve[]): Curves {
  return Object.fromEntries(series.map(({ metric, points }) => [metric, pointsOf(points)]));
}

/** What of curves has no height, without those that have none of it. */
export function strangeOf(series: readonly Pick<Series, 'metric' | 'notFinite'>[]): Strange {
  return Object.fromEntries(
    series.flatMap(({ metric, notFinite }) => (notFinite.length > 0 ? [[metric, notFinite]] : [])),
  );
}

export interface MetricPoint {
  readonly metric: string;
  readonly step: number;
  readonly value: number;
}

/** Curves with live points added; points of a step that is already there (a resumed run) replace it. */
export function withPoints(curves: Curves, points: readonly MetricPoint[]): Curves {
  const changed: Record<string, Point[]> = {};
  for (const { metric, step, value } of points) {
    const curve = (changed[metric] ??= [...(curves[metric] ?? [])]);
    while (curve.length && curve.at(-1)![0] >= step) curve.pop();
    curve.push([step, value]);
  }
  return { ...curves, ...changed };
}

/** How many points the longest curve has. */
export function longest(curves: Curves): number {
  return Math.max(0, ...Object.values(curves).map((curve) => curve.length));
}

/** Loss first, then what is evaluated by, then the rest by name, then how training goes. */
const ORDER = ['loss', 'accuracy', 'macroF1', 'r2', 'rmse', 'mae', 'perplexity'];
const LAST = ['learningRate', 'samplesPerSecond'];
/** Whether a logarithmic scale tells more of a metric: errors fall by powers, so their small values matter as much. */
export function isLogarithmic(metric: string): boolean {
  return metricNamed(metric)?.better === 'lower';
}

/** Metrics that share a chart: the same one of different splits (`train.loss`, `validation.loss`). */
export function groupMetrics(
  all: readonly string[],
): readonly { metric: string; names: readonly string[] }[] {
  const groups = Map.groupBy([...new Set(all)].sort(), (name) => parseMetric(name).metric);
  const rank = (metric: string): number => {
    if (LAST.includes(metric)) return ORDER.length + 1 + LAST.indexOf(metric);
    const place = ORDER.indexOf(metric);
    return place < 0 ? ORDER.length : place;
  };
  return [...groups]
    .map(([metric, names]) => ({ metric, names }))
    .sort((a, b) => rank(a.metric) - rank(b.metric) || a.metric.localeCompare(b.metric));
}

export interface NamedRun {
  readonly id: string;
  readonly name: string;
}

export interface ChartOfCurves {
  readonly key: string;
  /** Without its split. */
  readonly metric: string;
  /** Null when its series are splits of one run, else the split all its series share. */
  readonly split: string | null;
  readonly series: readonly LineSeries[];
}

/**
 * The charts of one run (a metric each, with a series for each split) or of several (a metric of a split each, with a
 * series for each run). `splitName` is a split in the reader's language.
 */
export function chartsOf(
  runs: readonly NamedRun[],
  curves: Readonly<Record<string, Curves>>,
  splitName: (split: string) => string,
  strange: Readonly<Record<string, Strange>> = {},
): readonly ChartOfCurves[] {
  const groups = groupMetrics(runs.flatMap(({ id }) => Object.keys(curves[id] ?? {})));
  const [only] = runs;
  if (runs.length === 1 && only) {
    const own = curves[only.id] ?? {};
    return groups.map(({ metric, names }) => ({
      key: metric,
      metric,
      split: null,
      series: names.map((name, i) => ({
        name: splitName(parseMetric(name).split) || metric,
        points: own[name] ?? [],
        color: i,
        notFinite: strange[only.id]?.[name],
      })),
    }));
  }
  return groups.flatMap(({ metric, names }) =>
    names.map((key) => ({
      key,
      metric,
      split: parseMetric(key).split,
      series: runs.map(({ id, name }, i) => ({
        name,
        points: curves[id]?.[key] ?? [],
        color: i,
        notFinite: strange[id]?.[key],
      })),
    })),
  );
}

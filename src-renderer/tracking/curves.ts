/** @file Curves of runs: which measures share a chart, live points, smoothing. */
import type { Series } from '../../src-shared/contract.ts';
import type { LineSeries } from '../ui/charts/line.ts';
import { splitMetric } from '../evaluation/measures.ts';

export type Point = readonly [step: number, value: number];
/** The curves of one run, by metric. */
export type Curves = Readonly<Record<string, readonly Point[]>>;

/** Curves as they came from the workbench. */
export function curvesOf(series: readonly Series[]): Curves {
  return Object.fromEntries(series.map(({ metric, points }) => [metric, points]));
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
/** Measures that fall by powers: their small values matter as much as their large ones. */
const FALLING = ['loss', 'rmse', 'mae', 'perplexity'];

/** Whether a logarithmic scale tells more of a measure. */
export function isLogarithmic(measure: string): boolean {
  return FALLING.includes(measure);
}

/** Metrics that share a chart: those that measure the same at different places (`train.loss`, `validation.loss`). */
export function groupMetrics(
  metrics: readonly string[],
): readonly { measure: string; metrics: readonly string[] }[] {
  const groups = Map.groupBy([...new Set(metrics)].sort(), (metric) => splitMetric(metric).measure);
  const rank = (measure: string): number => {
    if (LAST.includes(measure)) return ORDER.length + 1 + LAST.indexOf(measure);
    const place = ORDER.indexOf(measure);
    return place < 0 ? ORDER.length : place;
  };
  return [...groups]
    .map(([measure, names]) => ({ measure, metrics: names }))
    .sort((a, b) => rank(a.measure) - rank(b.measure) || a.measure.localeCompare(b.measure));
}

/**
 * The exponential moving average with bias correction of Adam (Kingma & Ba 2015, section 3), the same that makes a
 * curve begin at its first value. `weight` from 0 (as it is) to below 1.
 */
export function smooth(points: readonly Point[], weight: number): readonly Point[] {
  if (weight <= 0) return points;
  let mean = 0;
  let correction = 1;
  return points.map(([step, value]) => {
    mean = weight * mean + (1 - weight) * value;
    correction *= weight;
    return [step, mean / (1 - correction)];
  });
}

export interface NamedRun {
  readonly id: string;
  readonly name: string;
}

export interface ChartOfCurves {
  readonly key: string;
  readonly measure: string;
  /** Null when its series are places of one run, else the place all its series share. */
  readonly place: string | null;
  readonly series: readonly LineSeries[];
}

/**
 * The charts of one run (a measure each, with a series for each place) or of several (a metric each, with a series for
 * each run). `placeName` says a place in the reader's language.
 */
export function chartsOf(
  runs: readonly NamedRun[],
  curves: Readonly<Record<string, Curves>>,
  placeName: (place: string) => string,
): readonly ChartOfCurves[] {
  const groups = groupMetrics(runs.flatMap(({ id }) => Object.keys(curves[id] ?? {})));
  const [only] = runs;
  if (runs.length === 1 && only) {
    const own = curves[only.id] ?? {};
    return groups.map(({ measure, metrics }) => ({
      key: measure,
      measure,
      place: null,
      series: metrics.map((metric, i) => ({
        name: placeName(splitMetric(metric).place) || measure,
        points: own[metric] ?? [],
        color: i,
      })),
    }));
  }
  return groups.flatMap(({ measure, metrics }) =>
    metrics.map((metric) => ({
      key: metric,
      measure,
      place: splitMetric(metric).place,
      series: runs.map(({ id, name }, i) => ({ name, points: curves[id]?.[metric] ?? [], color: i })),
    })),
  );
}

/** @file Curves to be drawn: thinned out, along steps, epochs or time. */
import type { CurvesRequest, Series, SeriesRequest } from '../../../src-shared/contract.ts';
import { directionOf } from '../../../src-shared/tracking/directions.ts';
import { valueInWords } from '../../../src-shared/tracking/values.ts';
import { decodePoints } from './codec.ts';
import { joined, type PointColumns } from './columns.ts';
import { largestTriangle } from './downsample.ts';
import type { Points } from './points.ts';
import type { SeriesRow } from './queries.ts';

/** Up to so many points a curve is drawn from all of them, else from the extremes of each block. */
const MOST_WHOLE = 200_000;
/** Values that are no finite number, of one curve. */
const MOST_STRANGE = 1000;

/** How curves are drawn. */
type Drawn = Omit<SeriesRequest, 'run' | 'metrics'>;

export function createCurves(points: Points) {
  const { queries } = points;

  const direction = () => {
    const known = points.directions();
    return (metric: string) => directionOf(metric, known);
  };

  function drawn(series: SeriesRow, { axis, from, to, maxPoints }: Drawn): Omit<Series, 'direction'> {
    const isByStep = axis === 'step';
    const range = {
      ...points.rangeOf(series),
      fromStep: (isByStep ? from : null) ?? null,
      toStep: (isByStep ? to : null) ?? null,
    };
    const isWhole = (queries.pointsIn.get(range) ?? 0) <= MOST_WHOLE;
    const rows = (isWhole ? queries.wholeIn : queries.thinnedIn).all(range).map(decodePoints);
    const curve = rows.length === 0 ? null : joined(rows);
    const { xs, ys, strange } = curve ? alongAxis(curve, { axis, from, to }) : NOTHING;
    return {
      metric: series.metric,
      count: series.points,
      points: largestTriangle(xs, ys, maxPoints).map((place) => [xs[place]!, ys[place]!]),
      notFinite: strange.slice(0, MOST_STRANGE).map(([x, value]) => [x, valueInWords(value)]),
    };
  }

  function seriesOf(
    run: string,
    { metrics, ...asked }: Drawn & Pick<SeriesRequest, 'metrics'>,
    knownDirection: ReturnType<typeof direction>,
  ): Series[] {
    const all = metrics
      ? metrics.flatMap((metric) => queries.series.get(run, metric) ?? [])
      : queries.seriesOf.all(run);
    const known = new Map(all.map((series) => [series.metric, series]));
    return (metrics ?? [...known.keys()]).map((metric) => {
      const series = known.get(metric);
      const own = series ? drawn(series, asked) : { metric, count: 0, points: [], notFinite: [] };
      return { ...own, direction: knownDirection(metric) };
    });
  }

  return {
    /** Curves of at most `maxPoints` points each. */
    series: ({ run, ...asked }: SeriesRequest): Series[] => seriesOf(run, asked, direction()),
    /** The same of many runs. */
    curves({ runs, ...asked }: CurvesRequest): { run: string; series: Series[] }[] {
      const directions = direction();
      return runs.map((run) => ({ run, series: seriesOf(run, asked, directions) }));
    },
    metricNames: (runs: readonly string[]): string[] =>
      [...new Set(runs.flatMap((run) => queries.metricNames.all(run)))].sort(),
  };
}

const NOTHING = { xs: new Float64Array(), ys: new Float64Array(), strange: [] as [number, number][] };

interface Along {
  readonly axis: SeriesRequest['axis'];
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Finite points in order of the axis, those of one place in the order they came; and the others apart. */
function alongAxis(curve: PointColumns, { axis, from = -Infinity, to = Infinity }: Along) {
  const column = { step: curve.steps, epoch: curve.epochs, time: curve.at, relative: curve.at }[axis];
  const start = axis === 'relative' ? column.reduce((least, at) => (at < least ? at : least), Infinity) : 0;
  const [xs, ys]: [number[], number[]] = [[], []];
  const strange: [number, number][] = [];
  for (let i = 0; i < curve.count; i++) {
    const x = axis === 'relative' ? (column[i]! - start) / 1000 : column[i]!;
    const y = curve.values[i]!;
    if (!(x >= from && x <= to)) continue;
    if (!Number.isFinite(y)) strange.push([x, y]);
    else {
      xs.push(x);
      ys.push(y);
    }
  }
  return { ...inOrder(xs, ys), strange: strange.sort(([a], [b]) => a - b) };
}

function inOrder(xs: readonly number[], ys: readonly number[]): { xs: Float64Array; ys: Float64Array } {
  if (xs.every((x, i) => i === 0 || x >= xs[i - 1]!))
    return { xs: Float64Array.from(xs), ys: Float64Array.from(ys) };
  const places = xs.map((_, i) => i).sort((a, b) => xs[a]! - xs[b]! || a - b);
  return {
    xs: Float64Array.from(places, (place) => xs[place]!),
    ys: Float64Array.from(places, (place) => ys[place]!),
  };
}

/** @file Curves to be drawn: thinned out, along steps, epochs or time. */
import type { CurvesRequest, DrawnCurve, Series, SeriesRequest } from '../../../src-shared/contract.ts';
import { directionOf } from '../../../src-shared/tracking/directions.ts';
import { valueInWords } from '../../../src-shared/tracking/values.ts';
import { decodePoints, decodeSteps } from './codec.ts';
import { joined, joinedNumbers } from './columns.ts';
import { largestTriangle } from './downsample.ts';
import { KeptCurves } from './kept-curves.ts';
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

  /** The rows of a curve that reach into a stretch, whole or, of very many points, their extremes. */
  function rowsOf(series: SeriesRow, { axis, from, to }: Drawn): Buffer[] {
    const isByStep = axis === 'step';
    const range = {
      ...points.rangeOf(series),
      fromStep: (isByStep ? from : null) ?? null,
      toStep: (isByStep ? to : null) ?? null,
    };
    const isWhole = series.points <= MOST_WHOLE || (queries.pointsIn.get(range) ?? 0) <= MOST_WHOLE;
    return (isWhole ? queries.wholeIn : queries.thinnedIn).all(range);
  }

  function drawn(series: SeriesRow, asked: Drawn): Omit<Series, 'points' | 'direction'> & { kept: Kept } {
    const { xs, ys, strange } = alongAxis(axisOf(rowsOf(series, asked), asked.axis), asked);
    return {
      metric: series.metric,
      count: series.points,
      kept: { xs, ys, places: largestTriangle(xs, ys, asked.maxPoints) },
      notFinite: strange.slice(0, MOST_STRANGE).map(([x, value]) => [x, valueInWords(value)]),
    };
  }

  function curveOf<Told>(
    { run, metric }: { run: string; metric: string },
    asked: Drawn,
    written: (kept: Kept) => Told,
  ) {
    const series = queries.series.get(run, metric);
    const { kept, ...own } = series ? drawn(series, asked) : { metric, count: 0, kept: NONE, notFinite: [] };
    return { ...own, points: written(kept) };
  }

  const kept = new KeptCurves<Omit<DrawnCurve, 'direction'>>();
  points.onChanged((run, metric) => kept.forget(keyOf(run, metric)));

  function keptCurve(run: string, metric: string, asked: Drawn): Omit<DrawnCurve, 'direction'> {
    const { axis, from, to, maxPoints } = asked;
    const way = [axis, from, to, maxPoints].join(' ');
    return kept.get(keyOf(run, metric), way, () => curveOf({ run, metric }, asked, base64));
  }

  return {
    /** Curves of at most `maxPoints` points each. */
    series({ run, metrics = queries.metricNames.all(run), ...asked }: SeriesRequest): Series[] {
      const known = direction();
      return metrics.map((metric) => ({
        ...curveOf({ run, metric }, asked, pairs),
        direction: known(metric),
      }));
    },
    /** The same of many runs. */
    curves({ runs, metrics, ...asked }: CurvesRequest): { run: string; series: DrawnCurve[] }[] {
      const known = direction();
      const seriesOf = (run: string, metric: string) => ({
        ...keptCurve(run, metric, asked),
        direction: known(metric),
      });
      return runs.map((run) => ({
        run,
        series: (metrics ?? queries.metricNames.all(run)).map((metric) => seriesOf(run, metric)),
      }));
    },
    metricNames: (runs: readonly string[]): string[] =>
      [...new Set(runs.flatMap((run) => queries.metricNames.all(run)))].sort(),
  };
}

/** Points of a curve, and the places of those that are drawn. */
interface Kept {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly places: readonly number[];
}

const NONE: Kept = { xs: new Float64Array(), ys: new Float64Array(), places: [] };

const keyOf = (run: string, metric: string): string => `${run} ${metric}`;

function pairs({ xs, ys, places }: Kept): [number, number][] {
  return places.map((place) => [xs[place]!, ys[place]!]);
}

/** As {@link DrawnCurve} tells them. */
function base64({ xs, ys, places }: Kept): string {
  const points = new Float64Array(2 * places.length);
  places.forEach((place, i) => {
    points[2 * i] = xs[place]!;
    points[2 * i + 1] = ys[place]!;
  });
  return Buffer.from(points.buffer).toString('base64');
}

/** What a curve runs along, and its values. */
interface AxisColumns {
  readonly column: Float64Array;
  readonly values: Float64Array;
}

function axisOf(rows: readonly Buffer[], axis: SeriesRequest['axis']): AxisColumns {
  if (axis === 'step') {
    const parts = rows.map(decodeSteps);
    return {
      column: joinedNumbers(parts.map(({ steps }) => steps)),
      values: joinedNumbers(parts.map(({ values }) => values)),
    };
  }
  const { at, epochs, values } = joined(rows.map(decodePoints));
  return { column: axis === 'epoch' ? epochs : at, values };
}

interface Along {
  readonly axis: SeriesRequest['axis'];
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Finite points in order of the axis, those of one place in the order they came; and the others apart. */
function alongAxis(
  { column, values }: AxisColumns,
  { axis, from = -Infinity, to = Infinity }: Along,
): { xs: Float64Array; ys: Float64Array; strange: [number, number][] } {
  const start = axis === 'relative' ? column.reduce((least, at) => (at < least ? at : least), Infinity) : 0;
  const [xs, ys] = [new Float64Array(column.length), new Float64Array(column.length)];
  const strange: [number, number][] = [];
  let [count, before, isInOrder] = [0, -Infinity, true];
  for (let i = 0; i < column.length; i++) {
    const x = axis === 'relative' ? (column[i]! - start) / 1000 : column[i]!;
    const y = values[i]!;
    if (!(x >= from && x <= to)) continue;
    if (!Number.isFinite(y)) strange.push([x, y]);
    else {
      if (x < before) isInOrder = false;
      before = xs[count] = x;
      ys[count++] = y;
    }
  }
  const points = { xs: xs.subarray(0, count), ys: ys.subarray(0, count) };
  return { ...(isInOrder ? points : inOrder(points)), strange: strange.sort(([a], [b]) => a - b) };
}

function inOrder({ xs, ys }: { xs: Float64Array; ys: Float64Array }) {
  const places = Array.from(xs, (_, i) => i).sort((a, b) => xs[a]! - xs[b]! || a - b);
  return {
    xs: Float64Array.from(places, (place) => xs[place]!),
    ys: Float64Array.from(places, (place) => ys[place]!),
  };
}

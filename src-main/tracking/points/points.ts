/**
 * @file The points of runs. What comes is written as it comes, a row for each curve and call; full rows of {@link ROW_POINTS}
 * are packed. A row of `metric_series` says of each curve what tables show, and is written in the same transaction.
 */
import type { LoggedPoint } from '../../../src-shared/contract.ts';
import type { Direction } from '../../../src-shared/tracking/values.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Store } from '../../platform/store/index.ts';
import { encodePoints, decodePoints } from './codec.ts';
import { between, columnsOf, joined, picked, placesWhere, thinned, type PointColumns } from './columns.ts';
import { preparePointQueries, type SeriesRow } from './queries.ts';

/** Points of a packed row. */
const ROW_POINTS = 4096;
/** Points that a curve may have, so that keys stay exact. */
const MOST_POINTS = 2 ** 30;
const MOST_CURVES = 2 ** 23;
/** A row with fewer points is drawn from its points. */
const FEWEST_THINNED = 1024;

export type Points = ReturnType<typeof openPoints>;

export function openPoints(store: Store) {
  const queries = preparePointQueries(store.db);
  const listeners: ((run: string, metric: string) => void)[] = [];
  const changed = ({ run, metric }: SeriesRow): void =>
    listeners.forEach((listener) => listener(run, metric));

  function rangeOf(
    { number, points }: Pick<SeriesRow, 'number' | 'points'>,
    from = 0,
  ): { from: number; to: number } {
    return { from: number * MOST_POINTS + from, to: number * MOST_POINTS + points };
  }

  function decoded(series: SeriesRow, from = 0): PointColumns {
    return joined([...queries.packedFrom.all(rangeOf(series, from)).map(decodePoints), columnsOf([], NOW)]);
  }

  /** Writes the points from a place of their curve on. @param isFull whether what fills no row is packed as well */
  function write(
    { number, run }: SeriesRow,
    { from, columns, isFull }: { from: number; columns: PointColumns; isFull: boolean },
  ): number {
    let at = 0;
    while (at < columns.count) {
      const left = columns.count - at;
      const part = between(columns, at, at + Math.min(left, ROW_POINTS));
      const isPacked = isFull || part.count === ROW_POINTS;
      queries.addChunk.run({
        key: number * MOST_POINTS + from + at,
        run,
        points: part.count,
        firstStep: part.steps.reduce((least, step) => Math.min(least, step), Infinity),
        lastStep: part.steps.reduce((greatest, step) => Math.max(greatest, step), -Infinity),
        thinned: isPacked && part.count >= FEWEST_THINNED ? encodePoints(thinned(part), true) : null,
        packed: encodePoints(part, isPacked),
      });
      if (!isPacked) return part.count;
      at += part.count;
    }
    return 0;
  }

  function addTo(series: SeriesRow, columns: PointColumns): void {
    const fresh = counted(series, columns);
    let loose = series.loose + columns.count;
    if (loose < ROW_POINTS) write(series, { from: series.points, columns, isFull: false });
    else loose = repack(series, { columns, isFull: false });
    queries[series.points === 0 ? 'addSeries' : 'setSeries'].run({ ...fresh, loose });
    changed(series);
  }

  /** Makes of the loose rows of a curve, and of what comes after them, full ones. @returns how many points stay loose */
  function repack(
    series: SeriesRow,
    { columns, isFull }: { columns: PointColumns; isFull: boolean },
  ): number {
    const from = series.points - series.loose;
    const whole = joined([decoded(series, from), columns]);
    queries.dropChunks.run(rangeOf(series, from));
    return write(series, { from, columns: whole, isFull });
  }

  /** Adds points; the caller holds the transaction. */
  function record(run: string, points: readonly LoggedPoint[]): void {
    for (const [metric, own] of Map.groupBy(points, (point) => point.metric)) {
      const series = queries.series.get(run, metric) ?? fresh(run, metric, nextNumber());
      const from = series.points === 0 ? 0 : series.lastStep + 1;
      addTo(series, columnsOf(own, { from, now: Date.now() }));
    }
  }

  /** @throws AppError `tracking.tooManyCurves` */
  function nextNumber(): number {
    const number = queries.nextSeries.get() ?? 1;
    if (number >= MOST_CURVES) throw new AppError('tracking.tooManyCurves', { count: MOST_CURVES });
    return number;
  }

  /** Packs what is loose of a run that ended. */
  function settle(run: string): void {
    for (const series of queries.seriesOf.all(run)) {
      if (series.loose === 0) continue;
      repack(series, { columns: columnsOf([], NOW), isFull: true });
      queries.setSeries.run({ ...series, loose: 0 });
    }
  }

  /** Forgets the points of greater steps. */
  function rewind(run: string, step: number): void {
    for (const series of queries.seriesOf.all(run)) {
      if ((queries.greatestStep.get(rangeOf(series)) ?? -Infinity) <= step) continue;
      const before = decoded(series);
      const kept = picked(
        before,
        placesWhere(before, (place) => before.steps[place]! <= step),
      );
      drop(series);
      if (kept.count > 0) addTo(fresh(run, series.metric, series.number), kept);
    }
  }

  function drop(series: SeriesRow): void {
    queries.dropChunks.run(rangeOf(series));
    queries.dropSeries.run(series.number);
    changed(series);
  }

  return {
    queries,
    /** Tells of every curve that gets other points, within the transaction that gives it them. */
    onChanged: (listener: (run: string, metric: string) => void): void => void listeners.push(listener),
    record,
    settle,
    rewind,
    /** All points of a run, for good. */
    forget: (run: string) => queries.seriesOf.all(run).forEach(drop),
    /** All points of a curve, a row after another. */
    *rows(run: string, metric: string): Generator<PointColumns> {
      const series = queries.series.get(run, metric);
      if (!series) return;
      const { from, to } = rangeOf(series);
      for (let at = from; at < to;) {
        const [packed] = queries.packedFrom.all({ from: at, to: Math.min(to, at + 1) });
        const columns = decodePoints(packed!);
        yield columns;
        at += columns.count;
      }
    },
    /** A stretch of a curve, and how many points that has. */
    page(run: string, metric: string, { offset, limit }: { offset: number; limit: number }) {
      const series = queries.series.get(run, metric);
      const total = series?.points ?? 0;
      const columns: PointColumns[] = [];
      const end = Math.min(total, offset + limit);
      const base = (series?.number ?? 0) * MOST_POINTS;
      // The row that the first point stands in may begin before it.
      let at = series ? (queries.rowBefore.get({ from: base, to: base + offset }) ?? base) - base : end;
      while (at < end) {
        const part = decodePoints(queries.packedFrom.get({ from: base + at, to: base + at + 1 })!);
        columns.push(between(part, Math.max(0, offset - at), Math.min(part.count, end - at)));
        at += part.count;
      }
      return { columns, total };
    },
    rangeOf,
    seriesOf: (run: string): SeriesRow[] => queries.seriesOf.all(run),
    /** Which way metrics are better, where somebody said so. */
    directions: (): ReadonlyMap<string, Direction> =>
      new Map(queries.directions.all().map(({ metric, direction }) => [metric, direction])),
    setDirection(metric: string, direction: Direction | null): void {
      if (direction === null) queries.dropDirection.run(metric);
      else queries.setDirection.run({ metric, direction });
    },
  };
}

const NOW = { from: 0, now: 0 };

function fresh(run: string, metric: string, number: number): SeriesRow {
  return {
    number,
    run,
    metric,
    points: 0,
    notFinite: 0,
    last: null,
    lastStep: 0,
    lastAt: null,
    least: null,
    leastStep: null,
    greatest: null,
    greatestStep: null,
    loose: 0,
  };
}

/** What a table says of a curve after more points. */
function counted(series: SeriesRow, { count, values, steps, at }: PointColumns): SeriesRow {
  let { notFinite, least, leastStep, greatest, greatestStep } = series;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) notFinite++;
    else {
      if (least === null || value < least) [least, leastStep] = [value, steps[i]!];
      if (greatest === null || value > greatest) [greatest, greatestStep] = [value, steps[i]!];
    }
  }
  const end = count - 1;
  const last = values[end]!;
  const lastAt = at[end]!;
  return {
    ...series,
    points: series.points + count,
    notFinite,
    last: Number.isNaN(last) ? null : last,
    lastStep: steps[end]!,
    lastAt: Number.isNaN(lastAt) ? null : lastAt,
    least,
    leastStep,
    greatest,
    greatestStep,
  };
}

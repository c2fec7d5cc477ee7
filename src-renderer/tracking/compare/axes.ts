/** @file What curves of runs are drawn along, and the mean of a group of them with its band. */
import { meanInterval } from '../../../src-shared/statistics/index.ts';
import type { Point } from '../curves.ts';

export const AXES = ['step', 'epoch', 'relative', 'time'] as const;
export type Axis = (typeof AXES)[number];

export function isAxis(text: string | undefined): text is Axis {
  return AXES.some((axis) => axis === text);
}

export interface Band {
  readonly mean: readonly Point[];
  /** [x, low, high]: the 95 % interval of the mean over the curves. */
  readonly band: readonly (readonly [x: number, low: number, high: number])[];
}

/** How many places of a band are computed. */
const PLACES = 120;

/** The mean of curves where all of them have begun and none has ended, read between points in line. */
export function bandOf(curves: readonly (readonly Point[])[]): Band {
  const drawn = curves.filter((points) => points.length > 0);
  const from = Math.max(...drawn.map((points) => points[0]![0]));
  const to = Math.min(...drawn.map((points) => points.at(-1)![0]));
  if (drawn.length === 0 || from > to) return { mean: [], band: [] };
  const inside = [...new Set(drawn.flatMap((points) => points.map(([x]) => x)))]
    .filter((x) => x >= from && x <= to)
    .sort((a, b) => a - b);
  const every = Math.max(1, inside.length / PLACES);
  const places = Array.from(
    { length: Math.ceil(inside.length / every) },
    (_, at) => inside[Math.floor(at * every)]!,
  );
  if (places.at(-1) !== inside.at(-1)) places.push(inside.at(-1)!);
  const mean: Point[] = [];
  const band: (readonly [number, number, number])[] = [];
  for (const x of places) {
    const values = drawn.map((points) => valueAt(points, x));
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const interval = meanInterval(values);
    mean.push([x, average]);
    band.push(interval.applies ? [x, interval.low, interval.high] : [x, average, average]);
  }
  return { mean, band };
}

/** A curve at x, between its points in line. */
export function valueAt(points: readonly Point[], x: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const mid = (low + high) >> 1;
    if (points[mid]![0] < x) low = mid + 1;
    else high = mid;
  }
  const after = points[low]!;
  const before = points[low - 1];
  if (!before || after[0] === x) return after[1];
  const share = (x - before[0]) / (after[0] - before[0]);
  return before[1] + share * (after[1] - before[1]);
}

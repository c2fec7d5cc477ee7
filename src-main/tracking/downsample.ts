/** @file Fewer points that look like all of them. */

export type Point = readonly [step: number, value: number];

/**
 * Largest-Triangle-Three-Buckets: keeps the first and the last point and, from each of `size - 2` equal buckets between,
 * the point that spans the largest triangle with the point kept before and the mean of the bucket after.
 *
 * Source: S. Steinarsson, "Downsampling Time Series for Visual Representation", University of Iceland, 2013.
 *
 * @param points in order of step
 * @param size how many points to keep, at least 3
 */
export function largestTriangleThreeBuckets(points: readonly Point[], size: number): readonly Point[] {
  if (points.length <= size) return points;
  const width = (points.length - 2) / (size - 2);
  const edge = (bucket: number): number => Math.floor(bucket * width) + 1;
  const kept: Point[] = [points[0]!];
  for (let bucket = 0; bucket < size - 2; bucket++) {
    const after = mean(points.slice(edge(bucket + 1), Math.min(edge(bucket + 2), points.length)));
    kept.push(farthest(points.slice(edge(bucket), edge(bucket + 1)), kept.at(-1)!, after));
  }
  return [...kept, points.at(-1)!];
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce(([x, y], [step, value]) => [x + step, y + value] as const, [0, 0] as const);
  return [sum[0] / points.length, sum[1] / points.length];
}

function farthest(candidates: readonly Point[], [x1, y1]: Point, [x2, y2]: Point): Point {
  const area = ([x, y]: Point): number => Math.abs((x1 - x2) * (y - y1) - (x1 - x) * (y2 - y1));
  return candidates.reduce((best, point) => (area(point) > area(best) ? point : best));
}

/** @file Fewer points that look like all of them. */

/**
 * Largest-Triangle-Three-Buckets: keeps the first and the last point and, from each of `size - 2` equal buckets between,
 * the point that spans the largest triangle with the point kept before and the mean of the bucket after.
 *
 * Source: S. Steinarsson, "Downsampling Time Series for Visual Representation", University of Iceland, 2013.
 *
 * @param xs in order
 * @param size how many points to keep, at least 3
 * @returns the places of those that are kept
 */
export function largestTriangle(xs: Float64Array, ys: Float64Array, size: number): number[] {
  const count = xs.length;
  if (count <= size) return Array.from(xs, (_, place) => place);
  const width = (count - 2) / (size - 2);
  const edge = (bucket: number): number => Math.min(count, Math.floor(bucket * width) + 1);
  const kept = [0];
  for (let bucket = 0; bucket < size - 2; bucket++) {
    const [start, end, next] = [edge(bucket), edge(bucket + 1), edge(bucket + 2)];
    const before = kept.at(-1)!;
    const [x1, y1, x2, y2] = [xs[before]!, ys[before]!, mean(xs, end, next), mean(ys, end, next)];
    let [best, largest] = [start, -1];
    for (let i = start; i < end; i++) {
      const area = Math.abs((x1 - x2) * (ys[i]! - y1) - (x1 - xs[i]!) * (y2 - y1));
      if (area > largest) [best, largest] = [i, area];
    }
    kept.push(best);
  }
  return [...kept, count - 1];
}

function mean(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i]!;
  return sum / (end - start);
}

/**
 * @file Exponential smoothing: the moving average with bias correction of Adam (Kingma & Ba 2015, section 3), the same that
 * makes a curve begin at its first value. A weight is from 0 (as it is) to below 1.
 */

export type Point = readonly [x: number, value: number];

/** A curve of smoothed values. */
export function smooth(points: readonly Point[], weight: number): readonly Point[] {
  if (weight <= 0) return points;
  let mean = 0;
  let correction = 1;
  return points.map(([x, value]) => {
    mean = weight * mean + (1 - weight) * value;
    correction *= weight;
    return [x, mean / (1 - correction)];
  });
}

/** The last value of {@link smooth}; undefined of no values. */
export function smoothedLast(values: ArrayLike<number>, weight: number): number | undefined {
  let mean = 0;
  let correction = 1;
  for (let i = 0; i < values.length; i++) {
    mean = weight * mean + (1 - weight) * values[i]!;
    correction *= weight;
  }
  return values.length === 0 ? undefined : mean / (1 - correction);
}

/** So many values at the end decide the last smoothed one: all before them change it by less than a number can hold. */
export function valuesThatCount(weight: number): number {
  return weight <= 0 ? 1 : Math.ceil((-53 * Math.LN2) / Math.log(weight)) + 1;
}

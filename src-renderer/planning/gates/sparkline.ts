/** @file A trend as a small line: the points of an SVG, by the order of the readings. */

export interface Spark {
  /** `points` of a polyline. */
  readonly points: string;
  readonly last: readonly [x: number, y: number];
  /** Where the goal lies. */
  readonly goal: number;
}

export interface SparkSize {
  readonly width: number;
  readonly height: number;
}

/** Null for fewer than two numbers: one reading is no trend. */
export function sparkOf(values: readonly number[], goal: number, { width, height }: SparkSize): Spark | null {
  if (values.length < 2) return null;
  const low = Math.min(...values, goal);
  const high = Math.max(...values, goal);
  const margin = 2;
  const yOf = (value: number) => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return Math.round((margin + (1 - share) * (height - 2 * margin)) * 10) / 10;
  };
  const xOf = (i: number) =>
    Math.round((margin + (i / (values.length - 1)) * (width - 2 * margin)) * 10) / 10;
  const places = values.map((value, i) => [xOf(i), yOf(value)] as const);
  return { points: places.map(([x, y]) => `${x},${y}`).join(' '), last: places.at(-1)!, goal: yOf(goal) };
}

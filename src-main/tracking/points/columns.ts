/** @file Points of one curve in columns, in the order in which they came. */
import type { LoggedPoint } from '../../../src-shared/contract.ts';

export interface StepColumns {
  readonly count: number;
  readonly steps: Float64Array;
  /** NaN and ±Infinity as they were logged. */
  readonly values: Float64Array;
}

export interface PointColumns extends StepColumns {
  /** Milliseconds since 1970; NaN where it is not known. */
  readonly at: Float64Array;
  /** NaN where there is none. */
  readonly epochs: Float64Array;
}

const COLUMNS = ['steps', 'values', 'at', 'epochs'] as const;

function mapColumns(count: number, column: (name: (typeof COLUMNS)[number]) => Float64Array): PointColumns {
  return {
    count,
    steps: column('steps'),
    values: column('values'),
    at: column('at'),
    epochs: column('epochs'),
  };
}

export function emptyColumns(count: number): PointColumns {
  return mapColumns(count, () => new Float64Array(count));
}

/** @param from the step of a point without one: each is one after the point before */
export function columnsOf(
  points: readonly LoggedPoint[],
  { from, now }: { from: number; now: number },
): PointColumns {
  const columns = emptyColumns(points.length);
  let step = from;
  points.forEach((point, i) => {
    step = point.step ?? step;
    columns.steps[i] = step++;
    columns.values[i] = point.value;
    columns.at[i] = (point.at === undefined ? now : point.at) ?? NaN;
    columns.epochs[i] = point.epoch ?? NaN;
  });
  return columns;
}

export function joined(parts: readonly PointColumns[]): PointColumns {
  if (parts.length === 1) return parts[0]!;
  return mapColumns(
    parts.reduce((sum, { count }) => sum + count, 0),
    (name) => joinedNumbers(parts.map((part) => part[name])),
  );
}

export function joinedNumbers(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Points from `start` up to before `end`. */
export function between(columns: PointColumns, start: number, end: number): PointColumns {
  return mapColumns(end - start, (name) => columns[name].subarray(start, end));
}

/** The points at these places, in their order. */
export function picked(columns: PointColumns, places: ArrayLike<number>): PointColumns {
  return mapColumns(places.length, (name) =>
    Float64Array.from(places, (place) => columns[name][place] ?? NaN),
  );
}

/** The places of points for which something holds. */
export function placesWhere({ count }: PointColumns, holds: (place: number) => boolean): number[] {
  const places: number[] = [];
  for (let i = 0; i < count; i++) if (holds(i)) places.push(i);
  return places;
}

/** Points of a block that stand for it: its least and greatest finite value, and its first that is none, in order. */
const BLOCK = 256;

/** The extremes of each {@link BLOCK} points: what a drawing of very many points needs, a hundredth of them. */
export function thinned(columns: PointColumns): PointColumns {
  const places: number[] = [];
  for (let start = 0; start < columns.count; start += BLOCK)
    places.push(...extremes(columns.values, start, Math.min(start + BLOCK, columns.count)));
  return picked(columns, places);
}

function extremes(values: Float64Array, start: number, end: number): number[] {
  let [least, greatest, strange] = [-1, -1, -1];
  for (let i = start; i < end; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      if (strange < 0) strange = i;
      continue;
    }
    if (least < 0 || value < values[least]!) least = i;
    if (greatest < 0 || value > values[greatest]!) greatest = i;
  }
  return [...new Set([least, greatest, strange])].filter((place) => place >= 0).sort((a, b) => a - b);
}

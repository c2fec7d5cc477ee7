/** @file Parts of answers from numbers of a file: boxes, polygons, keypoints, masks and spans, or why not. */
import type { Attributes } from './attributes.ts';
import { boundsOfRings } from '../../../../src-shared/labeling/geometry/polygon.ts';
import { areOfSize, canonicalRuns, type Runs } from '../../../../src-shared/labeling/geometry/runs.ts';
import type { Region, Span } from '../../../../src-shared/labeling/tasks/values.ts';
import { coordinateIn, inRange, numberIn, sideIn } from './fields.ts';
import { shown, type Refusing } from './report.ts';

export const MOST_PARTS = 20_000;
/** Memory for one mask as a bitmap. */
export const MOST_PIXELS = 100_000_000;
const MOST_COUNTS = 4_000_000;
const MOST_PLACES = 200_000;
export const MOST_OUTLINES = 1000;
const MOST_POINTS = 200;
const MOST_SIZE = 1e6;

/** Places that were computed have no more digits than this: the rest is noise of floating point. */
export const rounded = (place: number): number => Math.round(place * 1e6) / 1e6 + 0;

export type BoxShape = Omit<Extract<Region, { shape: 'box' }>, 'id' | 'label' | 'attributes'>;
export type PolygonShape = Omit<Extract<Region, { shape: 'polygon' }>, 'id' | 'label' | 'attributes'>;
export type KeypointsShape = Omit<Extract<Region, { shape: 'keypoints' }>, 'id' | 'label' | 'attributes'>;
export type MaskShape = Omit<Extract<Region, { shape: 'mask' }>, 'id' | 'label' | 'attributes'>;
export type Shape = BoxShape | PolygonShape | KeypointsShape | MaskShape;

/** x, y, width, height and the angle around the middle. */
export type BoxNumbers = readonly [x: number, y: number, width: number, height: number, rotation?: number];

export function boxIn(
  refusing: Refusing,
  field: string,
  numbers: readonly (number | null)[],
): BoxShape | null {
  const [x, y] = [
    coordinateIn(refusing, field, numbers[0] ?? null),
    coordinateIn(refusing, field, numbers[1] ?? null),
  ];
  const [width, height, rotation] = [numbers[2] ?? null, numbers[3] ?? null, numbers[4] ?? 0];
  if (x === null || y === null || width === null || height === null) return null;
  if (!(width > 0 && height > 0))
    return refusing.refuse('labeling.annotationNoArea', field, { value: shown(`${width} × ${height}`) });
  const most = { least: 0, most: MOST_SIZE };
  if (inRange(refusing, field, width, most) === null || inRange(refusing, field, height, most) === null)
    return null;
  if (inRange(refusing, field, rotation, { least: -360, most: 360 }) === null) return null;
  return { shape: 'box', x, y, width, height, rotation };
}

/** A place that was computed. */
export const coordinateOf = (refusing: Refusing, field: string, place: number | null): number | null =>
  coordinateIn(refusing, field, place === null ? null : rounded(place));

/** Takes away last corners that are the first again. */
export function openRing(ring: number[]): number[] {
  while (ring.length > 2 && ring[0] === ring.at(-2) && ring[1] === ring.at(-1)) ring.splice(-2);
  return ring;
}

/** x, y, x, y …; a last corner that is the first again is left away. */
export function ringIn(refusing: Refusing, field: string, places: readonly unknown[]): number[] | null {
  if (places.length % 2 !== 0) return refusing.wrongType(field, places.slice(0, 8), '[x, y, x, y, …]');
  if (places.length > MOST_PLACES)
    return refusing.refuse('labeling.annotationTooLarge', field, { value: places.length, most: MOST_PLACES });
  const ring: number[] = [];
  for (const [i, place] of places.entries()) {
    const number = coordinateIn(refusing, `${field}[${i}]`, numberIn(refusing, `${field}[${i}]`, place));
    if (number === null) return null;
    ring.push(number);
  }
  const bounds = boundsOfRings([openRing(ring)]);
  if (ring.length < 6 || !bounds || bounds.left === bounds.right || bounds.top === bounds.bottom)
    return refusing.refuse('labeling.annotationNoArea', field, { value: shown(ring.slice(0, 8)) });
  return ring;
}

export function polygonIn(
  refusing: Refusing,
  field: string,
  rings: readonly (readonly unknown[])[],
): PolygonShape | null {
  if (rings.length > MOST_OUTLINES)
    return refusing.refuse('labeling.annotationTooLarge', field, {
      value: rings.length,
      most: MOST_OUTLINES,
    });
  const outlines: { ring: number[]; holes: number[][] }[] = [];
  for (const [i, places] of rings.entries()) {
    const ring = ringIn(refusing, rings.length > 1 ? `${field}[${i}]` : field, places);
    if (ring === null) return null;
    outlines.push({ ring, holes: [] });
  }
  return outlines.length === 0
    ? refusing.wrongType(field, rings, '[[x, y, …]]')
    : { shape: 'polygon', outlines };
}

type Point = KeypointsShape['points'][number];

/** @param points each with x, y and how it is seen: 0 not in the image, 1 hidden, 2 visible */
export function keypointsIn(
  refusing: Refusing,
  field: string,
  points: readonly (readonly [x: unknown, y: unknown, seen: unknown])[],
): KeypointsShape | null {
  if (points.length > MOST_POINTS)
    return refusing.refuse('labeling.annotationTooLarge', field, { value: points.length, most: MOST_POINTS });
  const all: Point[] = [];
  for (const [i, [x, y, seen]] of points.entries()) {
    const at = `${field}[${i}]`;
    if (seen !== 0 && seen !== 1 && seen !== 2) return refusing.wrongType(at, seen, '0 / 1 / 2');
    if (seen === 0) {
      all.push(null);
      continue;
    }
    const [px, py] = [x, y].map((place) => coordinateIn(refusing, at, numberIn(refusing, at, place)));
    if (px === null || px === undefined || py === null || py === undefined) return null;
    all.push({ x: px, y: py, visible: seen === 2 });
  }
  return { shape: 'keypoints', points: all };
}

export function maskIn(refusing: Refusing, field: string, runs: Runs): MaskShape | null {
  const size = maskSizeIn(refusing, field, runs.width, runs.height);
  if (size === null) return null;
  if (!areOfSize(runs))
    return refusing.refuse('labeling.annotationBadMask', field, { value: `${runs.width} × ${runs.height}` });
  const { counts } = canonicalRuns(runs);
  if (counts.length > MOST_COUNTS)
    return refusing.refuse('labeling.annotationTooLarge', field, { value: counts.length, most: MOST_COUNTS });
  return { shape: 'mask', width: runs.width, height: runs.height, counts: [...counts] };
}

/** The size of a mask, before memory is given to it. */
export function maskSizeIn(
  refusing: Refusing,
  field: string,
  width: unknown,
  height: unknown,
): { width: number; height: number } | null {
  const [w, h] = [sideIn(refusing, field, width), sideIn(refusing, field, height)];
  if (w === null || h === null) return null;
  if (w * h > MOST_PIXELS)
    return refusing.refuse('labeling.annotationBadMask', field, { value: `${w} × ${h}` });
  return { width: w, height: h };
}

/** Offsets of a text in code points, as Python counts them, and in UTF-16 units. */
export class CodePoints {
  readonly #text: string;
  /** Units before each code point; null where the two are the same. */
  readonly #units: Uint32Array | null;
  readonly #length: number;

  constructor(text: string) {
    this.#text = text;
    let pairs = 0;
    for (let i = 0; i < text.length; i++) if (isPair(text, i)) pairs++;
    this.#length = text.length - pairs;
    this.#units = pairs === 0 ? null : new Uint32Array(this.#length + 1);
    if (this.#units) {
      let point = 0;
      for (let i = 0; i < text.length; i += isPair(text, i) ? 2 : 1) this.#units[point++] = i;
      this.#units[point] = text.length;
    }
  }

  get length(): number {
    return this.#length;
  }

  /** Units before a code point. */
  units(point: number): number {
    return this.#units ? this.#units[point]! : point;
  }

  /** Code points before a unit that no pair is cut at. */
  points(unit: number): number {
    if (!this.#units) return unit;
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#units[middle]! < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether a place of units lies inside of a character. */
  cuts(unit: number): boolean {
    return unit > 0 && isPair(this.#text, unit - 1);
  }
}

const isPair = (text: string, at: number): boolean => {
  const [high, low] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
};

export interface SpanPlace {
  readonly start: number;
  readonly end: number;
}

/** A place in a text, in units, of offsets in code points or in units. */
export function spanIn(
  refusing: Refusing,
  field: string,
  { start, end, text, unit }: { start: unknown; end: unknown; text: CodePoints; unit: 'point' | 'utf16' },
): SpanPlace | null {
  const [from, to] = [numberIn(refusing, field, start), numberIn(refusing, field, end)];
  if (from === null || to === null) return null;
  const length = unit === 'point' ? text.length : text.units(text.length);
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || from >= to || to > length)
    return refusing.refuse('labeling.annotationOffsets', field, { start: from, end: to, length });
  if (unit === 'point') return { start: text.units(from), end: text.units(to) };
  if (text.cuts(from) || text.cuts(to)) return refusing.refuse('labeling.annotationHalfCharacter', field);
  return { start: from, end: to };
}

export const span = (id: string, place: SpanPlace, label: string, attributes: Attributes = {}): Span => ({
  id,
  start: place.start,
  end: place.end,
  label,
  attributes,
});

export const region = (id: string, shape: Shape, label: string, attributes: Attributes = {}): Region => ({
  ...shape,
  id,
  label,
  attributes,
});

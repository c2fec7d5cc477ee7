/** @file What is asked of a region of whatever shape: its bounds, its area, whether a point lies on it, and moving it. Pure. */
import { cornersOf, uprightOf } from '../../../../src-shared/labeling/geometry/box.ts';
import {
  areaOf,
  boundsOfRings,
  isInside,
  type Bounds,
  type Outline,
} from '../../../../src-shared/labeling/geometry/polygon.ts';
import { areaOfRuns, boxOfRuns } from '../../../../src-shared/labeling/geometry/runs.ts';
import type { Shape } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
/** A region of one shape. */
export type Of<Kind extends Shape> = Extract<Region, { shape: Kind }>;

/** Coordinates are kept to a thousandth of a pixel, so that corners that look the same are the same. */
export const tidy = (value: number): number => Math.round(value * 1000) / 1000;

type Asked<Answer> = { readonly [Kind in Shape]: (region: Of<Kind>) => Answer };
/** What a total table says of a region. */
function byShape<Answer>(table: Asked<Answer>, region: Region): Answer {
  return (table[region.shape] as (region: Region) => Answer)(region);
}

/** The rings of outlines, holes among them. */
export const ringsOf = (outlines: readonly Outline[]): (readonly number[])[] =>
  outlines.flatMap(({ ring, holes }) => [ring, ...holes]);

const NOWHERE: Bounds = { left: 0, top: 0, right: 0, bottom: 0 };
const BOUNDS: Asked<Bounds> = {
  box(box) {
    const { x, y, width, height } = uprightOf(box);
    return { left: x, top: y, right: x + width, bottom: y + height };
  },
  polygon: ({ outlines }) => boundsOfRings(ringsOf(outlines)) ?? NOWHERE,
  keypoints: ({ points }) => boundsOfRings([pointsSet(points).flatMap(({ x, y }) => [x, y])]) ?? NOWHERE,
  mask(mask) {
    const box = boxOfRuns(mask);
    return box ? { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height } : NOWHERE;
  },
};
const bounds = new WeakMap<Region, Bounds>();

/** The upright box around a region. Regions are never changed in place, so it is found once. */
export function boundsOf(region: Region): Bounds {
  const known = bounds.get(region);
  if (known) return known;
  const found = byShape(BOUNDS, region);
  bounds.set(region, found);
  return found;
}

const AREAS: Asked<number> = {
  box: ({ width, height }) => width * height,
  polygon: ({ outlines }) => areaOf(outlines),
  keypoints(region) {
    const { left, top, right, bottom } = boundsOf(region);
    return (right - left) * (bottom - top);
  },
  mask: areaOfRuns,
};
const areas = new WeakMap<Region, number>();

/** In square pixels; of keypoints the box around them. */
export function areaOfRegion(region: Region): number {
  const known = areas.get(region) ?? byShape(AREAS, region);
  areas.set(region, known);
  return known;
}

/** Those keypoints that are in the image. */
export const pointsSet = <Point>(points: readonly (Point | null)[]): Point[] =>
  points.filter((point) => point !== null);

/** Whether a place lies on a region, or no more than `near` pixels from a line or point of it. */
export function isAt(region: Region, place: Place, near: number): boolean {
  return byShape<boolean>(
    {
      box: (box) => {
        const ring = cornersOf(box);
        return isInside([{ ring, holes: [] }], place.x, place.y) || distanceToRing(ring, place) <= near;
      },
      polygon: ({ outlines }) =>
        isInside(outlines, place.x, place.y) ||
        ringsOf(outlines).some((ring) => distanceToRing(ring, place) <= near),
      keypoints: ({ points }) => {
        const { left, top, right, bottom } = boundsOf(region);
        const within = place.x >= left && place.x <= right && place.y >= top && place.y <= bottom;
        return within || pointsSet(points).some(({ x, y }) => Math.hypot(x - place.x, y - place.y) <= near);
      },
      mask: (mask) => isOn(mask, place),
    },
    region,
  );
}

function isOn({ width, height, counts }: Of<'mask'>, { x, y }: Place): boolean {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) return false;
  const place = column * height + row;
  let at = 0;
  for (const [i, count] of counts.entries()) {
    at += count;
    if (place < at) return i % 2 === 1;
  }
  return false;
}

/** How far a place is from the nearest edge of a ring. */
export function distanceToRing(ring: readonly number[], place: Place): number {
  return nearestEdge(ring, place).distance;
}

/** The edge of a ring that is nearest to a place, by the number of the corner that it ends at. */
export function nearestEdge(
  ring: readonly number[],
  { x, y }: Place,
): { readonly before: number; readonly distance: number; readonly at: Place } {
  let best = { before: 0, distance: Infinity, at: { x, y } };
  const corners = ring.length >> 1;
  for (let i = 0, j = corners - 1; i < corners; j = i++) {
    const [x1, y1, x2, y2] = [ring[2 * j]!, ring[2 * j + 1]!, ring[2 * i]!, ring[2 * i + 1]!];
    const [dx, dy] = [x2 - x1, y2 - y1];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
    const at = { x: x1 + share * dx, y: y1 + share * dy };
    const distance = Math.hypot(at.x - x, at.y - y);
    if (distance < best.distance) best = { before: i, distance, at };
  }
  return best;
}

/** A region so many pixels further. A mask moves by whole pixels, and what leaves the image is cut off. */
export function shifted(region: Region, { x: dx, y: dy }: Place): Region {
  const ring = (places: readonly number[]): number[] =>
    places.map((place, i) => tidy(place + (i % 2 === 0 ? dx : dy)));
  return byShape<Region>(
    {
      box: (box) => ({ ...box, x: tidy(box.x + dx), y: tidy(box.y + dy) }),
      polygon: (polygon) => ({
        ...polygon,
        outlines: polygon.outlines.map((each) => ({ ring: ring(each.ring), holes: each.holes.map(ring) })),
      }),
      keypoints: (body) => ({
        ...body,
        points: body.points.map(
          (point) => point && { ...point, x: tidy(point.x + dx), y: tidy(point.y + dy) },
        ),
      }),
      mask: (mask) => ({
        ...mask,
        counts: shiftedCounts(mask, Math.round(dx) * mask.height + Math.round(dy)),
      }),
    },
    region,
  );
}

/** @param by places by columns; the caller keeps what is on within the image */
function shiftedCounts({ width, height, counts }: Of<'mask'>, by: number): number[] {
  const moved = [...counts];
  const all = width * height;
  moved[0] = (moved[0] ?? all) + by;
  if (moved.length % 2 === 0) moved.push(0);
  moved[moved.length - 1]! -= by;
  const bad = moved.some((count) => count < 0);
  return bad ? [...counts] : moved;
}

/** How far regions may go towards where they are asked to, so that their bounds stay within the image. */
export function allowedMove(regions: readonly Region[], by: Place, { width, height }: Size): Place {
  let [x, y] = [by.x, by.y];
  for (const region of regions) {
    const { left, top, right, bottom } = boundsOf(region);
    x = within(x, -left, width - right);
    y = within(y, -top, height - bottom);
  }
  return { x, y };
}

/** What is out of the image already may come back, and goes no further out. */
const within = (by: number, least: number, most: number): number =>
  Math.min(Math.max(by, Math.min(0, least)), Math.max(0, most));

/** A place within the image, to a thousandth of a pixel. */
export function inside({ x, y }: Place, { width, height }: Size): Place {
  return { x: tidy(Math.min(width, Math.max(0, x))), y: tidy(Math.min(height, Math.max(0, y))) };
}

/** The least area of a box or polygon that is kept, in square pixels, and the least length of a side of a box. */
export const LEAST_AREA = 0.01;
export const LEAST_SIDE = 0.1;

/** Whether a region can be kept: all of its numbers are numbers, and it covers something. */
export function isSound(region: Region): boolean {
  return byShape<boolean>(
    {
      box: ({ x, y, width, height, rotation }) =>
        areFinite([x, y, width, height, rotation]) && width >= LEAST_SIDE && height >= LEAST_SIDE,
      polygon: ({ outlines }) =>
        outlines.length > 0 &&
        ringsOf(outlines).every((ring) => ring.length >= 6 && areFinite(ring)) &&
        areaOf(outlines) >= LEAST_AREA,
      keypoints: ({ points }) => {
        const set = pointsSet(points);
        return set.length > 0 && areFinite(set.flatMap(({ x, y }) => [x, y]));
      },
      mask: (mask) => areFinite(mask.counts) && areaOfRuns(mask) > 0,
    },
    region,
  );
}

const areFinite = (numbers: readonly number[]): boolean => numbers.every(Number.isFinite);

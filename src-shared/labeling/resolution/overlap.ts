/** @file How far two regions cover each other: intersection over union, whatever their shapes. Pure. */
import type { Region } from '../tasks/values.ts';

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Points across and down that two shapes are compared at where they are not both upright boxes. */
const GRID = 256;

/**
 * Intersection over union, from 0 to 1. Of two upright boxes it is exact; of other shapes it is counted on a grid of
 * 256 x 256 points over both. Keypoints cover the box around their points.
 */
export function intersectionOverUnion(a: Region, b: Region): number {
  const [first, second] = [boundsOf(a), boundsOf(b)];
  const left = Math.max(first.left, second.left);
  const top = Math.max(first.top, second.top);
  const width = Math.min(first.right, second.right) - left;
  const height = Math.min(first.bottom, second.bottom) - top;
  if (width <= 0 || height <= 0) return 0;
  if (isUpright(a) && isUpright(b)) {
    const shared = width * height;
    return shared / (areaOf(first) + areaOf(second) - shared);
  }
  return onGrid(a, b, around(first, second));
}

function onGrid(a: Region, b: Region, { left, top, right, bottom }: Bounds): number {
  const [inA, inB] = [coverOf(a), coverOf(b)];
  let [shared, all] = [0, 0];
  for (let row = 0; row < GRID; row++) {
    const y = top + ((row + 0.5) / GRID) * (bottom - top);
    for (let column = 0; column < GRID; column++) {
      const x = left + ((column + 0.5) / GRID) * (right - left);
      const [first, second] = [inA(x, y), inB(x, y)];
      if (first || second) all++;
      if (first && second) shared++;
    }
  }
  return all === 0 ? 0 : shared / all;
}

const isUpright = (region: Region): boolean =>
  region.shape === 'keypoints' || (region.shape === 'box' && region.rotation % 180 === 0);

const areaOf = ({ left, top, right, bottom }: Bounds): number => (right - left) * (bottom - top);

const around = (a: Bounds, b: Bounds): Bounds => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});

/** The upright box around a region, in pixels. */
export function boundsOf(region: Region): Bounds {
  switch (region.shape) {
    case 'box':
      return boxBounds(region);
    case 'polygon':
      return boundsOfPoints(region.outlines.flatMap(({ ring }) => pointsOf(ring)));
    case 'keypoints':
      return boundsOfPoints(region.points.flatMap((point) => (point === null ? [] : [[point.x, point.y]])));
    case 'mask':
      return maskBounds(region);
  }
}

function boxBounds({ x, y, width, height, rotation }: Extract<Region, { shape: 'box' }>): Bounds {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [halfWidth, halfHeight] = [(width * cos + height * sin) / 2, (width * sin + height * cos) / 2];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return {
    left: middleX - halfWidth,
    top: middleY - halfHeight,
    right: middleX + halfWidth,
    bottom: middleY + halfHeight,
  };
}

function pointsOf(ring: readonly number[]): number[][] {
  const points: number[][] = [];
  for (let at = 0; at + 1 < ring.length; at += 2) points.push([ring[at]!, ring[at + 1]!]);
  return points;
}

function boundsOfPoints(points: readonly (readonly number[])[]): Bounds {
  if (points.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x!);
    top = Math.min(top, y!);
    right = Math.max(right, x!);
    bottom = Math.max(bottom, y!);
  }
  return { left, top, right, bottom };
}

type Mask = Extract<Region, { shape: 'mask' }>;

/** Each run of pixels that are on: from one place, in columns from the upper left, up to another. */
function* runsOf({ counts }: Mask): Generator<readonly [from: number, to: number]> {
  let at = 0;
  for (const [i, count] of counts.entries()) {
    if (i % 2 === 1 && count > 0) yield [at, at + count];
    at += count;
  }
}

function maskBounds(mask: Mask): Bounds {
  const { height } = mask;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [from, to] of runsOf(mask)) {
    const [first, last] = [Math.floor(from / height), Math.floor((to - 1) / height)];
    left = Math.min(left, first);
    right = Math.max(right, last + 1);
    // A run over more than one column reaches the lower edge of one and the upper of the next.
    top = Math.min(top, first === last ? from % height : 0);
    bottom = Math.max(bottom, first === last ? ((to - 1) % height) + 1 : height);
  }
  return left === Infinity ? { left: 0, top: 0, right: 0, bottom: 0 } : { left, top, right, bottom };
}

type Cover = (x: number, y: number) => boolean;

function coverOf(region: Region): Cover {
  switch (region.shape) {
    case 'box':
      return coverOfBox(region);
    case 'polygon':
      return (x, y) =>
        region.outlines.some(
          ({ ring, holes }) => isInside(ring, x, y) && !holes.some((hole) => isInside(hole, x, y)),
        );
    case 'keypoints': {
      const { left, top, right, bottom } = boundsOf(region);
      return (x, y) => x >= left && x <= right && y >= top && y <= bottom;
    }
    case 'mask':
      return coverOfMask(region);
  }
}

function coverOfBox({ x, y, width, height, rotation }: Extract<Region, { shape: 'box' }>): Cover {
  const angle = (-rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return (atX, atY) => {
    const [dx, dy] = [atX - middleX, atY - middleY];
    return Math.abs(dx * cos - dy * sin) <= width / 2 && Math.abs(dx * sin + dy * cos) <= height / 2;
  };
}

/** By the even-odd rule: a ray to the left crosses the ring an odd number of times. */
function isInside(ring: readonly number[], x: number, y: number): boolean {
  let inside = false;
  let [beforeX, beforeY] = [ring.at(-2)!, ring.at(-1)!];
  for (let at = 0; at + 1 < ring.length; at += 2) {
    const [atX, atY] = [ring[at]!, ring[at + 1]!];
    if (atY > y !== beforeY > y && x < ((beforeX - atX) * (y - atY)) / (beforeY - atY) + atX)
      inside = !inside;
    [beforeX, beforeY] = [atX, atY];
  }
  return inside;
}

function coverOfMask(mask: Mask): Cover {
  const { width, height } = mask;
  const runs = [...runsOf(mask)];
  return (x, y) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= width || row >= height) return false;
    const place = column * height + row;
    let [low, high] = [0, runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle]![1] <= place) low = middle + 1;
      else high = middle;
    }
    return low < runs.length && runs[low]![0] <= place;
  };
}

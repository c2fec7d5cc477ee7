/** @file Polygons as masks and masks as polygons. Pure. */
import { signedArea, type Outline, type Ring } from './polygon.ts';
import { canonicalRuns, type Bitmap, type Runs } from './runs.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A pixel is on when its middle lies inside. What lies outside of the image is left out. */
export function maskOfOutlines(outlines: readonly Outline[], { width, height }: Size): Bitmap {
  const pixels = new Uint8Array(width * height);
  for (const { ring, holes } of outlines) {
    const cut = holes.map((hole) => crossingsByRow(hole, height));
    for (const [row, crossings] of crossingsByRow(ring, height)) {
      const line = new Uint8Array(width);
      fillLine(line, crossings, 1);
      for (const hole of cut) fillLine(line, hole.get(row) ?? [], 0);
      for (let x = 0; x < width; x++) if (line[x]) pixels[row * width + x] = 1;
    }
  }
  return { width, height, pixels };
}

/** Where a ring crosses the middle line of each row of pixels, from left to right. */
function crossingsByRow(ring: Ring, height: number): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  const corners = ring.length >> 1;
  for (let i = 0, j = corners - 1; i < corners; j = i++) {
    let [x1, y1, x2, y2] = [ring[2 * j]!, ring[2 * j + 1]!, ring[2 * i]!, ring[2 * i + 1]!];
    if (y1 > y2) [x1, y1, x2, y2] = [x2, y2, x1, y1];
    const last = Math.min(height - 1, Math.ceil(y2 - 0.5) - 1);
    for (let row = Math.max(0, Math.ceil(y1 - 0.5)); row <= last; row++) {
      const x = x1 + ((row + 0.5 - y1) * (x2 - x1)) / (y2 - y1);
      const crossings = rows.get(row);
      if (crossings) crossings.push(x);
      else rows.set(row, [x]);
    }
  }
  for (const crossings of rows.values()) crossings.sort((a, b) => a - b);
  return rows;
}

function fillLine(line: Uint8Array, crossings: readonly number[], value: number): void {
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const from = Math.max(0, Math.ceil(crossings[i]! - 0.5));
    const to = Math.min(line.length, Math.ceil(crossings[i + 1]! - 0.5));
    if (from < to) line.fill(value, from, to);
  }
}

const SCALE = 5;
/** Longer outlines, in fifths of a pixel, are not walked along. */
const MOST_STEPS = 50_000_000;

/**
 * The mask of one ring as pycocotools draws it (`rleFrPoly` of maskApi.c): boundary points at a fifth of a pixel, of which
 * those between columns count. Null for a ring that is too long to be walked along.
 */
export function runsOfRing(ring: Ring, size: Size): Runs | null {
  const scaled = ring.map((place) => Math.trunc(SCALE * place + 0.5));
  const corners = scaled.length >> 1;
  const places: number[] = [];
  const walk = crossColumns(places, size);
  let steps = 0;
  for (let i = 0; i < corners; i++) {
    const j = (i + 1) % corners;
    const line = [scaled[2 * i]!, scaled[2 * i + 1]!, scaled[2 * j]!, scaled[2 * j + 1]!] as const;
    steps += Math.max(Math.abs(line[2] - line[0]), Math.abs(line[3] - line[1]));
    if (steps > MOST_STEPS) return null;
    walkLine(line, walk);
  }
  return runsBetween(places, size);
}

/** Takes points one after another and notes the places by columns at which the inside begins or ends. */
function crossColumns(places: number[], { width, height }: Size): (u: number, v: number) => void {
  let [lastU, lastV] = [NaN, NaN];
  return (u, v) => {
    if (u !== lastU && !Number.isNaN(lastU)) {
      const x = ((u < lastU ? u : u - 1) + 0.5) / SCALE - 0.5;
      if (Number.isInteger(x) && x >= 0 && x <= width - 1) {
        const y = (Math.min(v, lastV) + 0.5) / SCALE - 0.5;
        places.push(x * height + Math.ceil(Math.min(height, Math.max(0, y))));
      }
    }
    [lastU, lastV] = [u, v];
  };
}

type Line = readonly [x1: number, y1: number, x2: number, y2: number];

function walkLine([x1, y1, x2, y2]: Line, walk: (u: number, v: number) => void): void {
  const [dx, dy] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
  const flat = dx >= dy;
  const flip = flat ? x1 > x2 : y1 > y2;
  const [fromX, fromY, toX, toY] = flip ? [x2, y2, x1, y1] : [x1, y1, x2, y2];
  const long = flat ? dx : dy;
  const slope = long === 0 ? 0 : (flat ? toY - fromY : toX - fromX) / long;
  for (let step = 0; step <= long; step++) {
    const t = flip ? long - step : step;
    if (flat) walk(t + fromX, Math.trunc(fromY + slope * t + 0.5));
    else walk(Math.trunc(fromX + slope * t + 0.5), t + fromY);
  }
}

function runsBetween(places: number[], { width, height }: Size): Runs {
  places.push(width * height);
  places.sort((a, b) => a - b);
  let before = 0;
  const counts = places.map((place) => {
    const count = place - before;
    before = place;
    return count;
  });
  return canonicalRuns({ width, height, counts });
}

const [EAST, SOUTH, WEST] = [0, 1, 2];
const STEP_X = [1, 0, -1, 0];
const STEP_Y = [0, 1, 0, -1];
/** The pixel ahead on the right and on the left of a corner, by direction. */
const RIGHT = [
  [0, 0],
  [-1, 0],
  [-1, -1],
  [0, -1],
] as const;
const LEFT = [
  [0, -1],
  [0, 0],
  [-1, 0],
  [-1, -1],
] as const;

/**
 * The outlines of a mask along the edges of its pixels: one for each part that hangs together by sides, with its holes.
 * {@link maskOfOutlines} of them is the mask again.
 */
export function outlinesOfMask(mask: Bitmap): Outline[] {
  const { width, height } = mask;
  const isOn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && mask.pixels[y * width + x] !== 0;
  const parts = partsOf(mask);
  const outlines = new Map<number, { ring: Ring; holes: Ring[] }>();
  const holes: [part: number, ring: Ring][] = [];
  const passed = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!isOn(x, y) || isOn(x, y - 1) || passed[y * width + x]) continue;
      const ring = follow(x, y, { isOn, pass: (atX, atY) => (passed[atY * width + atX] = 1) });
      const part = parts[y * width + x]!;
      if (signedArea(ring) > 0) outlines.set(part, { ring, holes: [] });
      else holes.push([part, ring]);
    }
  for (const [part, ring] of holes) outlines.get(part)!.holes.push(ring);
  return [...outlines.values()];
}

interface Following {
  readonly isOn: (x: number, y: number) => boolean;
  /** Told of each pixel whose upper edge was walked along. */
  readonly pass: (x: number, y: number) => unknown;
}

/** Walks along the upper edge of a pixel and on, with what is on at the right hand, until it is there again. */
function follow(startX: number, startY: number, { isOn, pass }: Following): number[] {
  const ring: number[] = [];
  let [x, y, direction] = [startX, startY, EAST];
  do {
    if (direction === EAST) pass(x, y);
    x += STEP_X[direction]!;
    y += STEP_Y[direction]!;
    const [right, left] = [RIGHT[direction]!, LEFT[direction]!];
    const turn = !isOn(x + right[0], y + right[1]) ? SOUTH : isOn(x + left[0], y + left[1]) ? -SOUTH : 0;
    if (turn !== 0) ring.push(x, y);
    direction = (direction + turn + 2 * WEST) % 4;
  } while (x !== startX || y !== startY || direction !== EAST);
  return ring;
}

/** A number for each pixel that is on: the same for those that hang together by their sides. */
function partsOf({ width, height, pixels }: Bitmap): Int32Array {
  const parts = new Int32Array(width * height);
  const stack: number[] = [];
  let part = 0;
  const take = (at: number): void => {
    if (pixels[at] === 0 || parts[at] !== 0) return;
    parts[at] = part;
    stack.push(at);
  };
  for (let start = 0; start < pixels.length; start++) {
    if (pixels[start] === 0 || parts[start] !== 0) continue;
    part++;
    take(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (at % width > 0) take(at - 1);
      if (at % width < width - 1) take(at + 1);
      if (at >= width) take(at - width);
      if (at + width < pixels.length) take(at + width);
    }
  }
  return parts;
}

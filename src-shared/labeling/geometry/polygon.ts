/** @file Polygons with holes: area, what lies inside, the box around, and how much two share. Exact, in pixels. Pure. */

/** x, y, x, y …; not closed by repeating the first corner. */
export type Ring = readonly number[];
/** A closed line and what is cut out of it. */
export interface Outline {
  readonly ring: Ring;
  readonly holes: readonly Ring[];
}

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The area by the shoelace formula, positive for a ring that runs clockwise on the screen (y grows downwards). */
export function signedArea(ring: Ring): number {
  let twice = 0;
  const corners = ring.length >> 1;
  for (let i = 0, j = corners - 1; i < corners; j = i++)
    twice += ring[2 * j]! * ring[2 * i + 1]! - ring[2 * i]! * ring[2 * j + 1]!;
  return twice / 2;
}

/** The area of simple outlines that do not overlap: rings less their holes. */
export function areaOf(outlines: readonly Outline[]): number {
  let area = 0;
  for (const { ring, holes } of outlines) {
    area += Math.abs(signedArea(ring));
    for (const hole of holes) area -= Math.abs(signedArea(hole));
  }
  return area;
}

/** By the even-odd rule: a ray to the left crosses the ring an odd number of times. */
export function isInRing(ring: Ring, x: number, y: number): boolean {
  let inside = false;
  const corners = ring.length >> 1;
  for (let i = 0, j = corners - 1; i < corners; j = i++) {
    const [x1, y1, x2, y2] = [ring[2 * i]!, ring[2 * i + 1]!, ring[2 * j]!, ring[2 * j + 1]!];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** Inside of a ring and of none of its holes. */
export const isInside = (outlines: readonly Outline[], x: number, y: number): boolean =>
  outlines.some(({ ring, holes }) => isInRing(ring, x, y) && !holes.some((hole) => isInRing(hole, x, y)));

/** The upright box around rings; null where there is no corner. */
export function boundsOfRings(rings: readonly Ring[]): Bounds | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (let i = 0; i + 1 < ring.length; i += 2) {
      left = Math.min(left, ring[i]!);
      right = Math.max(right, ring[i]!);
      top = Math.min(top, ring[i + 1]!);
      bottom = Math.max(bottom, ring[i + 1]!);
    }
  return left === Infinity ? null : { left, top, right, bottom };
}

/** From `y1` down to `y2`, with its x at both. */
interface Edge {
  readonly y1: number;
  readonly y2: number;
  readonly x1: number;
  readonly x2: number;
}

/** Stretches of a horizontal line, in order and apart: from, to, from, to … */
type Stretches = readonly number[];

/**
 * The area that both cover, by cutting the plane into horizontal slabs in which no two edges cross: there the shared width
 * is linear in y, so that its value in the middle times the height is exact. Time grows with the square of the corners that
 * stand side by side; for rings of more than some thousand corners compare masks.
 */
export function sharedAreaOfOutlines(a: readonly Outline[], b: readonly Outline[]): number {
  const [first, second] = [a.map(edgesOf), b.map(edgesOf)];
  const edges = [...first, ...second].flat(2).sort((one, other) => one.y1 - other.y1);
  const heights = slabs(edges);
  let area = 0;
  for (let i = 1; i < heights.length; i++) {
    const middle = (heights[i - 1]! + heights[i]!) / 2;
    const width = sharedWidth(coverAt(first, middle), coverAt(second, middle));
    area += width * (heights[i]! - heights[i - 1]!);
  }
  return area;
}

/** Edges of the ring and of each hole; level ones bound nothing. */
const edgesOf = ({ ring, holes }: Outline): Edge[][] => [ring, ...holes].map(edgesOfRing);

function edgesOfRing(ring: Ring): Edge[] {
  const edges: Edge[] = [];
  const corners = ring.length >> 1;
  for (let i = 0, j = corners - 1; i < corners; j = i++) {
    const [x1, y1, x2, y2] = [ring[2 * j]!, ring[2 * j + 1]!, ring[2 * i]!, ring[2 * i + 1]!];
    if (y1 < y2) edges.push({ x1, y1, x2, y2 });
    else if (y1 > y2) edges.push({ x1: x2, y1: y2, x2: x1, y2: y1 });
  }
  return edges;
}

/** Where corners and crossings are, from top to bottom. @param edges by their upper ends */
function slabs(edges: readonly Edge[]): number[] {
  const heights = new Set<number>();
  let beside: Edge[] = [];
  for (const edge of edges) {
    heights.add(edge.y1).add(edge.y2);
    beside = beside.filter((other) => other.y2 > edge.y1);
    for (const other of beside) {
      const y = crossingOf(edge, other);
      if (y !== null) heights.add(y);
    }
    beside.push(edge);
  }
  return [...heights].sort((a, b) => a - b);
}

const slopeOf = ({ x1, x2, y1, y2 }: Edge): number => (x2 - x1) / (y2 - y1);
const xAt = (edge: Edge, y: number): number => edge.x1 + (y - edge.y1) * slopeOf(edge);

/** The height at which two edges cross; null where they do not, or run side by side. */
function crossingOf(a: Edge, b: Edge): number | null {
  const steeper = slopeOf(a) - slopeOf(b);
  if (steeper === 0) return null;
  const y = a.y1 - (a.x1 - xAt(b, a.y1)) / steeper;
  return y > Math.max(a.y1, b.y1) && y < Math.min(a.y2, b.y2) ? y : null;
}

/** What outlines cover at a height that no corner has. */
function coverAt(outlines: readonly (readonly Edge[][])[], y: number): Stretches {
  const covers = outlines.map(([ring, ...holes]) =>
    holes.reduce((cover, hole) => without(cover, crossed(hole, y)), crossed(ring!, y)),
  );
  return covers.length === 1 ? covers[0]! : union(covers);
}

const crossed = (edges: readonly Edge[], y: number): number[] =>
  edges
    .filter((edge) => edge.y1 < y && edge.y2 > y)
    .map((edge) => xAt(edge, y))
    .sort((a, b) => a - b);

function without(cover: Stretches, hole: Stretches): number[] {
  let rest = [...cover];
  for (let h = 0; h + 1 < hole.length; h += 2) {
    const [from, to] = [hole[h]!, hole[h + 1]!];
    const next: number[] = [];
    for (let i = 0; i + 1 < rest.length; i += 2) {
      const [left, right] = [rest[i]!, rest[i + 1]!];
      if (to <= left || from >= right) next.push(left, right);
      else {
        if (left < from) next.push(left, from);
        if (to < right) next.push(to, right);
      }
    }
    rest = next;
  }
  return rest;
}

function union(covers: readonly Stretches[]): number[] {
  const pairs: [number, number][] = [];
  for (const cover of covers)
    for (let i = 0; i + 1 < cover.length; i += 2) pairs.push([cover[i]!, cover[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const all: number[] = [];
  for (const [from, to] of pairs)
    if (all.length > 0 && from <= all.at(-1)!) all[all.length - 1] = Math.max(all.at(-1)!, to);
    else all.push(from, to);
  return all;
}

function sharedWidth(a: Stretches, b: Stretches): number {
  let [width, i, j] = [0, 0, 0];
  while (i + 1 < a.length && j + 1 < b.length) {
    width += Math.max(0, Math.min(a[i + 1]!, b[j + 1]!) - Math.max(a[i]!, b[j]!));
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return width;
}

/** @file The handles of a region: what is dragged, or chosen by key and moved by arrows, to change its form. Pure. */
import { cornersOf, middleOf, rotated } from '../../../../src-shared/labeling/geometry/box.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { inside, LEAST_SIDE, tidy, type Of, type Place, type Size } from './geometry.ts';

export type HandleKind = 'corner' | 'edge' | 'turn' | 'vertex' | 'keypoint';
export interface Handle extends Place {
  readonly kind: HandleKind;
  /** Of `vertex` and `keypoint`: which point it is. Of others the number among the region's handles. */
  readonly number: number;
}

/** Where a vertex stands: its outline, the hole in it (-1 for the outline itself), and its place in that ring. */
export interface Vertex extends Place {
  readonly outline: number;
  readonly hole: number;
  readonly corner: number;
}

/** The vertices of a polygon in order: of each outline its ring, then its holes. */
export function verticesOf({ outlines }: Of<'polygon'>): Vertex[] {
  const all: Vertex[] = [];
  for (const [outline, { ring, holes }] of outlines.entries())
    for (const [i, each] of [ring, ...holes].entries())
      for (let corner = 0; corner * 2 < each.length; corner++)
        all.push({ outline, hole: i - 1, corner, x: each[2 * corner]!, y: each[2 * corner + 1]! });
  return all;
}

/** Corners clockwise from the upper left, edges clockwise from the upper one, then what turns the box. */
export const BOX_HANDLES = 9;
const TURN = 8;

/** @param reach how far the handle that turns a box stands above it, in pixels of the image */
export function handlesOf(region: Region, reach: number): Handle[] {
  if (region.shape === 'polygon')
    return verticesOf(region).map(({ x, y }, number) => ({ kind: 'vertex', number, x, y }));
  if (region.shape === 'keypoints')
    return region.points.flatMap((point, number) =>
      point ? [{ kind: 'keypoint' as const, number, x: point.x, y: point.y }] : [],
    );
  return region.shape === 'box' ? boxHandles(region, reach) : [];
}

function boxHandles(box: Of<'box'>, reach: number): Handle[] {
  const places = cornersOf(box);
  const corners = [0, 1, 2, 3].map((i) => ({ x: places[2 * i]!, y: places[2 * i + 1]! }));
  const between = ({ x, y }: Place, other: Place): Place => ({ x: (x + other.x) / 2, y: (y + other.y) / 2 });
  const edges = corners.map((corner, i) => between(corner, corners[(i + 1) % 4]!));
  const [turnX, turnY] = rotated([box.x + box.width / 2, box.y - reach], middleOf(box), box.rotation);
  return [
    ...corners.map((place, number) => ({ ...place, kind: 'corner' as const, number })),
    ...edges.map((place, i) => ({ ...place, kind: 'edge' as const, number: 4 + i })),
    { kind: 'turn', number: TURN, x: turnX, y: turnY },
  ];
}

/** How a box is turned when its handle is at a place: degrees from -180 to 180. @param step of which it is a multiple */
export function turnedTo(box: Of<'box'>, place: Place, step: number): Of<'box'> {
  const [x, y] = middleOf(box);
  const degrees = (Math.atan2(place.y - y, place.x - x) * 180) / Math.PI + 90;
  return turned(box, Math.round(degrees / step) * step);
}

/** A box at so many degrees. */
export function turned(box: Of<'box'>, degrees: number): Of<'box'> {
  const half = ((((degrees + 180) % 360) + 360) % 360) - 180;
  return { ...box, rotation: tidy(half) };
}

/**
 * A box whose corner or edge was moved to a place while the opposite one stays; a side never gets shorter than the least.
 */
export function resized(box: Of<'box'>, handle: number, to: Place): Of<'box'> {
  const middle = middleOf(box);
  // In the frame of the box, where its sides run along the axes.
  const [px, py] = rotated([to.x, to.y], middle, -box.rotation);
  let [left, top, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height];
  if ([0, 3, 7].includes(handle)) left = px;
  if ([1, 2, 5].includes(handle)) right = px;
  if ([0, 1, 4].includes(handle)) top = py;
  if ([2, 3, 6].includes(handle)) bottom = py;
  [left, right] = apart(left, right);
  [top, bottom] = apart(top, bottom);
  const [cx, cy] = rotated([(left + right) / 2, (top + bottom) / 2], middle, box.rotation);
  const [width, height] = [tidy(right - left), tidy(bottom - top)];
  return { ...box, x: tidy(cx - width / 2), y: tidy(cy - height / 2), width, height };
}

function apart(one: number, other: number): [number, number] {
  const [least, most] = [Math.min(one, other), Math.max(one, other)];
  return most - least < LEAST_SIDE ? [least, least + LEAST_SIDE] : [least, most];
}

export interface HandleMove {
  readonly handle: Pick<Handle, 'kind' | 'number'>;
  readonly to: Place;
  readonly size: Size;
  /** Of `turn`: degrees of which the angle is a multiple. */
  readonly step?: number;
}

/** A region with one of its handles at another place, within the image. */
export function withHandleAt(region: Region, { handle, to, size, step = 0.1 }: HandleMove): Region {
  if (region.shape === 'box')
    return handle.kind === 'turn'
      ? turnedTo(region, to, step)
      : resized(region, handle.number, inside(to, size));
  const place = inside(to, size);
  if (region.shape === 'polygon') return withVertexAt(region, handle.number, place);
  if (region.shape !== 'keypoints') return region;
  const points = region.points.map((point, i) =>
    point && i === handle.number ? { ...point, ...place } : point,
  );
  return { ...region, points };
}

/** A polygon with one vertex at another place. */
export function withVertexAt(polygon: Of<'polygon'>, number: number, { x, y }: Place): Of<'polygon'> {
  const vertex = verticesOf(polygon)[number];
  return vertex
    ? withRing(polygon, vertex, (ring) => ring.with(2 * vertex.corner, x).with(2 * vertex.corner + 1, y))
    : polygon;
}

/** A polygon with one of its rings as `change` makes it; a ring that is null goes. */
export function withRing(
  polygon: Of<'polygon'>,
  { outline, hole }: Pick<Vertex, 'outline' | 'hole'>,
  change: (ring: number[]) => number[] | null,
): Of<'polygon'> {
  const outlines = polygon.outlines.flatMap((each, i) => {
    if (i !== outline) return [each];
    if (hole === -1) {
      const ring = change(each.ring);
      return ring ? [{ ring, holes: each.holes }] : [];
    }
    const changed = change(each.holes[hole]!);
    return [{ ring: each.ring, holes: each.holes.toSpliced(hole, 1, ...(changed ? [changed] : [])) }];
  });
  return { ...polygon, outlines };
}

/** A polygon with a new vertex before another one. */
export function withVertexBefore(polygon: Of<'polygon'>, number: number, { x, y }: Place): Of<'polygon'> {
  const vertex = verticesOf(polygon)[number];
  return vertex ? withRing(polygon, vertex, (ring) => ring.toSpliced(2 * vertex.corner, 0, x, y)) : polygon;
}

/** A polygon without a vertex; a hole of less than three goes. Null where an outline would have less than three. */
export function withoutVertex(polygon: Of<'polygon'>, number: number): Of<'polygon'> | null {
  const vertex = verticesOf(polygon)[number];
  if (!vertex) return null;
  const { ring, holes } = polygon.outlines[vertex.outline]!;
  const few = (vertex.hole === -1 ? ring : holes[vertex.hole]!).length <= 6;
  if (few && vertex.hole === -1 && polygon.outlines.length === 1) return null;
  return withRing(polygon, vertex, (each) => (few ? null : each.toSpliced(2 * vertex.corner, 2)));
}

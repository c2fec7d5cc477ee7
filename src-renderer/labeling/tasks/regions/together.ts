/** @file Borders that polygons share: vertices at one place move as one, and new ones snap to those that are there. Pure. */
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import type { Of, Place } from './geometry.ts';
import { verticesOf, withVertexAt } from './handles.ts';

/** Vertices nearer than this, in pixels, are at one place. */
const SAME = 1e-6;

const isSame = (one: Place, other: Place): boolean =>
  Math.abs(one.x - other.x) < SAME && Math.abs(one.y - other.y) < SAME;

const isPolygon = (region: Region): region is Of<'polygon'> => region.shape === 'polygon';

/** The polygons that change when all vertices at `from` move to `to`, as they are then. */
export function movedTogether(regions: readonly Region[], from: Place, to: Place): Of<'polygon'>[] {
  return regions.filter(isPolygon).flatMap((polygon) => {
    let moved = polygon;
    for (const [number, vertex] of verticesOf(polygon).entries())
      if (isSame(vertex, from)) moved = withVertexAt(moved, number, to);
    return moved === polygon ? [] : [moved];
  });
}

/** The vertex of polygons that is nearest to a place; null where none is within `near` pixels. */
export function nearestVertex(regions: readonly Region[], { x, y }: Place, near: number): Place | null {
  let best: Place | null = null;
  let least = near;
  for (const polygon of regions.filter(isPolygon))
    for (const vertex of verticesOf(polygon)) {
      const distance = Math.hypot(vertex.x - x, vertex.y - y);
      if (distance <= least) [best, least] = [{ x: vertex.x, y: vertex.y }, distance];
    }
  return best;
}

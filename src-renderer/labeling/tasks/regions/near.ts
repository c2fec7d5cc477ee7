/** @file Which regions lie at a place or in view, found by flatbush: a packed R-tree over their bounds. Pure. */
import Flatbush from 'flatbush';
import type { Bounds } from '../../../../src-shared/labeling/geometry/polygon.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { areaOfRegion, boundsOf, isAt, type Place } from './geometry.ts';

export class RegionIndex {
  readonly #regions: readonly Region[];
  readonly #tree: Flatbush | null;

  constructor(regions: readonly Region[]) {
    this.#regions = regions;
    this.#tree = regions.length > 0 ? new Flatbush(regions.length) : null;
    for (const region of regions) {
      const { left, top, right, bottom } = boundsOf(region);
      this.#tree?.add(left, top, right, bottom);
    }
    this.#tree?.finish();
  }

  /** Those at a place, or no more than `near` pixels from it: the smallest first, of equal ones the one on top. */
  at(place: Place, near: number): Region[] {
    const { x, y } = place;
    const hits = this.#tree?.search(x - near, y - near, x + near, y + near) ?? [];
    return hits
      .sort((a, b) => b - a)
      .map((i) => this.#regions[i]!)
      .filter((region) => isAt(region, place, near))
      .sort((a, b) => areaOfRegion(a) - areaOfRegion(b));
  }

  /** Those that reach into a rectangle, from the lowest to the one on top. */
  within({ left, top, right, bottom }: Bounds): Region[] {
    const hits = this.#tree?.search(left, top, right, bottom) ?? [];
    return hits.sort((a, b) => a - b).map((i) => this.#regions[i]!);
  }
}

/** @file Regions on an image as the class of each pixel, at the size of a network. Pure. */
import { maskOfOutlines, type Size } from '../../src-shared/labeling/geometry/raster.ts';
import { decodeRuns } from '../../src-shared/labeling/geometry/runs.ts';
import type { Region } from '../../src-shared/labeling/tasks/values.ts';
import { cornersOf } from './boxes.ts';

export interface ClassMapOptions {
  /** The size in whose pixels the regions are: that of the stored image. */
  readonly from: Size;
  /** The size of the map; the image is stretched to it. */
  readonly to: Size;
  /** Classes from 1 on; 0 is what no region covers. */
  readonly labels: readonly string[];
}

export interface ClassMap {
  /** By rows from the upper left. */
  readonly classes: Uint8Array;
  /** Regions that cover nothing: keypoints, unknown classes, and what is too small to hold the middle of a pixel. */
  readonly untaken: number;
}

/**
 * The class of each pixel's middle. Where regions overlap the later one counts, as it was drawn over the earlier.
 * @throws RangeError for a mask that is not of the size it names
 */
export function classMapOf(regions: readonly Region[], { from, to, labels }: ClassMapOptions): ClassMap {
  const classes = new Uint8Array(to.width * to.height);
  let untaken = 0;
  for (const region of regions) {
    const number = labels.indexOf(region.label) + 1;
    const covered = number === 0 ? undefined : coveredBy(region, from, to);
    if (!covered?.some(Boolean)) untaken++;
    else for (const [pixel, on] of covered.entries()) if (on) classes[pixel] = number;
  }
  return { classes, untaken };
}

function coveredBy(region: Region, from: Size, to: Size): Uint8Array | undefined {
  const scaled = (ring: readonly number[]) =>
    ring.map((value, at) =>
      at % 2 === 0 ? (value * to.width) / from.width : (value * to.height) / from.height,
    );
  switch (region.shape) {
    case 'polygon': {
      const outlines = region.outlines.map(({ ring, holes }) => {
        return { ring: scaled(ring), holes: holes.map(scaled) };
      });
      return maskOfOutlines(outlines, to).pixels;
    }
    case 'box':
      return maskOfOutlines([{ ring: scaled(cornersOf(region)), holes: [] }], to).pixels;
    case 'mask':
      return sampled(decodeRuns(region), to);
    case 'keypoints':
      return undefined;
  }
}

/** What a mask says at the middle of each pixel of another size. */
function sampled({ width, height, pixels }: Size & { readonly pixels: Uint8Array }, to: Size): Uint8Array {
  const result = new Uint8Array(to.width * to.height);
  for (let y = 0; y < to.height; y++) {
    const row = Math.floor(((y + 0.5) * height) / to.height) * width;
    for (let x = 0; x < to.width; x++)
      result[y * to.width + x] = pixels[row + Math.floor(((x + 0.5) * width) / to.width)]!;
  }
  return result;
}

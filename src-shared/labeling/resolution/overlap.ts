/** @file How far two regions cover each other: intersection over union, whatever their shapes. Pure. */
import { cornersOf, uprightOf, type Box } from '../geometry/box.ts';
import { iouOfBoxes, iouOfOutlines, iouOfRotatedBoxes, iouOfRuns } from '../geometry/overlap.ts';
import { boundsOfRings, type Bounds, type Outline } from '../geometry/polygon.ts';
import { outlinesOfMask } from '../geometry/raster.ts';
import { boxOfRuns, decodeRuns } from '../geometry/runs.ts';
import type { Region } from '../tasks/values.ts';

/**
 * Intersection over union, from 0 to 1, exact for all shapes: what several outlines of one region cover counts once. Keypoints
 * cover the box around their points.
 */
export function intersectionOverUnion(a: Region, b: Region): number {
  const [first, second] = [boundsOf(a), boundsOf(b)];
  const width = Math.min(first.right, second.right) - Math.max(first.left, second.left);
  const height = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top);
  if (width <= 0 || height <= 0) return 0;
  if (a.shape === 'box' && b.shape === 'box') return iouOfRotatedBoxes(a, b);
  if (a.shape === 'keypoints' && b.shape === 'keypoints') return iouOfBoxes(boxOf(first), boxOf(second));
  if (a.shape === 'mask' && b.shape === 'mask' && a.width === b.width && a.height === b.height)
    return iouOfRuns(a, b);
  return iouOfOutlines(outlinesOf(a), outlinesOf(b));
}

const boxOf = ({ left, top, right, bottom }: Bounds) => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
});

function outlinesOf(region: Region): readonly Outline[] {
  switch (region.shape) {
    case 'box':
      return [{ ring: cornersOf(region), holes: [] }];
    case 'polygon':
      return region.outlines;
    case 'keypoints':
      return [{ ring: cornersOf({ ...boxOf(boundsOf(region)), rotation: 0 }), holes: [] }];
    case 'mask':
      return outlinesOfMask(decodeRuns(region));
  }
}

const NOWHERE: Bounds = { left: 0, top: 0, right: 0, bottom: 0 };

/** The upright box around a region, in pixels. */
export function boundsOf(region: Region): Bounds {
  switch (region.shape) {
    case 'box':
      return aroundBox(uprightOf(region));
    case 'polygon':
      return boundsOfRings(region.outlines.map(({ ring }) => ring)) ?? NOWHERE;
    case 'keypoints':
      return boundsOfRings([region.points.flatMap((point) => (point ? [point.x, point.y] : []))]) ?? NOWHERE;
    case 'mask': {
      const box = boxOfRuns(region);
      return box ? aroundBox(box) : NOWHERE;
    }
  }
}

const aroundBox = ({ x, y, width, height }: Box): Bounds => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
});

/** @file Boxes, upright and rotated. In pixels; angles in degrees, clockwise on the screen. Pure. */
import type { Ring } from './polygon.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Rotated around its middle. */
export interface RotatedBox extends Box {
  readonly rotation: number;
}
export type Point = readonly [x: number, y: number];

/** A point turned around another one. Quarter turns are exact. */
export function rotated([x, y]: Point, [aroundX, aroundY]: Point, degrees: number): Point {
  const [cos, sin] = cosAndSin(degrees);
  const [dx, dy] = [x - aroundX, y - aroundY];
  return [aroundX + dx * cos - dy * sin, aroundY + dx * sin + dy * cos];
}

function cosAndSin(degrees: number): [cos: number, sin: number] {
  const turn = ((degrees % 360) + 360) % 360;
  if (turn % 90 === 0)
    return [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][turn / 90] as [number, number];
  const angle = (turn * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

export const middleOf = ({ x, y, width, height }: Box): Point => [x + width / 2, y + height / 2];

/** The corners from the upper left of the unrotated box, clockwise: x, y, x, y … */
export function cornersOf(box: RotatedBox): Ring {
  const { x, y, width, height, rotation } = box;
  const corners: Point[] = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
  return corners.flatMap((corner) => (rotation === 0 ? corner : rotated(corner, middleOf(box), rotation)));
}

/**
 * The rotated box of four corners that {@link cornersOf} gave, as near as their numbers allow: its upper edge runs from the
 * first to the second. Null where the four are no rectangle to within `tolerance` pixels.
 */
export function boxOfCorners(corners: Ring, tolerance = 0.01): RotatedBox | null {
  const [x1, y1, x2, y2, x3, y3, x4, y4] = corners;
  if (corners.length !== 8 || corners.some((place) => !Number.isFinite(place))) return null;
  // The two diagonals of a rectangle have one middle and one length.
  const [middleX, middleY] = [(x1! + x3!) / 2, (y1! + y3!) / 2];
  const apart = Math.hypot(middleX - (x2! + x4!) / 2, middleY - (y2! + y4!) / 2);
  const longer = Math.abs(Math.hypot(x3! - x1!, y3! - y1!) - Math.hypot(x4! - x2!, y4! - y2!));
  if (apart > tolerance || longer > 2 * tolerance) return null;
  const [width, height] = [Math.hypot(x2! - x1!, y2! - y1!), Math.hypot(x4! - x1!, y4! - y1!)];
  // Counterclockwise corners are those of a mirror image.
  const turns = (x2! - x1!) * (y4! - y1!) - (y2! - y1!) * (x4! - x1!);
  if (!(width > 0 && height > 0 && turns > 0)) return null;
  const rotation = (Math.atan2(y2! - y1!, x2! - x1!) * 180) / Math.PI;
  return { x: middleX - width / 2, y: middleY - height / 2, width, height, rotation };
}

/** The upright box around a rotated one. */
export function uprightOf(box: RotatedBox): Box {
  if (box.rotation === 0) return { x: box.x, y: box.y, width: box.width, height: box.height };
  const corners = cornersOf(box);
  const [xs, ys] = [corners.filter((_, i) => i % 2 === 0), corners.filter((_, i) => i % 2 === 1)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

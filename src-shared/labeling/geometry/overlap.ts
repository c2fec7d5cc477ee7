/** @file How far two shapes cover each other: intersection over union, and its like for keypoints. Pure. */
import { cornersOf, type Box, type RotatedBox } from './box.ts';
import { sharedAreaOfOutlines, type Outline } from './polygon.ts';
import { areaOfRuns, sharedArea, type Runs } from './runs.ts';

/** |A ∩ B| / |A ∪ B|; 0 where both are empty. */
const over = (shared: number, areaA: number, areaB: number): number => {
  const union = areaA + areaB - shared;
  return union > 0 ? shared / union : 0;
};

export function iouOfBoxes(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return over(shared, a.width * a.height, b.width * b.height);
}

export function iouOfRotatedBoxes(a: RotatedBox, b: RotatedBox): number {
  if (a.rotation % 180 === 0 && b.rotation % 180 === 0) return iouOfBoxes(a, b);
  const [first, second] = [a, b].map((box) => [{ ring: cornersOf(box), holes: [] }]);
  return over(sharedAreaOfOutlines(first!, second!), a.width * a.height, b.width * b.height);
}

/** Rings may cross themselves, and outlines of one side may overlap: what is covered counts once. */
export function iouOfOutlines(a: readonly Outline[], b: readonly Outline[]): number {
  return over(sharedAreaOfOutlines(a, b), sharedAreaOfOutlines(a, a), sharedAreaOfOutlines(b, b));
}

/** Of two masks of one size. */
export const iouOfRuns = (a: Runs, b: Runs): number => over(sharedArea(a, b), areaOfRuns(a), areaOfRuns(b));

/** A named point of a body; null where it is not in the image. */
export type Keypoint = { readonly x: number; readonly y: number } | null;

export interface KeypointOptions {
  /** Of the true object, in square pixels: what is far on a small body is near on a large one. */
  readonly area: number;
  /** How far annotators spread at each point, as a share of the object's scale. COCO gives them for its 17 points. */
  readonly sigmas: readonly number[];
}

/**
 * Object keypoint similarity as COCO has it: the mean over the true points of exp(−d² / (2 · area · (2σ)²)). Null where no
 * point is true. A point that was not predicted counts 0.
 */
export function keypointSimilarity(
  truth: readonly Keypoint[],
  predicted: readonly Keypoint[],
  { area, sigmas }: KeypointOptions,
): number | null {
  let [sum, points] = [0, 0];
  for (const [i, point] of truth.entries()) {
    if (point === null) continue;
    points++;
    const other = predicted[i] ?? null;
    if (other === null) continue;
    const squared = (point.x - other.x) ** 2 + (point.y - other.y) ** 2;
    sum += Math.exp(-squared / (2 * sigmas[i]!) ** 2 / (area + Number.EPSILON) / 2);
  }
  return points === 0 ? null : sum / points;
}

/** @file Masks as CVAT has them: run lengths by rows, off first, of the box around what is on. */
import {
  boxOfRuns,
  decodeRuns,
  encodeRuns,
  type Runs,
} from '../../../../src-shared/labeling/geometry/runs.ts';
import type { ImageSize } from './set.ts';

export interface Crop {
  readonly counts: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Null for a mask without a pixel. */
export function cropOf(runs: Runs): Crop | null {
  const box = boxOfRuns(runs);
  if (!box) return null;
  const { pixels } = decodeRuns(runs);
  const { x: left, y: top, width, height } = box;
  const counts: number[] = [];
  let [on, length] = [false, 0];
  for (let row = top; row < top + height; row++)
    for (let column = left; column < left + width; column++) {
      if ((pixels[row * runs.width + column] !== 0) === on) length++;
      else {
        counts.push(length);
        [on, length] = [!on, 1];
      }
    }
  counts.push(length);
  return { counts, left, top, width, height };
}

/** The mask of an image; null where the run lengths are not of their box, or the box is not in the image. */
export function runsOfCrop({ counts, left, top, width, height }: Crop, image: ImageSize): Runs | null {
  const inside = left >= 0 && top >= 0 && left + width <= image.width && top + height <= image.height;
  const whole = [left, top, width, height].every(Number.isInteger) && width > 0 && height > 0;
  if (!inside || !whole) return null;
  const pixels = new Uint8Array(image.width * image.height);
  let at = 0;
  for (const [i, count] of counts.entries()) {
    if (!Number.isInteger(count) || count < 0 || at + count > width * height) return null;
    if (i % 2 === 1)
      for (let place = at; place < at + count; place++)
        pixels[(top + Math.floor(place / width)) * image.width + left + (place % width)] = 1;
    at += count;
  }
  return at === width * height ? encodeRuns({ ...image, pixels }) : null;
}

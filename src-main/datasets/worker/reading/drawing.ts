/** @file Encoded images as samples, all by the same rules: decoded, laid on their ground, stretched, counted. */
import { createHash } from 'node:crypto';
import type { ImageCounts, ImageRules, Split } from '../../../../src-shared/contract.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import {
  BadImage,
  asPng,
  deepImageOf,
  readImage,
  thumbnailOf,
  createRanges,
} from '../../../images/worker/index.ts';
import { type Pixels, mayBeDeep } from '../../../images/index.ts';
import type { Found } from './found.ts';
import type { BadRow } from './rows.ts';
import { problemOfLabel } from './table-rule.ts';

/** Where an image stands and what is known of it. */
export interface ImagePlace {
  readonly row: number;
  readonly name: string;
  readonly label: string | null;
  readonly split: Split | null;
}

export type Drawing = ReturnType<typeof createDrawing>;

/** @param rules with the ranges of what was imported before, which stay as they are */
export function createDrawing(rules: ImageRules) {
  const counts = { transparent: 0, deep: 0, animated: 0 };
  const ranges = createRanges();
  let known = rules;
  return {
    /** Looks at the numbers of an image that has more than 8 bits; a bad one is told when it is drawn. */
    async measure(head: Uint8Array, read: () => Promise<Uint8Array>): Promise<void> {
      if (!mayBeDeep(head)) return;
      const image = await read().then(deepImageOf).catch(ifBad);
      if (image) ranges.add(image);
      known = { ...rules, ranges: { ...ranges.found(), ...rules.ranges } };
    },
    /** An image as a sample, or why it is none. */
    async draw(bytes: Uint8Array, place: ImagePlace): Promise<Found | BadRow> {
      const problem = problemOfLabel(place.label);
      if (problem) return { row: place.row, problem, excerpt: place.name };
      try {
        const { pixels, transparent, depth, frames } = await readImage(bytes, known);
        if (transparent) counts.transparent++;
        if (depth) counts.deep++;
        if (frames > 1) counts.animated++;
        // What people see is what is learned from, so what needs rules to be read is kept as it was read.
        const plain = !transparent && depth === null && frames === 1;
        return await foundOf(pixels, { ...place, bytes: plain ? bytes : await asPng(pixels) });
      } catch (error) {
        if (!(error instanceof BadImage)) throw error;
        return { row: place.row, problem: error.problem, excerpt: place.name };
      }
    },
    rules: (): ImageRules => known,
    counts: (): ImageCounts => ({ ...counts }),
  };
}

function ifBad(error: unknown): null {
  if (error instanceof BadImage || error instanceof AppError) return null;
  throw error;
}

/** The sample that pixels are. @param bytes the same image, encoded */
export async function foundOf(
  pixels: Pixels,
  { row, name, label, split, bytes }: ImagePlace & { readonly bytes: Uint8Array },
): Promise<Found> {
  const { width, height, channels } = pixels;
  const thumbnail = await thumbnailOf(pixels, bytes);
  const image = { bytes, thumbnail, width, height, channels };
  return { row, id: imageId(pixels), text: name, label, value: null, split, image };
}

/** An image is its pixels and their size, however they were encoded. */
function imageId({ width, height, channels, data }: Pixels): string {
  return createHash('sha256').update(`${width}x${height}x${channels}\n`).update(data).digest('hex');
}

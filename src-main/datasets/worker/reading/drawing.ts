/** @file Encoded pictures as samples, all by the same rules: decoded, laid on their ground, stretched, counted. */
import { createHash } from 'node:crypto';
import type { PictureCounts, PictureRules, Split } from '../../../../src-shared/contract.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import {
  BadPicture,
  asPng,
  deepPictureOf,
  readPicture,
  thumbnailOf,
  createRanges,
} from '../../../images/worker/index.ts';
import { type Pixels, mayBeDeep } from '../../../images/index.ts';
import type { Found } from './found.ts';
import type { BadRow } from './rows.ts';
import { problemOfLabel } from './table-rule.ts';

/** Where a picture stands and what is known of it. */
export interface PicturePlace {
  readonly row: number;
  readonly name: string;
  readonly label: string | null;
  readonly split: Split | null;
}

export type Drawing = ReturnType<typeof createDrawing>;

/** @param rules with the ranges of what was imported before, which stay as they are */
export function createDrawing(rules: PictureRules) {
  const counts = { transparent: 0, deep: 0, animated: 0 };
  const ranges = createRanges();
  let known = rules;
  return {
    /** Looks at the numbers of a picture that has more than 8 bits; a bad one is told when it is drawn. */
    async measure(head: Uint8Array, read: () => Promise<Uint8Array>): Promise<void> {
      if (!mayBeDeep(head)) return;
      const picture = await read().then(deepPictureOf).catch(ifBad);
      if (picture) ranges.add(picture);
      known = { ...rules, ranges: { ...ranges.found(), ...rules.ranges } };
    },
    /** A picture as a sample, or why it is none. */
    async draw(bytes: Uint8Array, place: PicturePlace): Promise<Found | BadRow> {
      const problem = problemOfLabel(place.label);
      if (problem) return { row: place.row, problem, excerpt: place.name };
      try {
        const { pixels, transparent, depth, frames } = await readPicture(bytes, known);
        if (transparent) counts.transparent++;
        if (depth) counts.deep++;
        if (frames > 1) counts.animated++;
        // What people see is what is learned from, so what needs rules to be read is kept as it was read.
        const plain = !transparent && depth === null && frames === 1;
        return await foundOf(pixels, { ...place, bytes: plain ? bytes : await asPng(pixels) });
      } catch (error) {
        if (!(error instanceof BadPicture)) throw error;
        return { row: place.row, problem: error.problem, excerpt: place.name };
      }
    },
    rules: (): PictureRules => known,
    counts: (): PictureCounts => ({ ...counts }),
  };
}

function ifBad(error: unknown): null {
  if (error instanceof BadPicture || error instanceof AppError) return null;
  throw error;
}

/** The sample that pixels are. @param bytes the same picture, encoded */
export async function foundOf(
  pixels: Pixels,
  { row, name, label, split, bytes }: PicturePlace & { readonly bytes: Uint8Array },
): Promise<Found> {
  const { width, height, channels } = pixels;
  const thumbnail = await thumbnailOf(pixels, bytes);
  const picture = { bytes, thumbnail, width, height, channels };
  return { row, id: pictureId(pixels), text: name, label, value: null, split, picture };
}

/** A picture is its pixels and their size, however they were encoded. */
function pictureId({ width, height, channels, data }: Pixels): string {
  return createHash('sha256').update(`${width}x${height}x${channels}\n`).update(data).digest('hex');
}

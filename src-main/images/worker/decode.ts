/**
 * @file Decodes pictures with libvips: upright, laid on a ground, 8 bits a channel. Import, preview, training, prediction
 * and endpoints all decode here, so what one of them sees the others see.
 */
import sharp from 'sharp';
import type { PictureDepth, PictureRules } from '../../../src-shared/contract.ts';
import { BadPicture, factsOf, openPicture, problemOf, refused, type PictureFacts } from './facts.ts';
import { channelsOf, laidOn } from '../ground.ts';
import { readDeep, type DeepPicture } from './numbers.ts';
import type { Pixels } from '../png.ts';
import { SharedLock } from './shared-lock.ts';
import { stretched } from './stretch.ts';
import { pictureFormatOf, pictureType, strangeFormatOf, NOT_SHOWN } from '../type.ts';

export { BadPicture } from './facts.ts';

/** A picture no longer than this on either side is its own thumbnail. */
export const THUMBNAIL_SIDE = 96;
const THUMBNAIL_QUALITY = 80;

/**
 * libvips keeps one log of errors for all threads: the message of a picture that fails beside others may be that of its
 * neighbor. Read again alone, it says its own.
 */
const reading = new SharedLock();

/** A picture as it is learned from, and what was done to it. */
export interface ReadPicture {
  readonly pixels: Pixels;
  /** Some of it was not opaque, so it lies on the ground. */
  readonly transparent: boolean;
  /** What its numbers were when they had more than 8 bits. */
  readonly depth: PictureDepth | null;
  /** More than one where it is the first of an animation or of several pages. */
  readonly frames: number;
}

/**
 * The pixels of an encoded picture: gray ones with 1 channel, others with 3. Of an animation the first frame.
 *
 * @throws BadPicture
 */
export async function decodePicture(bytes: Uint8Array, rules: PictureRules = {}): Promise<Pixels> {
  return (await readPicture(bytes, rules)).pixels;
}

/** The pixels of an encoded picture, and what became of its transparency, its depth and its frames. @throws BadPicture */
export function readPicture(bytes: Uint8Array, rules: PictureRules = {}): Promise<ReadPicture> {
  return guarded(bytes, async () => {
    const facts = await factsOf(bytes);
    const { deep, frames } = facts;
    if (deep) {
      const picture = await readDeep(bytes, facts);
      return { ...stretched(picture, rules), depth: picture.depth, frames };
    }
    return { ...(await readShallow(bytes, facts, rules)), depth: null, frames };
  });
}

/** The numbers of a picture that has more than 8 bits; null for any other. @throws BadPicture */
export function deepPictureOf(bytes: Uint8Array): Promise<DeepPicture | null> {
  return guarded(bytes, async () => {
    const facts = await factsOf(bytes);
    return facts.deep ? await readDeep(bytes, facts) : null;
  });
}

async function readShallow(
  bytes: Uint8Array,
  { gray, alpha }: PictureFacts,
  rules: PictureRules,
): Promise<{ pixels: Pixels; transparent: boolean }> {
  // The conversion to gray drops the opacity, so that is read as color and its first channel taken.
  const { data, info } = await openPicture(bytes)
    .autoOrient()
    .toColourspace(gray && !alpha ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 1 || channels === 3)
    return { pixels: { data, width, height, channels }, transparent: false };
  if (channels !== 4) throw refused('datasets.rowPictureChannels', { channels });
  return laidOn({ data, width, height, gray }, rules);
}

/** What goes wrong in libvips, in words of ours. */
async function guarded<T>(bytes: Uint8Array, read: () => Promise<T>): Promise<T> {
  if (bytes.length === 0) throw refused('datasets.rowPictureEmpty');
  if (pictureFormatOf(bytes) === null) {
    const format = strangeFormatOf(bytes);
    throw format ? refused('datasets.rowPictureFormat', { format }) : refused('datasets.rowNoPicture');
  }
  try {
    return await reading.shared(read).catch((error: unknown) => {
      if (error instanceof BadPicture) throw error;
      return reading.exclusive(read);
    });
  } catch (error) {
    if (error instanceof BadPicture) throw error;
    const why = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new BadPicture(problemOf(why), { cause: error });
  }
}

/** The picture itself as a file, where its bytes need rules to be read. Lossless. */
export function asPng({ data, width, height, channels }: Pixels): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: channelsOf(channels) } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer();
}

/** A small WebP of a picture; null when the picture, encoded as `bytes`, is small itself and browsers show it. */
export async function thumbnailOf(
  { data, width, height, channels }: Pixels,
  bytes: Uint8Array,
): Promise<Buffer | null> {
  if (Math.max(width, height) <= THUMBNAIL_SIDE && pictureType(bytes) !== NOT_SHOWN) return null;
  return sharp(data, { raw: { width, height, channels: channelsOf(channels) } })
    .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: THUMBNAIL_QUALITY })
    .toBuffer();
}

/**
 * @file Decodes images with libvips: upright, laid on a ground, 8 bits a channel. Import, preview, training, prediction
 * and endpoints all decode here, so what one of them sees the others see.
 */
import type { ImageDepth, ImageRules } from '../../../src-shared/contract.ts';
import { BadImage, factsOf, openImage, problemOf, refused, type ImageFacts } from './facts.ts';
import { channelsOf, laidOn } from '../ground.ts';
import { libvips } from './libvips.ts';
import { readDeep, type DeepImage } from './numbers.ts';
import type { Pixels } from '../png.ts';
import { SharedLock } from './shared-lock.ts';
import { stretched } from './stretch.ts';
import { imageFormatOf, imageType, strangeFormatOf, NOT_SHOWN } from '../type.ts';

export { BadImage } from './facts.ts';

/** An image no longer than this on either side is its own thumbnail. */
export const THUMBNAIL_SIDE = 96;
const THUMBNAIL_QUALITY = 80;

/**
 * libvips keeps one log of errors for all threads: the message of an image that fails beside others may be that of its
 * neighbor. Read again alone, it says its own.
 */
const reading = new SharedLock();

/** An image as it is learned from, and what was done to it. */
export interface ReadImage {
  readonly pixels: Pixels;
  /** Some of it was not opaque, so it lies on the ground. */
  readonly transparent: boolean;
  /** What its numbers were when they had more than 8 bits. */
  readonly depth: ImageDepth | null;
  /** More than one where it is the first of an animation or of several pages. */
  readonly frames: number;
}

/**
 * The pixels of an encoded image: gray ones with 1 channel, others with 3. Of an animation the first frame.
 *
 * @throws BadImage
 */
export async function decodeImage(bytes: Uint8Array, rules: ImageRules = {}): Promise<Pixels> {
  return (await readImage(bytes, rules)).pixels;
}

/** The pixels of an encoded image, and what became of its transparency, its depth and its frames. @throws BadImage */
export function readImage(bytes: Uint8Array, rules: ImageRules = {}): Promise<ReadImage> {
  return guarded(bytes, async () => {
    const facts = await factsOf(bytes);
    const { deep, frames } = facts;
    if (deep) {
      const image = await readDeep(bytes, facts);
      return { ...stretched(image, rules), depth: image.depth, frames };
    }
    return { ...(await readShallow(bytes, facts, rules)), depth: null, frames };
  });
}

/** The numbers of an image that has more than 8 bits; null for any other. @throws BadImage */
export function deepImageOf(bytes: Uint8Array): Promise<DeepImage | null> {
  return guarded(bytes, async () => {
    const facts = await factsOf(bytes);
    return facts.deep ? await readDeep(bytes, facts) : null;
  });
}

async function readShallow(
  bytes: Uint8Array,
  { gray, alpha }: ImageFacts,
  rules: ImageRules,
): Promise<{ pixels: Pixels; transparent: boolean }> {
  // The conversion to gray drops the opacity, so that is read as color and its first channel taken.
  const image = await openImage(bytes);
  const { data, info } = await image
    .autoOrient()
    .toColourspace(gray && !alpha ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 1 || channels === 3)
    return { pixels: { data, width, height, channels }, transparent: false };
  if (channels !== 4) throw refused('datasets.rowImageChannels', { channels });
  return laidOn({ data, width, height, gray }, rules);
}

/** What goes wrong in libvips, in words of ours. */
async function guarded<T>(bytes: Uint8Array, read: () => Promise<T>): Promise<T> {
  if (bytes.length === 0) throw refused('datasets.rowImageEmpty');
  if (imageFormatOf(bytes) === null) {
    const format = strangeFormatOf(bytes);
    throw format ? refused('datasets.rowImageFormat', { format }) : refused('datasets.rowNoImage');
  }
  // A libvips that cannot be loaded is no fault of the image.
  await libvips();
  try {
    return await reading.shared(read).catch((error: unknown) => {
      if (error instanceof BadImage) throw error;
      return reading.exclusive(read);
    });
  } catch (error) {
    if (error instanceof BadImage) throw error;
    const why = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new BadImage(problemOf(why), { cause: error });
  }
}

/** The image itself as a file, where its bytes need rules to be read. Lossless. */
export async function asPng({ data, width, height, channels }: Pixels): Promise<Buffer> {
  const sharp = await libvips();
  return sharp(data, { raw: { width, height, channels: channelsOf(channels) } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png()
    .toBuffer();
}

/** A small WebP of an image; null when the image, encoded as `bytes`, is small itself and browsers show it. */
export async function thumbnailOf(
  { data, width, height, channels }: Pixels,
  bytes: Uint8Array,
): Promise<Buffer | null> {
  if (Math.max(width, height) <= THUMBNAIL_SIDE && imageType(bytes) !== NOT_SHOWN) return null;
  const sharp = await libvips();
  return sharp(data, { raw: { width, height, channels: channelsOf(channels) } })
    .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: THUMBNAIL_QUALITY })
    .toBuffer();
}

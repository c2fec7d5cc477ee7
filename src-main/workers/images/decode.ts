/** @file Decodes pictures with libvips, upright and without transparency: what the import measures is what training sees. */
import sharp from 'sharp';
import type { Pixels } from './png.ts';

/** Formats that are read; SVG is not among them, since it can ask for other files. */
const FORMATS = new Set(['png', 'jpeg', 'webp', 'gif', 'tiff', 'heif']);
const MOST_PIXELS = 64e6;
/** A picture no longer than this on either side is its own thumbnail. */
export const THUMBNAIL_SIDE = 96;
const THUMBNAIL_QUALITY = 80;

// A worker keeps no picture twice, and its threads are the pool's to count.
sharp.cache(false);

/** A picture that cannot be read; `why` in the words of the decoder. */
export class BadPicture extends Error {
  override readonly name = 'BadPicture';
}

/**
 * The pixels of an encoded picture: gray ones with 1 channel, others with 3. Of an animation the first frame.
 *
 * @throws BadPicture
 */
export async function decodePicture(bytes: Uint8Array): Promise<Pixels> {
  try {
    const { format, space } = await open(bytes).metadata();
    if (!FORMATS.has(format)) throw new BadPicture(`it is ${format}`);
    const gray = space === 'b-w' || space === 'grey16';
    const upright = open(bytes).autoOrient().removeAlpha();
    const { data, info } = await upright
      .toColourspace(gray ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels };
  } catch (error) {
    if (error instanceof BadPicture) throw error;
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new BadPicture(why, { cause: error });
  }
}

function open(bytes: Uint8Array) {
  return sharp(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS });
}

/** A small WebP of a picture; null when the picture is small itself. */
export async function thumbnailOf({ data, width, height, channels }: Pixels): Promise<Buffer | null> {
  if (Math.max(width, height) <= THUMBNAIL_SIDE) return null;
  return sharp(data, { raw: { width, height, channels: channels === 1 ? 1 : 3 } })
    .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside' })
    .webp({ quality: THUMBNAIL_QUALITY })
    .toBuffer();
}

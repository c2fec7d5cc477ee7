/** @file What libvips says of an image, and what is said of one that cannot be read. */
import { wording, type WireError } from '../../../src-shared/platform/errors.ts';
import { libvips } from './libvips.ts';

const MOST_PIXELS = 64e6;

/** An image that cannot be read, and why. */
export class BadImage extends Error {
  override readonly name = 'BadImage';
  readonly problem: WireError;

  constructor(problem: WireError, options?: ErrorOptions) {
    super(wording(problem, 'en').message, options);
    this.problem = problem;
  }
}

/** @throws BadImage */
export async function factsOf(bytes: Uint8Array) {
  const image = await openImage(bytes);
  const { space, depth, hasAlpha, channels, pages = 1 } = await image.metadata();
  const colors = channels - Number(hasAlpha);
  // Numbers of printing inks and of Lab are converted by libvips, whatever their depth.
  const plain = space === 'cmyk' || space === 'lab' || space === 'labs';
  if (!plain && colors !== 1 && colors !== 3) throw refused('datasets.rowImageChannels', { channels });
  return {
    gray: colors === 1,
    alpha: hasAlpha,
    space,
    depth,
    frames: pages,
    deep: !plain && depth !== 'uchar',
  };
}

/** What libvips says of an image. */
export type ImageFacts = Awaited<ReturnType<typeof factsOf>>;

/** Damage is an error, and so is an image that would fill the memory. */
export async function openImage(bytes: Uint8Array) {
  const sharp = await libvips();
  return sharp(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS });
}

/** What goes wrong in libvips, in words of ours. */
export function problemOf(why: string): WireError {
  if (/pixel limit/i.test(why))
    return { key: 'datasets.rowImageLarge', parameters: { limit: `${MOST_PIXELS / 1e6} megapixels` } };
  if (/samples? out of range|unsupported/i.test(why))
    return { key: 'datasets.rowImageNumbers', parameters: {} };
  if (
    /premature|truncat|end of (file|data|image|stream)|read error|not enough|eof|corrupt|bad seek/i.test(why)
  )
    return { key: 'datasets.rowImageCut', parameters: {} };
  return { key: 'datasets.rowBadImage', parameters: { why } };
}

export function refused(key: WireError['key'], parameters: WireError['parameters'] = {}): BadImage {
  return new BadImage({ key, parameters });
}

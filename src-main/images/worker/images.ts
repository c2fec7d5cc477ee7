/** @file Images as arrays of bytes of one size, alike in training and in serving. */
import type { ImageForm } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { BadImage, decodeImage } from './decode.ts';
import { libvips } from './libvips.ts';

/**
 * An encoded image (PNG, JPEG, WebP …) as bytes `[height, width, channels]`, turned upright, laid on its ground and
 * stretched to the size; 1 channel is gray, 3 are red, green, blue.
 *
 * @throws AppError `training.badImage`
 */
export async function pixelsOf(encoded: Uint8Array, size: ImageForm): Promise<Uint8Array> {
  return (await imageOf(encoded, size)).pixels;
}

/** The same, with the size that the image has by itself, upright. @throws AppError `training.badImage` */
export async function imageOf(
  encoded: Uint8Array,
  size: ImageForm,
): Promise<{ readonly pixels: Uint8Array; readonly width: number; readonly height: number }> {
  const decoded = await decodeImage(encoded, size).catch((cause: unknown) => {
    if (!(cause instanceof BadImage)) throw cause;
    throw new AppError('training.badImage', { why: cause.message }, { cause });
  });
  const { data, width, height, channels } = decoded;
  if (width === size.width && height === size.height && channels === size.channels)
    return { pixels: plain(data), width, height };
  const sharp = await libvips();
  const raw = { width, height, channels: channels === 1 ? 1 : 3 } as const;
  const { data: scaled, info } = await sharp(data, { raw })
    .resize(size.width, size.height, { fit: 'fill' })
    .toColourspace(size.channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels =
    info.channels === size.channels ? plain(scaled) : repeated(scaled, info.channels, size.channels);
  return { pixels, width, height };
}

function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The first channels; the last one again where more are wanted. */
function repeated(data: Uint8Array, from: number, to: number): Uint8Array {
  const pixels = data.length / from;
  const out = new Uint8Array(pixels * to);
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let channel = 0; channel < to; channel++)
      out[pixel * to + channel] = data[pixel * from + Math.min(channel, from - 1)] ?? 0;
  return out;
}

/** The encoded image that a version's row holds. @throws AppError `training.badImage` */
export function bytesOf(value: unknown): Uint8Array {
  if (value && typeof value === 'object' && 'bytes' in value && value.bytes instanceof Uint8Array)
    return value.bytes;
  throw new AppError('training.badImage', { why: 'the version holds no bytes for it' });
}

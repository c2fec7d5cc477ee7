/** @file Pictures as arrays of bytes, alike in training and in serving. */
import sharp from 'sharp';
import type { ImageSize } from '../../../src-shared/contract/index.ts';
import { AppError } from '../../../src-shared/errors.ts';

/** More pixels than this are not decoded: no training picture needs them, and a small file can claim any number. */
const mostPixels = 64e6;

/**
 * An encoded picture (PNG, JPEG, WebP …) as bytes `[height, width, channels]`, turned upright, stretched to the size;
 * 1 channel is gray, 3 are red, green, blue; transparency is put on white.
 *
 * @throws AppError `training.badPicture`
 */
export async function pixelsOf(
  encoded: Uint8Array,
  { width, height, channels }: ImageSize,
): Promise<Uint8Array> {
  try {
    const picture = sharp(encoded, { limitInputPixels: mostPixels, failOn: 'error' })
      .rotate()
      .flatten({ background: '#ffffff' })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .resize(width, height, { fit: 'fill' });
    const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
    if (info.channels !== channels) return withChannels(data, info.channels, channels);
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  } catch (cause) {
    throw new AppError(
      'training.badPicture',
      { why: cause instanceof Error ? cause.message : 'it cannot be decoded' },
      { cause },
    );
  }
}

/** The first channels; gray repeated where more are wanted. */
function withChannels(data: Uint8Array, from: number, to: number): Uint8Array {
  const pixels = data.length / from;
  const out = new Uint8Array(pixels * to);
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let channel = 0; channel < to; channel++)
      out[pixel * to + channel] = data[pixel * from + Math.min(channel, from - 1)] ?? 0;
  return out;
}

/** The encoded picture that a version's row holds. @throws AppError `training.badPicture` */
export function bytesOf(value: unknown): Uint8Array {
  if (value && typeof value === 'object' && 'bytes' in value && value.bytes instanceof Uint8Array)
    return value.bytes;
  throw new AppError('training.badPicture', { why: 'the version holds no bytes for it' });
}

/** @file The ground that transparent images are laid on: they are blended with it as browsers do, in sRGB (W3C Compositing 1, 5.1). */
import type { ImageRules } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Pixels } from './png.ts';

const WHITE = '#ffffff';
const NAMES: Readonly<Record<string, string>> = { white: WHITE, black: '#000000' };

/** A ground as people say it, as `#rrggbb`; white where nothing is said. @throws AppError `datasets.badGround` */
export function groundOf(given: string | undefined): string {
  if (given === undefined) return WHITE;
  const ground = given.trim().toLowerCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(ground);
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')}`;
  const color = NAMES[ground] ?? ground;
  if (/^#[0-9a-f]{6}$/.test(color)) return color;
  throw new AppError('datasets.badGround', { color: given.slice(0, 40) });
}

/** Red, green and blue, 0 to 255. */
export function colorOf({ ground = WHITE }: ImageRules): readonly [number, number, number] {
  const part = (at: number) => Number.parseInt(ground.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** Gray images stay gray on a gray ground. */
export function isGray([red, green, blue]: readonly [number, number, number]): boolean {
  return red === green && green === blue;
}

export function channelsOf(channels: number): 1 | 3 {
  return channels === 1 ? 1 : 3;
}

interface Transparent {
  /** Red, green, blue and opacity of each pixel. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** The three colors are the same everywhere. */
  readonly gray: boolean;
}

/** Lays an image on its ground. */
export function laidOn(
  { data, width, height, gray }: Transparent,
  rules: ImageRules,
): { pixels: Pixels; transparent: boolean } {
  const ground = colorOf(rules);
  const opaque = isOpaque(data);
  const channels = gray && (opaque || isGray(ground)) ? 1 : 3;
  const out = new Uint8Array(width * height * channels);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    const opacity = data[from + 3]!;
    for (let channel = 0; channel < channels; channel++) {
      const color = data[from + channel]! * opacity + ground[channel]! * (255 - opacity);
      out[to++] = Math.round(color / 255);
    }
  }
  return { pixels: { data: out, width, height, channels }, transparent: !opaque };
}

function isOpaque(data: Uint8Array): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}

/** @file How the numbers of deep images become bytes. */
import type { ImageRules } from '../../../src-shared/contract.ts';
import { colorOf, isGray } from '../ground.ts';
import { opacityAt, type DeepImage } from './numbers.ts';
import type { Pixels } from '../png.ts';
import { createRanges, type Range } from './ranges.ts';

/** A deep image as bytes: the range of its depth from black to white, or its own where there is none. */
export function stretched(image: DeepImage, rules: ImageRules): { pixels: Pixels; transparent: boolean } {
  const { width, height, values, colors, stride } = image;
  const [low, high] = rules.ranges?.[image.depth] ?? ownRange(image);
  const ground = colorOf(rules);
  const transparent = !isOpaque(image);
  const channels = colors === 1 && (!transparent || isGray(ground)) ? 1 : 3;
  const out = new Uint8Array(width * height * channels);
  const scale = 255 / (high - low);
  for (let from = 0, to = 0; from < values.length; from += stride) {
    const opacity = transparent ? opacityAt(image, from) : 1;
    for (let channel = 0; channel < channels; channel++) {
      const value = values[from + Math.min(channel, colors - 1)]!;
      // What is no number is black.
      const color = Number.isNaN(value) ? 0 : Math.min(255, Math.max(0, (value - low) * scale));
      out[to++] = Math.round(color * opacity + ground[channel]! * (1 - opacity));
    }
  }
  return { pixels: { data: out, width, height, channels }, transparent };
}

function ownRange(image: DeepImage): Range {
  const ranges = createRanges();
  ranges.add(image);
  return ranges.found()[image.depth] ?? [0, 1];
}

function isOpaque(image: DeepImage): boolean {
  if (!image.opacity) return true;
  for (let from = 0; from < image.values.length; from += image.stride)
    if (opacityAt(image, from) < 1) return false;
  return true;
}

/** @file Random changes to training images (Shorten & Khoshgoftaar 2019): move, mirror, turn, recolor. */
import type { ImageSize } from '../../../../src-shared/contract.ts';

export interface Augmentation {
  /** Most pixels by which an image is moved along each axis; what comes in at the edge repeats it. */
  readonly crop: number;
  /** Whether half of the images are mirrored left to right. */
  readonly flip: boolean;
  /** Most degrees by which an image is turned about its middle. */
  readonly rotate: number;
  /** Most by which brightness, contrast and saturation change, as a share. */
  readonly color: number;
}

/** Whether there is anything to do. */
export function changesImages({ crop, flip, rotate, color }: Augmentation): boolean {
  return crop > 0 || flip || rotate > 0 || color > 0;
}

/**
 * Changes one image in place, bytes `[height, width, channels]`. What happens depends on the numbers that `uniform`
 * gives, in [0, 1), and on nothing else; it is asked for the same count each time.
 */
export function augment(
  image: Uint8Array,
  { size, how, uniform }: { size: ImageSize; how: Augmentation; uniform: () => number },
): void {
  const within = (most: number) => (2 * uniform() - 1) * most;
  const [dx, dy] = [Math.round(within(how.crop)), Math.round(within(how.crop))];
  const mirrored = uniform() < 0.5 && how.flip;
  const angle = (within(how.rotate) * Math.PI) / 180;
  const [brightness, contrast, saturation] = [within(how.color), within(how.color), within(how.color)];
  if (dx !== 0 || dy !== 0 || mirrored || angle !== 0) move(image, size, { dx, dy, mirrored, angle });
  if (how.color > 0) recolor(image, size.channels, { brightness, contrast, saturation });
}

interface Movement {
  readonly dx: number;
  readonly dy: number;
  readonly mirrored: boolean;
  /** Radians. */
  readonly angle: number;
}

/** Each pixel takes the nearest one of where it comes from; outside, the edge goes on. */
function move(image: Uint8Array, { width, height, channels }: ImageSize, movement: Movement): void {
  const before = image.slice();
  const { dx, dy, mirrored, angle } = movement;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const across = (mirrored ? width - 1 - x : x) - middleX;
      const down = y - middleY;
      const fromX = clamp(Math.round(middleX + cosine * across + sine * down) + dx, width);
      const fromY = clamp(Math.round(middleY - sine * across + cosine * down) + dy, height);
      const [to, from] = [(y * width + x) * channels, (fromY * width + fromX) * channels];
      for (let channel = 0; channel < channels; channel++) image[to + channel] = before[from + channel] ?? 0;
    }
}

function clamp(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, value));
}

interface Recoloring {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
}

/** Brightness scales, contrast spreads about the mean, saturation spreads each pixel about its own gray. */
function recolor(image: Uint8Array, channels: number, how: Recoloring): void {
  const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
  for (let at = 0; at < image.length; at += channels) {
    let gray = 0;
    for (let channel = 0; channel < channels; channel++) gray += (image[at + channel] ?? 0) / channels;
    for (let channel = 0; channel < channels; channel++) {
      const saturated = gray + ((image[at + channel] ?? 0) - gray) * (1 + how.saturation);
      const contrasted = mean + (saturated - mean) * (1 + how.contrast);
      image[at + channel] = Math.min(255, Math.max(0, Math.round(contrasted * (1 + how.brightness))));
    }
  }
}

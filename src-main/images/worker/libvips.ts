/** @file The one door to libvips: it is loaded for the first image, so that a worker that meets none starts without it. */
import type Sharp from 'sharp';

let loading: Promise<typeof Sharp> | undefined;

export function libvips(): Promise<typeof Sharp> {
  return (loading ??= load());
}

async function load(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp');
  // A worker keeps no image twice, and its threads are the pool's to count.
  sharp.cache(false);
  return sharp;
}

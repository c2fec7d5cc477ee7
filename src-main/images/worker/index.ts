/** @file Images decoded, in worker processes alone. */
export { BadImage, asPng, deepImageOf, readImage, thumbnailOf } from './decode.ts';
export { bytesOf, pixelsOf } from './images.ts';
export { createRanges } from './ranges.ts';

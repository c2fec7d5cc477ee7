/** @file Images decoded, in worker processes alone. */
export { BadPicture, asPng, deepPictureOf, readPicture, thumbnailOf } from './decode.ts';
export { bytesOf, pixelsOf } from './pictures.ts';
export { createRanges } from './ranges.ts';

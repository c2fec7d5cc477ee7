/** @file Images: what a file is, by its first bytes, and the ground that transparency is laid on. Decoding is in `worker`. */
export {
  boxesOf,
  cellsOf,
  detectionsOf,
  withoutDoubles,
  type BoxCells,
  type CellOptions,
  type Detections,
} from './boxes.ts';
export { classMapOf, type ClassMap, type ClassMapOptions } from './class-map.ts';
export { groundOf } from './ground.ts';
export { readCifar, readIdx, type PixelFile } from './idx.ts';
export { encodePng, type Pixels } from './png.ts';
export { NOT_SHOWN, TELLING_BYTES, mayBeDeep, imageFormatOf, imageType, type ReadFormat } from './type.ts';

/** @file Fills batches: gathers rows, casts them, and changes images at random. No ONNX Runtime here: a thread runs it. */
import { Random } from '../../../graph/index.ts';
import { augment, type Augmentation } from '../programs/augmentation.ts';
import { rowSize, type Column, type Draw } from './batches.ts';
import type { BatchArray } from './trainer.ts';

/** What a batch is filled from; which rows, the draw says. */
export interface Supply {
  readonly columns: readonly Column[];
  /** Random changes to the images: the columns of bytes `[height, width, channels]`. */
  readonly augmentation: Augmentation | undefined;
  readonly seed: number;
}

/** Which batch it is; with the seed and its row, all that a random change depends on. */
export interface Turn {
  readonly epoch: number;
  readonly batch: number;
}

/** Fills a batch's tensors. The result depends on nothing but the arguments. */
export function fillBatch(
  { columns, augmentation, seed }: Supply,
  draw: Draw,
  turn: Turn,
  tensors: Readonly<Record<string, BatchArray>>,
): void {
  for (const column of columns) {
    const to = tensors[column.name]!;
    gather(column, draw, to);
    const size = augmentation && imageSize(column);
    if (!size || !(to instanceof Uint8Array)) continue;
    const bytes = size.height * size.width * size.channels;
    for (const [slot, row] of draw.rows.entries()) {
      const random = new Random(mix(mix(mix(seed, turn.epoch), turn.batch), row));
      const image = to.subarray(slot * bytes, (slot + 1) * bytes);
      augment(image, { size, how: augmentation, uniform: () => random.uniform() });
    }
  }
}

/** Copies rows of a column, cast to its element type, one after the other into `to`. */
function gather(column: Column, { rows, length }: Draw, to: BatchArray): void {
  const size = rowSize(column, length);
  const { data, stride = rowSize(column, undefined), offset = 0 } = column;
  for (const [slot, row] of rows.entries()) {
    const start = offset + row * stride;
    (to as Int32Array).set(data.subarray(start, start + size), slot * size);
  }
}

function imageSize({ elementType, shape: [height, width, channels, ...rest] }: Column) {
  if (elementType !== 'uint8' || rest.length > 0) return undefined;
  if (height === undefined || width === undefined || channels === undefined) return undefined;
  return { height, width, channels };
}

/** A number made of two (the finalizer of MurmurHash3). */
function mix(a: number, b: number): number {
  let mixed = Math.imul(a ^ Math.imul(b + 1, 0x9e3779b9), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

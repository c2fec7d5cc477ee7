/** @file What blocked images share: their sizes, and cutting and padding them along space. */
import type { GraphBuilder, Value } from '../builder.ts';
import { float32, sizeOf } from '../ir.ts';

export interface Blocks {
  readonly builder: GraphBuilder;
  /** Floats in a block. */
  readonly block: number;
}

export interface Image {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** height times width */
  readonly places: number;
}

export function image({ shape }: Value): Image {
  const [batch, channels, height, width] = shape.map(sizeOf) as [number, number, number, number];
  return { batch, channels, height, width, places: height * width };
}

type Range = readonly [start: number, end: number];

/** Rows and columns of a blocked image. */
export function slice({ builder, block }: Blocks, x: Value, [rows, columns]: readonly [Range, Range]): Value {
  const { batch, channels, height, width } = image(x);
  if (rows[0] === 0 && rows[1] === height && columns[0] === 0 && columns[1] === width) return x;
  const view = builder.reshape(x, Math.ceil((batch * channels) / block), height, width, block);
  const lists = [
    [rows[0], columns[0]],
    [rows[1], columns[1]],
    [1, 2],
  ].map((list) => builder.integers(...list));
  const inner = builder.emit('Slice', [view, ...lists]);
  return builder.reshape(inner, batch, channels, rows[1] - rows[0], columns[1] - columns[0]);
}

interface Margins {
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/** Zeros around a blocked image: a depthwise 1 x 1 convolution with ones, which unlike Pad is done on all threads. */
export function pad({ builder }: Blocks, x: Value, { before, after }: Margins): Value {
  const pads = [...before, ...after];
  if (pads.every((size) => size === 0)) return x;
  const { channels } = image(x);
  const ones = builder.constant(float32([channels, 1, 1, 1], new Float32Array(channels).fill(1)));
  return builder.emit('com.microsoft.nchwc.Conv', [x, ones], { group: channels, kernel_shape: [1, 1], pads });
}

/** 1 where a value is above zero, 0 elsewhere: a hard sigmoid so steep that every positive float32 saturates it. */
export function stepOf(builder: GraphBuilder, y: Value): Value {
  return builder.emit('HardSigmoid', [y], { alpha: 3e38, beta: 0 });
}

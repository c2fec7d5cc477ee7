/**
 * @file Blocked convolutions and what goes with them, each with its gradient. With b floats in a block (8 or 16), a
 * image lies as `[batch, channels / b, height, width, b]`, and the weights of a convolution as
 * `[outputs / b, inputs / b, height, width, b of inputs, b of outputs]`.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { float32, sizeOf } from '../ir.ts';
import type { Window } from '../ops/window.ts';
import { inputGradient } from './input-gradient.ts';
import { pad, image, slice, stepOf, type Blocks, type Image } from './image.ts';
import { weightGradient } from './weight-gradient.ts';

const nchwc = 'com.microsoft.nchwc';

/** Standard to blocked. */
export function toBlocked({ builder }: Blocks, x: Value): Value {
  return builder.withGradient(
    [x],
    () => reorderInput(builder, x),
    (dy) => [reorderOutput(builder, dy)],
  );
}

/** Blocked to standard. */
export function toStandard({ builder }: Blocks, x: Value): Value {
  return builder.withGradient(
    [x],
    () => reorderOutput(builder, x),
    (dy) => [reorderInput(builder, dy)],
  );
}

function reorderInput(builder: GraphBuilder, x: Value): Value {
  return builder.emit(`${nchwc}.ReorderInput`, [x]);
}

function reorderOutput(builder: GraphBuilder, x: Value): Value {
  return builder.emit(`${nchwc}.ReorderOutput`, [x], { channels: sizeOf(x.shape[1]) });
}

export interface BlockedConv {
  /** Blocked; standard where it has fewer channels than a block, and then nothing asks for its gradient. */
  readonly x: Value;
  /** In the layout of `filterLayout`. */
  readonly w: Value;
  readonly bias: Value | undefined;
  readonly windows: readonly [Window, Window];
  /** Whether max(·, 0) follows: it costs nothing here. */
  readonly relu: boolean;
}

/** A convolution without dilation and groups; blocked result. */
export function conv(blocks: Blocks, given: BlockedConv): Value {
  const { builder, block } = blocks;
  const { x, w, bias, windows, relu } = given;
  const first = sizeOf(x.shape[1]) < block;
  let y: Value | undefined;
  return builder.withGradient(
    [...(first ? [] : [x]), w, ...(bias ? [bias] : [])],
    () => {
      y = builder.emit(`${nchwc}.Conv`, [x, w, ...(bias ? [bias] : [])], {
        ...attributesOf(windows),
        ...(relu ? { activation: 'Relu' } : {}),
      });
      return y;
    },
    (upstream) => {
      const dy = relu ? builder.mul(upstream, stepOf(builder, y!)) : upstream;
      return [
        ...(first ? [] : [inputGradient(blocks, given, dy)]),
        weightGradient(blocks, given, dy),
        ...(bias ? [channelSums(blocks, dy)] : []),
      ];
    },
  );
}

function attributesOf(windows: readonly Window[]) {
  return {
    kernel_shape: windows.map(({ kernel }) => kernel),
    strides: windows.map(({ stride }) => stride),
    pads: [...windows.map(({ before }) => before), ...windows.map(({ after }) => after)],
  };
}

/** The sum of each channel over batch and space, `[channels]`: a product with ones, block by block. */
export function channelSums({ builder, block }: Blocks, x: Value): Value {
  const { batch, channels, places } = image(x);
  const ones = builder.constant(float32([1, places], new Float32Array(places).fill(1)));
  const rows = builder.reshape(x, (batch * channels) / block, places, block);
  const sums = places === 1 ? rows : builder.emit('MatMul', [ones, rows]);
  return builder.sum(builder.reshape(sums, batch, channels), [0]);
}

/** Terms that are added up one after the other; beyond that their sums are added. */
const mostTerms = 1024;

/**
 * The scalar product of each channel of two images over batch and space, `[channels]`, in one pass: a depthwise
 * convolution of all rows' channels, one image being the kernel of the other.
 */
export function channelProducts({ builder, block }: Blocks, a: Value, b: Value): Value {
  const { batch, channels, height, width } = image(a);
  const divisors = Array.from({ length: height }, (_, index) => index + 1).filter((n) => height % n === 0);
  const lines = divisors.findLast((count) => count * width <= mostTerms) ?? 1;
  const bands = height / lines;
  const groups = batch * channels * bands;
  const sums = builder.emit(
    `${nchwc}.Conv`,
    [builder.reshape(a, 1, groups, lines, width), builder.reshape(b, groups, 1, lines, width)],
    { kernel_shape: [lines, width], group: groups },
  );
  if (bands === 1) return builder.sum(builder.reshape(sums, batch, channels), [0]);
  const parts = builder.sum(builder.reshape(sums, batch, channels / block, bands, block), [0, 2]);
  return builder.reshape(parts, channels);
}

/** Each value over its window, windows side by side. */
function repeatOver({ builder }: Blocks, x: Value, windows: readonly Window[]): Value {
  const scales = [1, 1, ...windows.map(({ kernel }) => kernel)];
  return builder.emit(`${nchwc}.Upsample`, [x], { scales, mode: 'nearest' });
}

type PoolWindows = readonly [Window, Window];

/** The largest of windows that lie side by side. The gradient is shared evenly among equal maxima. */
export function maxPool(blocks: Blocks, x: Value, windows: PoolWindows): Value {
  const { builder } = blocks;
  const { height, width } = image(x);
  const kernel_shape = windows.map(({ kernel }) => kernel);
  let y: Value | undefined;
  return builder.withGradient(
    [x],
    () => (y = builder.emit(`${nchwc}.MaxPool`, [x], { kernel_shape, strides: kernel_shape })),
    (dy) => {
      const maxima = repeatOver(blocks, y!, windows);
      const covered = image(maxima);
      const seen = slice(blocks, x, [
        [0, covered.height],
        [0, covered.width],
      ]);
      const chosen = builder.cast(builder.emit('Equal', [seen, maxima]), 'float32');
      const share = builder.emit(`${nchwc}.AveragePool`, [chosen], { kernel_shape, strides: kernel_shape });
      const count = builder.mul(share, builder.scalar(kernel_shape[0]! * kernel_shape[1]!));
      const dx = builder.mul(chosen, repeatOver(blocks, builder.div(dy, count), windows));
      const after = [height - covered.height, width - covered.width] as const;
      return [pad(blocks, dx, { before: [0, 0], after })];
    },
  );
}

/** The mean of windows that lie side by side. */
export function averagePool(blocks: Blocks, x: Value, windows: PoolWindows): Value {
  const { builder } = blocks;
  const { height, width } = image(x);
  const kernel_shape = windows.map(({ kernel }) => kernel);
  return builder.withGradient(
    [x],
    () => builder.emit(`${nchwc}.AveragePool`, [x], { kernel_shape, strides: kernel_shape }),
    (dy) => {
      const share = builder.mul(dy, builder.scalar(1 / (kernel_shape[0]! * kernel_shape[1]!)));
      const dx = repeatOver(blocks, share, windows);
      const covered: Image = image(dx);
      const after = [height - covered.height, width - covered.width] as const;
      return [pad(blocks, dx, { before: [0, 0], after })];
    },
  );
}

/** The mean over space, `[batch, channels, 1, 1]`: a single place lies the same way, blocked or not. */
export function globalAveragePool({ builder, block }: Blocks, x: Value): Value {
  const { batch, channels, places } = image(x);
  return builder.withGradient(
    [x],
    () => builder.emit(`${nchwc}.GlobalAveragePool`, [x]),
    (dy) => {
      const share = builder.constant(
        float32([1, places, block], new Float32Array(places * block).fill(1 / places)),
      );
      const rows = builder.reshape(dy, (batch * channels) / block, 1, block);
      return [builder.reshape(builder.mul(rows, share), ...x.shape.map(sizeOf))];
    },
  );
}

/**
 * @file Blocked convolutions and what goes with them, each with its gradient. With b floats in a block (8 or 16), a
 * picture lies as `[batch, channels / b, height, width, b]`, and the weights of a convolution as
 * `[outputs / b, inputs / b, height, width, b of inputs, b of outputs]`.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { float32, sizeOf } from '../ir.ts';
import type { Window } from '../ops/window.ts';
import { inputGradient } from './input-gradient.ts';
import { pad, picture, slice, stepOf, type Blocks, type Picture } from './picture.ts';

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
  const { batch, channels, places } = picture(x);
  const ones = builder.constant(float32([1, places], new Float32Array(places).fill(1)));
  const rows = builder.reshape(x, (batch * channels) / block, places, block);
  const sums = places === 1 ? rows : builder.emit('MatMul', [ones, rows]);
  return builder.sum(builder.reshape(sums, batch, channels), [0]);
}

/** dW: a convolution of X with dY as its kernel, batch and channels changing places; the kernel's stride becomes its dilation. */
function weightGradient(blocks: Blocks, { x, w, windows }: BlockedConv, dy: Value): Value {
  const { builder, block } = blocks;
  const { channels: inputs, height, width } = picture(x);
  const first = inputs < block;
  const outputs = sizeOf(dy.shape[1]);
  const standard = first ? x : reorderOutput(builder, x);
  const [seen, gradient] = [wholeBlocks(blocks, standard), wholeBlocks(blocks, dy)];
  const rows = sizeOf(seen.shape[0]);
  const places = [sizeOf(dy.shape[2]), sizeOf(dy.shape[3])] as const;
  const whole = rows / block;
  const parts = outputs * rows * places[0] * places[1] > filterElements ? whole : 1;
  const view = builder.reshape(seen, parts, rows / parts, inputs, height, width);
  const swapped = builder.reshape(
    builder.transpose(view, 0, 2, 1, 3, 4),
    parts * inputs,
    rows / parts,
    height,
    width,
  );
  const covered = windows.map(({ kernel, stride }, axis) => (places[axis]! - 1) * stride + kernel);
  const end = windows.map(({ before }, axis) => covered[axis]! - before - [height, width][axis]!);
  const inner = slice(blocks, reorderInput(builder, swapped), [
    [0, height + Math.min(0, end[0]!)],
    [0, width + Math.min(0, end[1]!)],
  ]);
  const padded = pad(blocks, inner, {
    before: [windows[0].before, windows[1].before],
    after: [Math.max(0, end[0]!), Math.max(0, end[1]!)],
  });
  const spots = places[0] * places[1];
  const split = builder.reshape(gradient, parts, whole / parts, block, outputs / block, spots, block);
  const filters = builder.reshape(
    builder.transpose(split, 0, 3, 1, 4, 2, 5),
    parts * outputs,
    rows / parts,
    ...places,
  );
  const product = summed(builder, [padded, filters], {
    parts,
    attributes: { kernel_shape: places, dilations: windows.map(({ stride }) => stride) },
  });
  const taps = windows[0].kernel * windows[1].kernel;
  const ordered = first
    ? builder.transpose(builder.reshape(product, inputs, outputs / block, taps * block), 1, 0, 2)
    : builder.transpose(
        builder.reshape(product, inputs / block, block, outputs / block, taps, block),
        2,
        0,
        3,
        1,
        4,
      );
  return builder.reshape(ordered, ...w.shape.map(sizeOf));
}

/**
 * Elements of a filter that stay in a processor's second cache (1 MiB). dY as a filter is larger, and every row of every
 * output reads all of it: then the batch is taken block by block.
 */
const filterElements = 2 ** 18;

/** The sum of the convolutions of some pictures with some filters, each after the other where there are several. */
function summed(
  builder: GraphBuilder,
  [pictures, filters]: readonly [Value, Value],
  {
    parts,
    attributes,
  }: { readonly parts: number; readonly attributes: Readonly<Record<string, readonly number[]>> },
): Value {
  const cut = (value: Value) => {
    const size = sizeOf(value.shape[0]) / parts;
    return parts === 1
      ? [value]
      : builder.split(
          value,
          0,
          Array.from({ length: parts }, () => size),
        );
  };
  const [xs, fs] = [cut(pictures), cut(filters)];
  return xs
    .slice(1)
    .reduce(
      (sum, x, index) => builder.emit(`${nchwc}.Conv`, [x, fs[index + 1], undefined, sum], attributes),
      builder.emit(`${nchwc}.Conv`, [xs[0], fs[0]], attributes),
    );
}

/** Rows of zeros after the batch until it fills blocks: there batch stands where channels do. */
function wholeBlocks({ builder, block }: Blocks, x: Value): Value {
  const missing = -sizeOf(x.shape[0]) & (block - 1);
  return missing === 0 ? x : builder.emit('Pad', [x, builder.integers(0, 0, 0, 0, missing, 0, 0, 0)]);
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
  const { height, width } = picture(x);
  const kernel_shape = windows.map(({ kernel }) => kernel);
  let y: Value | undefined;
  return builder.withGradient(
    [x],
    () => (y = builder.emit(`${nchwc}.MaxPool`, [x], { kernel_shape, strides: kernel_shape })),
    (dy) => {
      const maxima = repeatOver(blocks, y!, windows);
      const covered = picture(maxima);
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
  const { height, width } = picture(x);
  const kernel_shape = windows.map(({ kernel }) => kernel);
  return builder.withGradient(
    [x],
    () => builder.emit(`${nchwc}.AveragePool`, [x], { kernel_shape, strides: kernel_shape }),
    (dy) => {
      const share = builder.mul(dy, builder.scalar(1 / (kernel_shape[0]! * kernel_shape[1]!)));
      const dx = repeatOver(blocks, share, windows);
      const covered: Picture = picture(dx);
      const after = [height - covered.height, width - covered.width] as const;
      return [pad(blocks, dx, { before: [0, 0], after })];
    },
  );
}

/** The mean over space, `[batch, channels, 1, 1]`: a single place lies the same way, blocked or not. */
export function globalAveragePool({ builder, block }: Blocks, x: Value): Value {
  const { batch, channels, places } = picture(x);
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

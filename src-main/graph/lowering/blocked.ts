/**
 * @file Blocked convolutions and what goes with them, each with its gradient. With b floats in a block (8 or 16), a
 * picture lies as `[batch, channels / b, height, width, b]`, and the weights of a convolution as
 * `[outputs / b, inputs / b, height, width, b of inputs, b of outputs]`.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { float32, int64, sizeOf } from '../ir.ts';
import type { Window } from '../ops/window.ts';
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

/** dX: a convolution of dY, spread out by the stride, with the kernel turned around and its channels transposed. */
function inputGradient(blocks: Blocks, { x, w, windows }: BlockedConv, dy: Value): Value {
  const { builder, block } = blocks;
  const [inputs, outputs] = [sizeOf(x.shape[1]), sizeOf(dy.shape[1])];
  const [high, wide] = [windows[0].kernel, windows[1].kernel];
  const taps = high * wide;
  const view = builder.reshape(w, outputs / block, inputs / block, taps, block, block);
  const order = int64(
    [taps],
    Array.from({ length: taps }, (_, tap) => taps - 1 - tap),
  );
  const turned = taps === 1 ? view : builder.emit('Gather', [view, builder.constant(order)], { axis: 2 });
  const filter = builder.reshape(builder.transpose(turned, 1, 0, 2, 4, 3), inputs, outputs, high, wide);
  const spread = spreadOut(blocks, dy, windows);
  const before = windows.map(({ kernel, before }) => kernel - 1 - before);
  const after = windows.map(
    ({ kernel }, axis) =>
      sizeOf(x.shape[axis + 2]) - 1 + kernel - sizeOf(spread.shape[axis + 2]) - before[axis]!,
  );
  const range = [2, 3].map((axis, index) => {
    const [start, end] = [Math.max(0, -before[index]!), Math.max(0, -after[index]!)];
    return [start, sizeOf(spread.shape[axis]) - end] as const;
  });
  const inner = slice(blocks, spread, range as [readonly [number, number], readonly [number, number]]);
  return builder.emit(`${nchwc}.Conv`, [inner, filter], {
    kernel_shape: [high, wide],
    pads: [...before, ...after].map((size) => Math.max(0, size)),
  });
}

/** Zeros after each element, as many as the stride steps over. */
function spreadOut({ builder, block }: Blocks, dy: Value, windows: readonly Window[]): Value {
  const [down = 1, right = 1] = windows.map(({ stride }) => stride);
  if (down === 1 && right === 1) return dy;
  const { batch, channels, height, width } = picture(dy);
  const repeated = builder.emit(`${nchwc}.Upsample`, [dy], { scales: [1, 1, down, right], mode: 'nearest' });
  const [rows, columns] = [height * down, width * right];
  const keep = Float32Array.from({ length: rows * columns * block }, (_, index) => {
    const place = Math.floor(index / block);
    return Math.floor(place / columns) % down === 0 && (place % columns) % right === 0 ? 1 : 0;
  });
  const view = builder.reshape(repeated, (batch * channels) / block, rows * columns, block);
  const mask = builder.constant(float32([1, rows * columns, block], keep));
  return builder.reshape(builder.mul(view, mask), batch, channels, rows, columns);
}

/** dW: a convolution of X with dY as its kernel, batch and channels changing places; the kernel's stride becomes its dilation. */
function weightGradient(blocks: Blocks, { x, w, windows }: BlockedConv, dy: Value): Value {
  const { builder, block } = blocks;
  const inputs = sizeOf(x.shape[1]);
  const first = inputs < block;
  const outputs = sizeOf(dy.shape[1]);
  const standard = first ? x : reorderOutput(builder, x);
  const [seen, gradient] = [wholeBlocks(blocks, standard), wholeBlocks(blocks, dy)];
  const rows = sizeOf(seen.shape[0]);
  const places = [sizeOf(dy.shape[2]), sizeOf(dy.shape[3])] as const;
  const swapped = reorderInput(builder, builder.transpose(seen, 1, 0, 2, 3));
  const view = builder.reshape(gradient, rows / block, block, outputs / block, places[0] * places[1], block);
  const filter = builder.reshape(builder.transpose(view, 2, 0, 3, 1, 4), outputs, rows, ...places);
  const covered = windows.map(({ kernel, stride }, axis) => (places[axis]! - 1) * stride + kernel);
  const sizes = [sizeOf(x.shape[2]), sizeOf(x.shape[3])];
  const end = windows.map(({ before }, axis) => covered[axis]! - before - sizes[axis]!);
  const inner = slice(blocks, swapped, [
    [0, sizes[0]! + Math.min(0, end[0]!)],
    [0, sizes[1]! + Math.min(0, end[1]!)],
  ]);
  const padded = pad(blocks, inner, {
    before: [windows[0].before, windows[1].before],
    after: [Math.max(0, end[0]!), Math.max(0, end[1]!)],
  });
  const product = builder.emit(`${nchwc}.Conv`, [padded, filter], {
    kernel_shape: places,
    dilations: windows.map(({ stride }) => stride),
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

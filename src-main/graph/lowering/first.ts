/**
 * @file The first convolution of a network with the max(·, 0) and the pool behind it, all places of the pool's windows
 * side by side.
 *
 * With windows of s x s places, the convolution is done at stride s with s² times the filters: filter (i, j) is the
 * convolution's, moved by i rows and j columns in a kernel that has room for all of them, so that it sees place (i, j) of
 * every window. The pool is then the largest of s² small images that lie one after the other. Nothing of the
 * convolution's full size is ever laid out, and the gradient needs none repeated over windows. Nothing asks for the
 * gradient of a network's input, so only dW is left, the sum of what the moved filters get.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { sizeOf } from '../ir.ts';
import { tapsOf, type Window } from '../ops/window.ts';
import { channelSums } from './blocked.ts';
import { stepOf, type Blocks } from './image.ts';
import { weightGradient } from './weight-gradient.ts';

export interface FirstConvolution {
  /** In standard layout, fewer channels than a block. */
  readonly x: Value;
  /** In the layout of `filterLayout`. */
  readonly w: Value;
  readonly bias: Value | undefined;
  /** Stride 1. */
  readonly windows: readonly [Window, Window];
  /** Windows side by side. */
  readonly pool: readonly [Window, Window];
  /** Height and width of the pooled image. */
  readonly places: readonly [number, number];
}

/** `max(pool(conv(x)), 0)`, blocked. */
export function pooledConv(blocks: Blocks, given: FirstConvolution): Value {
  const { builder, block } = blocks;
  const { w, bias, places, pool } = given;
  const batch = sizeOf(given.x.shape[0]);
  const outputs = sizeOf(w.shape[0]);
  const offsets = tapsOf(pool);
  const count = offsets.length;
  const windows = movedWindows(given);
  const attributes = { kernel_shape: [count, 1], strides: [count, 1] };
  /** Places of the windows along an axis of space, everything else along the other. */
  const stacked = (value: Value, height: number) =>
    builder.reshape(value, batch, block, height, (outputs / block) * places[0] * places[1]);
  const made: Partial<Record<'x' | 'w' | 'parts' | 'y', Value>> = {};
  return builder.withGradient(
    bias ? [w, bias] : [w],
    () => {
      made.x = seen(builder, given, windows);
      made.w = moved(blocks, given, offsets);
      const biases = bias
        ? [
            builder.concat(
              offsets.map(() => bias),
              0,
            ),
          ]
        : [];
      const parts = builder.emit('com.microsoft.nchwc.Conv', [made.x, made.w, ...biases], {
        kernel_shape: windows.map(({ kernel }) => kernel),
        strides: windows.map(({ stride }) => stride),
        activation: 'Relu',
      });
      made.parts = stacked(parts, count);
      made.y = builder.emit('com.microsoft.nchwc.MaxPool', [made.parts], attributes);
      return builder.reshape(made.y, batch, outputs, ...places);
    },
    (upstream) => {
      const { x, w: filters, parts, y } = made as Required<typeof made>;
      const dy = builder.mul(stacked(upstream, 1), stepOf(builder, y));
      // Every block's places of one window lie in a row, which is what broadcasting needs.
      const rows = (value: Value, height: number) =>
        builder.reshape(value, batch, height, outputs * places[0] * places[1]);
      const chosen = builder.cast(builder.emit('Equal', [rows(parts, count), rows(y, 1)]), 'float32');
      const share = builder.emit('com.microsoft.nchwc.AveragePool', [stacked(chosen, count)], attributes);
      const each = builder.div(dy, builder.mul(share, builder.scalar(count)));
      const shares = builder.mul(chosen, rows(each, 1));
      const dParts = builder.reshape(shares, batch, count * outputs, ...places);
      const dw = unmoved(blocks, given, [
        weightGradient(blocks, { x, w: filters, windows }, dParts),
        offsets,
      ]);
      const image = () => builder.reshape(dy, batch, outputs, ...places);
      return bias ? [dw, channelSums(blocks, image())] : [dw];
    },
  );
}

/** The windows of kernels that have room for the convolution's at every place of a pool's window. */
function movedWindows({ windows, pool }: FirstConvolution): readonly [Window, Window] {
  const along = (axis: 0 | 1): Window => {
    const { kernel: step } = pool[axis];
    return { kernel: windows[axis].kernel + step - 1, stride: step, dilation: 1, before: 0, after: 0 };
  };
  return [along(0), along(1)];
}

/** What the windows cover of the image, with the convolution's padding. */
function seen(
  builder: GraphBuilder,
  { x, windows, places }: FirstConvolution,
  moved: readonly [Window, Window],
): Value {
  const before = windows.map((window) => window.before);
  const after = moved.map(
    ({ kernel, stride }, axis) =>
      (places[axis]! - 1) * stride + kernel - before[axis]! - sizeOf(x.shape[axis + 2]),
  );
  if ([...before, ...after].every((size) => size === 0)) return x;
  return builder.emit('Pad', [x, builder.integers(0, 0, ...before, 0, 0, ...after)]);
}

type Offsets = readonly (readonly number[])[];

/** The filters at all places, `[places outputs, channels, height, width]` in blocks of outputs. */
function moved({ builder, block }: Blocks, { w, windows, pool }: FirstConvolution, offsets: Offsets): Value {
  const [outputs = 0, channels = 0] = w.shape.map(sizeOf);
  const [high, wide] = windows.map(({ kernel }) => kernel) as [number, number];
  const view = builder.reshape(w, (outputs / block) * channels, high, wide * block);
  const filters = offsets.map(([row = 0, column = 0]) => {
    const [below, right] = [pool[0].kernel - 1 - row, pool[1].kernel - 1 - column];
    return builder.emit('Pad', [view, builder.integers(0, row, column * block, 0, below, right * block)]);
  });
  const size = [high + pool[0].kernel - 1, wide + pool[1].kernel - 1];
  return builder.reshape(builder.concat(filters, 0), offsets.length * outputs, channels, ...size);
}

/** The sum of the gradients of the filters at all places, each brought back. */
function unmoved(
  { builder, block }: Blocks,
  { w, windows }: FirstConvolution,
  [dw, offsets]: readonly [Value, Offsets],
): Value {
  const [outputs = 0, channels = 0] = w.shape.map(sizeOf);
  const [high, wide] = windows.map(({ kernel }) => kernel) as [number, number];
  const [, , height = 0, width = 0] = dw.shape.map(sizeOf);
  const view = builder.reshape(dw, offsets.length, (outputs / block) * channels, height, width * block);
  const parts = builder.split(
    view,
    0,
    offsets.map(() => 1),
  );
  const back = offsets.map(([row = 0, column = 0], index) => {
    const lists = [
      [row, column * block],
      [row + high, (column + wide) * block],
      [2, 3],
    ];
    return builder.emit('Slice', [parts[index], ...lists.map((list) => builder.integers(...list))]);
  });
  const total = back.reduce((sum, part) => builder.add(sum, part));
  return builder.reshape(total, ...w.shape.map(sizeOf));
}

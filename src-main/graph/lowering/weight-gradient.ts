/**
 * @file The gradient of a blocked convolution in its weights: dW[k, i, o] is the sum of X[s p + k, i] dY[p, o] over the
 * batch and all places p.
 *
 * That is a convolution of X with dY as its kernel, s being its dilation, and the batch standing where channels do. ONNX
 * Runtime convolves images of fewer channels than a block without having them in blocks: each channel is then a plain
 * image, and a filter lies as `[outputs / b, channels, height, width, b]`. A row of the batch in blocks is such a
 * image, b times as wide, whose neighbours in a row are the channels of one place; with a dilation of b the result
 * holds dW's taps times b channels in a row, which fills the processor's registers. And a row of dY in blocks is such a
 * filter. So neither is rearranged; the batch is cut into groups of less than a block, and their results are summed.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { sizeOf } from '../ir.ts';
import type { Window } from '../ops/window.ts';
import { pad, image, slice, type Blocks } from './image.ts';

interface Given {
  /** Blocked; standard where it has fewer channels than a block. */
  readonly x: Value;
  /** In the layout of `filterLayout`. */
  readonly w: Value;
  readonly windows: readonly [Window, Window];
}

/** dW, in the layout of W. */
export function weightGradient(blocks: Blocks, { x, w, windows }: Given, dy: Value): Value {
  const { builder, block } = blocks;
  const { channels: inputs } = image(x);
  const { channels: outputs, height, width } = image(dy);
  const depth = Math.min(inputs, block);
  const kernel_shape = [height, width];
  const taps = windows[0].kernel * windows[1].kernel;
  const rows = wholeRows(blocks, x);
  const groups = rows < block ? 1 : (2 * rows) / block;
  const seen = imagesOf(blocks, { x, windows, rows, depth }, kernel_shape);
  const product = builder.emit('com.microsoft.nchwc.Conv', [seen, filtersOf(blocks, dy, { rows, groups })], {
    kernel_shape,
    group: groups,
    dilations: [windows[0].stride, windows[1].stride * depth],
  });
  const parts = builder.reshape(product, inputs / depth, groups, outputs * taps * depth);
  const sums = groups === 1 ? parts : builder.sum(parts, [1]);
  const view = builder.reshape(sums, inputs / depth, outputs / block, taps, depth * block);
  const ordered =
    1 < depth && depth < block
      ? builder.transpose(builder.reshape(view, outputs / block, taps, depth, block), 0, 2, 1, 3)
      : exchanged(builder, view, [0, 1]);
  return builder.reshape(ordered, ...w.shape.map(sizeOf));
}

/** The value with two axes in each other's place; nothing moves where one of them has size 1. */
function exchanged(builder: GraphBuilder, value: Value, [first, second]: readonly [number, number]): Value {
  const order = [...value.shape.keys()];
  [order[first], order[second]] = [second, first];
  const moves = value.shape[first] !== 1 && value.shape[second] !== 1;
  return moves ? builder.transpose(value, ...order) : value;
}

/** Rows of the batch with those that are added so that ONNX Runtime takes them for channels. */
function wholeRows({ block }: Blocks, x: Value): number {
  const { batch } = image(x);
  return batch < block ? batch : Math.ceil(batch / block) * block;
}

interface Seen extends Pick<Given, 'x' | 'windows'> {
  readonly rows: number;
  /** Channels side by side. */
  readonly depth: number;
}

/** X as `[inputs / depth, rows, height, width depth]`, cut and padded to what the windows cover. */
function imagesOf(blocks: Blocks, { x, windows, rows, depth }: Seen, places: readonly number[]): Value {
  const { builder, block } = blocks;
  const { batch, channels, height, width } = image(x);
  const covered = windows.map(({ kernel, stride }, axis) => (places[axis]! - 1) * stride + kernel);
  const [top, left] = [windows[0].before, windows[1].before];
  const [bottom, right] = [covered[0]! - top - height, covered[1]! - left - width];
  const parts = channels / depth;
  if (channels >= block && rows === batch) {
    const inner = slice(blocks, x, [
      [0, height + Math.min(0, bottom)],
      [0, width + Math.min(0, right)],
    ]);
    const whole = pad(blocks, inner, {
      before: [top, left],
      after: [Math.max(0, bottom), Math.max(0, right)],
    });
    const split = builder.reshape(whole, batch, parts, covered[0]! * covered[1]! * depth);
    const apart = exchanged(builder, split, [0, 1]);
    return builder.reshape(apart, parts, rows, covered[0]!, covered[1]! * depth);
  }
  const apart =
    1 < channels && channels < block
      ? builder.transpose(x, 0, 2, 3, 1)
      : exchanged(builder, builder.reshape(x, batch, parts, height * width * depth), [0, 1]);
  const view = builder.reshape(apart, parts, batch, height, width * depth);
  const pads = [0, 0, top, left * depth, 0, rows - batch, bottom, right * depth];
  const padded = pads.every((size) => size === 0)
    ? view
    : builder.emit('Pad', [view, builder.integers(...pads)]);
  return builder.reshape(padded, parts, rows, covered[0]!, covered[1]! * depth);
}

/** dY as the filters of all groups, `[groups outputs, rows / groups, height, width]` in blocks of outputs. */
function filtersOf(
  { builder, block }: Blocks,
  dy: Value,
  { rows, groups }: { readonly rows: number; readonly groups: number },
): Value {
  const { batch, channels: outputs, height, width, places } = image(dy);
  const missing = rows - batch;
  const whole =
    missing === 0 ? dy : builder.emit('Pad', [dy, builder.integers(0, 0, 0, 0, missing, 0, 0, 0)]);
  const split = builder.reshape(whole, groups, rows / groups, outputs / block, places * block);
  return builder.reshape(exchanged(builder, split, [1, 2]), groups * outputs, rows / groups, height, width);
}

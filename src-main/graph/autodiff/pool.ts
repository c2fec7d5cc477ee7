/** @file Gradient rules of pools. No rule asks for MaxPool's indices, which not every provider has. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, float32, sizeOf } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import { attributesOf, extent, tapsOf, windowsOf, type Window } from '../ops/window.ts';
import { single, type Backward, type GradientRule } from './rule.ts';

/** Windows that lie side by side: one Resize repeats each of their values. */
function tiled(windows: readonly Window[], x: Value, y: Value): boolean {
  return windows.every(
    ({ kernel, stride, dilation, before, after }, axis) =>
      kernel === stride &&
      dilation === 1 &&
      before === 0 &&
      after === 0 &&
      sizeOf(y.shape[axis + 2]) * kernel <= sizeOf(x.shape[axis + 2]),
  );
}

/** Each value repeated over its window: nearest neighbour, on every provider. */
export function repeatOver(builder: GraphBuilder, value: Value, windows: readonly Window[]): Value {
  const scales = [1, 1, ...windows.map(({ kernel }) => kernel)];
  return builder.emit('Resize', [value, undefined, builder.constant(float32([scales.length], scales))], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
}

/**
 * y = max x over each window: dx = dy where x = y, shared evenly among equal maxima. Not sharing would multiply the
 * gradient on even background, where a whole window is equal.
 */
export const maxPool: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const windows = windowsOf(step, x[0]!.shape.slice(2));
  const given = { x: x[0]!, y, dy, windows };
  return [tiled(windows, x[0]!, y) ? tiledMax(step.builder, given) : slidingMax(step.builder, given)];
};

interface Pool {
  readonly x: Value;
  readonly y: Value;
  readonly dy: Value;
  readonly windows: readonly Window[];
}

function tiledMax(builder: GraphBuilder, { x, y, dy, windows }: Pool): Value {
  const kernel = windows.map((window) => window.kernel);
  const covered = windows.reduce((value, window, axis) => {
    const size = sizeOf(y.shape[axis + 2]) * window.kernel;
    return size === value.shape[axis + 2] ? value : builder.slice(value, axis + 2, [0, size]);
  }, x);
  const chosen = equal(builder, covered, repeatOver(builder, y, windows));
  const share = builder.emit('AveragePool', [chosen], { kernel_shape: kernel, strides: kernel });
  const count = builder.mul(share, builder.scalar(kernel.reduce((a, b) => a * b, 1)));
  const dx = builder.mul(chosen, repeatOver(builder, builder.div(dy, count), windows));
  const rest = x.shape.map((size, axis) => sizeOf(size) - sizeOf(dx.shape[axis]));
  return rest.every((size) => size === 0)
    ? dx
    : builder.emit('Pad', [dx, builder.integers(...rest.map(() => 0), ...rest)]);
}

/** 1 where two values are equal, 0 elsewhere. */
export function equal(builder: GraphBuilder, a: Value, b: Value): Value {
  return builder.cast(builder.emit('Equal', [a, b]), a.elementType);
}

/** Windows that overlap: what each tap of the window chose, laid back to where it came from by `collect`. */
function slidingMax(builder: GraphBuilder, { x, y, dy, windows }: Pool): Value {
  const images = sizeOf(x.shape[0]) * sizeOf(x.shape[1]);
  const places = y.shape.slice(2).map(sizeOf);
  const end = endOf(windows, { x, places });
  const padded = builder.emit('Pad', [
    x,
    builder.integers(
      0,
      0,
      ...windows.map(({ before }) => before),
      0,
      0,
      ...end.map((size) => Math.max(0, size)),
    ),
    builder.scalar(-3.4028234663852886e38),
  ]);
  const chosen = tapsOf(windows).map((tap) => {
    const starts = windows.map(({ dilation }, axis) => tap[axis]! * dilation);
    const ends = windows.map(({ stride }, axis) => starts[axis]! + (places[axis]! - 1) * stride + 1);
    const lists = [starts, ends, windows.map((_, axis) => axis + 2), windows.map(({ stride }) => stride)];
    const seen = builder.emit('Slice', [padded, ...lists.map((list) => builder.integers(...list))]);
    return builder.reshape(equal(builder, seen, y), images, 1, ...places);
  });
  const stacked = builder.concat(chosen, 1);
  const count = builder.emit('ReduceSum', [stacked, builder.integers(1)], { keepdims: 1 });
  const share = builder.div(builder.reshape(dy, images, 1, ...places), count);
  return collect(builder, builder.mul(stacked, share), { x, windows, places });
}

interface Layout {
  readonly x: Value;
  readonly windows: readonly Window[];
  readonly places: readonly number[];
}

/** Padding behind an axis that its windows reach; negative where they leave elements unread. */
function endOf(windows: readonly Window[], { x, places }: Pick<Layout, 'x' | 'places'>): readonly number[] {
  return windows.map(
    (window, axis) =>
      (places[axis]! - 1) * window.stride + extent(window) - window.before - sizeOf(x.shape[axis + 2]),
  );
}

/**
 * Adds parts `[images, taps or 1, …places]` into `[batch, channels, …space]`: a transposed convolution whose kernel
 * sends each tap to its own place, or the one part to all of them (col2im).
 */
function collect(builder: GraphBuilder, parts: Value, { x, windows, places }: Layout): Value {
  const end = endOf(windows, { x, places });
  const kernel = windows.map((window) => window.kernel);
  const taps = kernel.reduce((a, b) => a * b, 1);
  const channels = sizeOf(parts.shape[1]);
  const one = channels === 1;
  const data = Float32Array.from({ length: channels * taps }, (_, index) =>
    one || Math.floor(index / taps) === index % taps ? 1 : 0,
  );
  const filter = builder.constant(float32([channels, 1, ...kernel], data));
  const sum = builder.emit('ConvTranspose', [parts, filter], {
    ...attributesOf(windows),
    pads: [...windows.map(({ before }) => before), ...end.map((size) => Math.max(0, size))],
    output_padding: end.map((size) => Math.max(0, -size)),
  });
  return builder.reshape(sum, ...x.shape.map(sizeOf));
}

/** y = mean of x over each window: dx = Σ dy / n over the windows that see x, n the elements that they average. */
export const averagePool: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const { builder } = step;
  const windows = windowsOf(step, x[0]!.shape.slice(2));
  if (
    tiled(windows, x[0]!, y) &&
    elementCount(y.shape) * tapsOf(windows).length === elementCount(x[0]!.shape)
  )
    return [repeatOver(builder, builder.mul(dy, builder.scalar(1 / tapsOf(windows).length)), windows)];
  const images = sizeOf(x[0]!.shape[0]) * sizeOf(x[0]!.shape[1]);
  const places = y.shape.slice(2).map(sizeOf);
  const share = builder.reshape(builder.mul(dy, shares(step, windows, places)), images, 1, ...places);
  return [collect(builder, share, { x: x[0]!, windows, places })];
};

/** 1 / n for each window, n the elements that it averages: those of the padding count where the node says so. */
function shares(step: Backward, windows: readonly Window[], places: readonly number[]): Value {
  const space = step.inputs[0]!.shape.slice(2).map(sizeOf);
  const padding = intAttribute(step, 'count_include_pad', 0) === 1;
  const counts = windows.map((window, axis) => {
    const low = padding ? -window.before : 0;
    const high = space[axis]! + (padding ? window.after : 0);
    return Array.from(
      { length: places[axis]! },
      (_, place) =>
        Array.from(
          { length: window.kernel },
          (_, tap) => place * window.stride - window.before + tap * window.dilation,
        ).filter((at) => at >= low && at < high).length,
    );
  });
  const data = counts.reduce<readonly number[]>(
    (products, axis) => products.flatMap((product) => axis.map((count) => product / count)),
    [1],
  );
  return step.builder.constant(float32([1, 1, ...places], data));
}

/** y = mean of x over space: dx = dy / n, n the number of places. */
export const globalAveragePool: GradientRule = (step) => {
  const { dy, x } = single(step);
  const space = x[0]!.shape.slice(2).map(sizeOf);
  const count = space.reduce((a, b) => a * b, 1);
  const share = float32([1, 1, ...space], new Float32Array(count).fill(1 / count));
  return [step.builder.mul(dy, step.builder.constant(share))];
};

/** y = max x over space: dx = dy where x = y, shared evenly among equal maxima. */
export const globalMaxPool: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const { builder } = step;
  const chosen = equal(builder, x[0]!, y);
  const axes = x[0]!.shape.flatMap((_, axis) => (axis < 2 ? [] : [axis]));
  const count = builder.emit('ReduceSum', [chosen, builder.integers(...axes)], { keepdims: 1 });
  return [builder.mul(chosen, builder.div(dy, count))];
};

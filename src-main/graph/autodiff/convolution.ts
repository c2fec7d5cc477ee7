/** @file Gradient rules of convolutions, and the table of their family: from operators that run on every provider. */
import type { GraphBuilder, Value } from '../builder.ts';
import { int64, sizeOf } from '../ir.ts';
import { intAttribute, intsAttribute } from '../ops/index.ts';
import type { convolution as signatures } from '../ops/convolution.ts';
import { attributesOf, extent, tapsOf, windowsOf, type Window } from '../ops/window.ts';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from './pool.ts';
import { resize } from './resize.ts';
import {
  fail,
  notDifferentiable,
  requireValue,
  type Backward,
  type Differentiable,
  type GradientRule,
} from './rule.ts';

interface Operands {
  readonly x: Value;
  readonly w: Value;
  readonly dy: Value;
  /** One for each axis of space. */
  readonly windows: readonly Window[];
  readonly group: number;
}

function operands(step: Backward): Operands {
  const x = requireValue(step, step.inputs[0]);
  const w = requireValue(step, step.inputs[1]);
  const kernel = w.shape.slice(2).map(sizeOf);
  return {
    x,
    w,
    dy: requireValue(step, step.upstream[0]),
    windows: windowsOf(step, x.shape.slice(2), kernel),
    group: intAttribute(step, 'group', 1),
  };
}

/**
 * y[o] = Σ_k W[k] x[s o + d k - p] + b, for each output channel:
 *
 *   dx[i] = Σ_{s o + d k - p = i} W[k] dy[o],   dW[k] = Σ_o dy[o] x[s o + d k - p],   db = Σ_o dy[o]
 */
export const conv: GradientRule = (step) => {
  const given = operands(step);
  const { builder, wanted } = step;
  return [
    wanted(0) ? inputGradient(builder, given) : undefined,
    wanted(1) ? weightGradient(builder, given) : undefined,
    wanted(2) ? biasGradient(builder, given.dy) : undefined,
  ];
};

/** The adjoint of Conv in its input; so dX is a Conv of dY, and dW is Conv's with x and dy changing places. */
export const convTranspose: GradientRule = (step) => {
  const { x, w, dy, windows, group } = operands(step);
  const { builder, wanted } = step;
  const extra = intsAttribute(step, 'output_padding') ?? [];
  if (extra.some((size, axis) => size >= windows[axis]!.stride))
    fail(step, 'the gradient needs an output_padding below the stride');
  const attributes = { ...attributesOf(windows), group };
  return [
    wanted(0) ? builder.emit('Conv', [dy, w], attributes) : undefined,
    wanted(1) ? weightGradient(builder, { x: dy, w, dy: x, windows, group }) : undefined,
    wanted(2) ? biasGradient(builder, dy) : undefined,
  ];
};

/** The sum over batch and space: `[channels]`. */
function biasGradient(builder: GraphBuilder, dy: Value): Value {
  return builder.sum(
    dy,
    [...dy.shape.keys()].filter((axis) => axis !== 1),
  );
}

function inputGradient(builder: GraphBuilder, given: Operands): Value {
  return given.group === 1 ? transposed(builder, given) : flipped(builder, given);
}

function transposed(builder: GraphBuilder, { x, w, dy, windows }: Operands): Value {
  const rest = windows.map((window, axis) => {
    const covered = (sizeOf(dy.shape[axis + 2]) - 1) * window.stride + extent(window);
    return sizeOf(x.shape[axis + 2]) - covered + window.before + window.after;
  });
  return builder.emit('ConvTranspose', [dy, w], { ...attributesOf(windows), output_padding: rest });
}

/**
 * With groups: a convolution of dy, spread out by the stride, with the kernel turned around and its channels
 * transposed within each group. A grouped ConvTranspose would do, but WebGPU's can be silently wrong.
 */
function flipped(builder: GraphBuilder, { x, w, dy, windows, group }: Operands): Value {
  const kernel = windows.map((window) => window.kernel);
  const taps = kernel.reduce((a, b) => a * b, 1);
  const [outputs, perGroup] = [sizeOf(w.shape[0]), sizeOf(w.shape[1])];
  const grouped = builder.reshape(w, group, outputs / group, perGroup, taps);
  const turned = builder.transpose(reversed(builder, grouped, 3), 0, 2, 1, 3);
  const filter = builder.reshape(turned, group * perGroup, outputs / group, ...kernel);
  const spread = windows.reduce((value, { stride }, axis) => spreadOut(builder, value, axis + 2, stride), dy);
  const before = windows.map((window) => extent(window) - 1 - window.before);
  const after = windows.map(
    (window, axis) =>
      sizeOf(x.shape[axis + 2]) - 1 + extent(window) - sizeOf(spread.shape[axis + 2]) - before[axis]!,
  );
  const inner = cropped(builder, spread, { before, after });
  return builder.emit('Conv', [inner, filter], {
    kernel_shape: kernel,
    dilations: windows.map(({ dilation }) => dilation),
    pads: [...before, ...after].map((size) => Math.max(0, size)),
    group,
  });
}

/** Takes elements away where padding is negative. */
function cropped(
  builder: GraphBuilder,
  value: Value,
  { before, after }: { readonly before: readonly number[]; readonly after: readonly number[] },
): Value {
  return before.reduce((current, first, index) => {
    const size = sizeOf(current.shape[index + 2]);
    const range = [Math.max(0, -first), size - Math.max(0, -after[index]!)] as const;
    return range[0] === 0 && range[1] === size ? current : builder.slice(current, index + 2, range);
  }, value);
}

function reversed(builder: GraphBuilder, value: Value, axis: number): Value {
  const size = sizeOf(value.shape[axis]);
  const order = builder.constant(
    int64(
      [size],
      Array.from({ length: size }, (_, index) => size - 1 - index),
    ),
  );
  return size === 1 ? value : builder.emit('Gather', [value, order], { axis });
}

/** Puts `stride - 1` zeros after each element along an axis. */
export function spreadOut(builder: GraphBuilder, value: Value, axis: number, stride: number): Value {
  if (stride === 1) return value;
  const shape = value.shape.map(sizeOf);
  const apart = builder.reshape(value, ...shape.toSpliced(axis + 1, 0, 1));
  const pads = [
    ...apart.shape.map(() => 0),
    ...apart.shape.map((_, at) => (at === axis + 1 ? stride - 1 : 0)),
  ];
  const padded = builder.emit('Pad', [apart, builder.integers(...pads)]);
  return builder.reshape(padded, ...shape.with(axis, shape[axis]! * stride));
}

/**
 * dW as one product: every tap of the kernel sees one strided slice of the padded input, the slices side by side are
 * the columns (im2col), and dW = dY columns, group by group.
 */
function weightGradient(builder: GraphBuilder, { x, w, dy, windows, group }: Operands): Value {
  const [batch, channels] = [sizeOf(x.shape[0]), sizeOf(x.shape[1])];
  const outputs = sizeOf(dy.shape[1]);
  const places = dy.shape.slice(2).map(sizeOf);
  const rows = batch * places.reduce((a, b) => a * b, 1);
  const taps = tapsOf(windows);
  const perGroup = channels / group;
  const last = builder.transpose(x, 0, ...windows.map((_, axis) => axis + 2), 1);
  const padded = padSpace(builder, last, { windows, places });
  const seen = taps.map((tap) => tapOf(builder, padded, { tap, windows, places }));
  const split = seen.map((value) => (group === 1 ? value : builder.reshape(value, rows, group, perGroup)));
  const columns = builder.reshape(
    split.length === 1 ? split[0]! : builder.concat(split, split[0]!.shape.length - 1),
    rows,
    group,
    taps.length * perGroup,
  );
  const moved = builder.transpose(dy, 1, 0, ...places.map((_, axis) => axis + 2));
  const product =
    group === 1
      ? builder.emit('MatMul', [
          builder.reshape(moved, outputs, rows),
          builder.reshape(columns, rows, taps.length * perGroup),
        ])
      : builder.emit('MatMul', [
          builder.reshape(moved, group, outputs / group, rows),
          builder.transpose(columns, 1, 0, 2),
        ]);
  const kernel = w.shape.slice(2).map(sizeOf);
  const byTap = builder.reshape(product, outputs, ...kernel, perGroup);
  return builder.transpose(byTap, 0, kernel.length + 1, ...kernel.map((_, axis) => axis + 1));
}

interface Field {
  readonly windows: readonly Window[];
  /** Windows along each axis. */
  readonly places: readonly number[];
}

/** `[batch, …space, channels]` with zeros around it (or cut off), so that every tap of every window is inside. */
function padSpace(builder: GraphBuilder, value: Value, { windows, places }: Field): Value {
  const after = windows.map((window, axis) => {
    const reach = (places[axis]! - 1) * window.stride + extent(window);
    return Math.max(0, reach - window.before - sizeOf(value.shape[axis + 1]));
  });
  const before = windows.map((window) => window.before);
  if ([...before, ...after].every((size) => size === 0)) return value;
  return builder.emit('Pad', [value, builder.integers(0, ...before, 0, 0, ...after, 0)]);
}

/** What one tap sees of `[batch, …padded space, channels]`: `[batch, …places, channels]`. */
function tapOf(
  builder: GraphBuilder,
  padded: Value,
  { tap, windows, places }: Field & { readonly tap: readonly number[] },
): Value {
  const starts = windows.map(({ dilation }, axis) => tap[axis]! * dilation);
  const ends = windows.map(({ stride }, axis) => starts[axis]! + (places[axis]! - 1) * stride + 1);
  const axes = windows.map((_, axis) => axis + 1);
  return builder.emit('Slice', [
    padded,
    ...[starts, ends, axes, windows.map(({ stride }) => stride)].map((list) => builder.integers(...list)),
  ]);
}

export const convolutionGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  AveragePool: averagePool,
  LpPool: notDifferentiable('it is kept to run imported networks; train with AveragePool or MaxPool'),
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  Resize: resize,
};

/** @file Gradient rules of operators that move elements. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, sizeOf, tensorOf } from '../ir.ts';
import { intAttribute, intsAttribute, stringAttribute } from '../ops/index.ts';
import type { movement as signatures } from '../ops/movement.ts';
import { sliceRange } from '../shape/movement.ts';
import {
  constantIntegers,
  type Differentiable,
  fail,
  type GradientRule,
  numeric,
  requireValue,
  single,
  unbroadcast,
} from './rule.ts';

/** y = x in another shape (Reshape, Flatten, Squeeze, Unsqueeze): dx = dy in the shape of x. */
export const reshape: GradientRule = (step) => {
  const { dy, x } = single(step);
  return [step.builder.reshape(dy, ...x[0]!.shape)];
};

/** y = x with permuted axes: dx = dy with the inverse permutation. */
export const transpose: GradientRule = (step) => {
  const { dy, x } = single(step);
  const order = intsAttribute(step, 'perm') ?? [...x[0]!.shape.keys()].reverse();
  return [step.builder.transpose(dy, ...order.map((_, axis) => order.indexOf(axis)))];
};

/** y = [a; b; …]: each part of dy goes to its input. */
export const concat: GradientRule = (step) => {
  const { dy, x } = single(step);
  const axis = intAttribute(step, 'axis', 0);
  const sizes = x.map((value) => sizeOf(requireValue(step, value).shape.at(axis)));
  return step.builder.split(dy, axis, sizes);
};

/** [a; b; …] = x: dx = [da; db; …], zero where the loss does not depend on a part. */
export const split: GradientRule = (step) => {
  const { builder, outputs, upstream } = step;
  const parts = outputs.map(
    (output, index) => upstream[index] ?? builder.zeros(output.shape, numeric(output)),
  );
  return [builder.concat(parts, intAttribute(step, 'axis', 0))];
};

/** y = x repeated along new or single axes: dx = dy summed over them. */
export const expand: GradientRule = (step) => {
  const { dy, x } = single(step);
  return [unbroadcast(step.builder, dy, x[0]!.shape)];
};

/** y = x repeated as a whole: dx = the sum of the copies' gradients. */
export const tile: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder } = step;
  const sizes = x[0]!.shape.map(sizeOf);
  const copies = sizes.map((size, axis) => sizeOf(dy.shape[axis]) / Math.max(1, size));
  const apart = builder.reshape(dy, ...sizes.flatMap((size, axis) => [copies[axis] ?? 1, size]));
  const axes = copies.flatMap((count, axis) => (count === 1 ? [] : [2 * axis]));
  return [builder.reshape(axes.length > 0 ? builder.sum(apart, axes) : apart, ...sizes)];
};

/** y = x[start:end:step]: dx = dy at the places it was taken from, with zeros between and around. */
export const slice: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder } = step;
  const sizes = x[0]!.shape.map(sizeOf);
  const starts = constantIntegers(step, 1) ?? fail(step, 'the gradient needs constant bounds');
  const ends = constantIntegers(step, 2) ?? fail(step, 'the gradient needs constant bounds');
  const axes = constantIntegers(step, 3) ?? starts.map((_, axis) => axis);
  const steps = constantIntegers(step, 4) ?? starts.map(() => 1);
  const before = sizes.map(() => 0);
  let spread = dy;
  for (const [index, given] of axes.entries()) {
    const axis = given < 0 ? given + sizes.length : given;
    const by = steps[index] ?? 1;
    const { first, count } = sliceRange(sizes[axis] ?? 0, [starts[index] ?? 0, ends[index] ?? 0, by]);
    before[axis] = by > 0 ? first : first + Math.max(0, count - 1) * by;
    spread = spreadOut(builder, spread, { axis, by, count });
  }
  const after = sizes.map((size, axis) => size - (before[axis] ?? 0) - sizeOf(spread.shape[axis]));
  return [builder.emit('Pad', [spread, builder.integers(...before, ...after)])];
};

/** The elements along an axis in the order they had, with zeros for those a step left out between them. */
function spreadOut(
  builder: GraphBuilder,
  value: Value,
  { axis, by, count }: { readonly axis: number; readonly by: number; readonly count: number },
): Value {
  if (by === 1 || count < 2) return value;
  const ordered = by > 0 ? value : reversed(builder, value, axis);
  if (by === -1) return ordered;
  const [front, back] = [value.shape.slice(0, axis), value.shape.slice(axis + 1)];
  const gaps = [...front, 1, 0, ...back].map(() => 0).with(axis + 1, Math.abs(by) - 1);
  const single = builder.reshape(ordered, ...front, count, 1, ...back);
  const pads = builder.integers(...gaps.map(() => 0), ...gaps);
  const wide = builder.emit('Pad', [single, pads]);
  const joined = builder.reshape(wide, ...front, count * Math.abs(by), ...back);
  return builder.slice(joined, axis, [0, (count - 1) * Math.abs(by) + 1]);
}

function reversed(builder: GraphBuilder, value: Value, axis: number): Value {
  const [from, to, by] = [builder.integers(-1), builder.integers(-(2 ** 31)), builder.integers(-1)];
  return builder.emit('Slice', [value, from, to, builder.integers(axis), by]);
}

/**
 * y = x with something around it: dx = the inner part of dy; where x was repeated around itself (edge, reflect, wrap),
 * each element of dy goes to the element of x that it repeats.
 */
export const pad: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const sizes = x[0]!.shape.map(sizeOf);
  const given = constantIntegers(step, 1) ?? fail(step, 'the gradient needs constant pads');
  if (step.inputs[2] && wanted(2)) fail(step, 'the value around has no gradient');
  const named = constantIntegers(step, 3) ?? sizes.map((_, axis) => axis);
  const axes = named.map((axis) => (axis < 0 ? axis + sizes.length : axis));
  const mode = stringAttribute(step, 'mode') ?? 'constant';
  if (mode === 'constant') {
    const inverse = [0, axes.length].flatMap((side) =>
      sizes.map((_, axis) => (axes.includes(axis) ? -(given[side + axes.indexOf(axis)] ?? 0) : 0)),
    );
    return [builder.emit('Pad', [dy, builder.integers(...inverse)])];
  }
  const dx = axes.reduce((gradient, axis, index) => {
    const [before = 0, after = 0] = [given[index], given[axes.length + index]];
    if (before === 0 && after === 0) return gradient;
    const sources = paddedFrom(mode, sizes[axis] ?? 0, [before, after]);
    return gatherAdjoint(builder, gradient, { sources, axis, size: sizes[axis] ?? 0 });
  }, dy);
  return [dx];
};

/** Which element each of a padded axis repeats. */
function paddedFrom(
  mode: string,
  size: number,
  [before, after]: readonly [number, number],
): readonly number[] {
  const period = Math.max(1, 2 * (size - 1));
  const mirrored = (place: number) => size - 1 - Math.abs(size - 1 - (((place % period) + period) % period));
  return Array.from({ length: before + size + after }, (_, index) => {
    const place = index - before;
    if (mode === 'edge') return Math.min(size - 1, Math.max(0, place));
    return mode === 'wrap' ? ((place % size) + size) % size : mirrored(place);
  });
}

/** Adds the elements along an axis to the places they came from: a product with a matrix of ones and zeros. */
function gatherAdjoint(
  builder: GraphBuilder,
  dy: Value,
  {
    sources,
    axis,
    size,
  }: { readonly sources: readonly number[]; readonly axis: number; readonly size: number },
): Value {
  const length = sources.length;
  const matrix = new Array<number>(size * length).fill(0);
  for (const [from, to] of sources.entries()) matrix[to * length + from] = 1;
  const [front, back] = [dy.shape.slice(0, axis).map(sizeOf), dy.shape.slice(axis + 1).map(sizeOf)];
  const rows = builder.reshape(dy, elementCount(front), length, elementCount(back));
  const sums = builder.emit('MatMul', [
    builder.constant(tensorOf(numeric(dy), [size, length], matrix)),
    rows,
  ]);
  return builder.reshape(sums, ...front, size, ...back);
}

/** y = the triangle of x: dx = the same triangle of dy. */
export const trilu: GradientRule = (step) => {
  const { dy, x } = single(step);
  return [step.builder.emit('Trilu', [dy, x[1]], { upper: intAttribute(step, 'upper', 1) })];
};

/** y = x with blocks of channels laid out in space: dx = dy with its blocks taken back into channels. */
export const depthToSpace: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder } = step;
  const [batch = 0, , height = 0, width = 0] = x[0]!.shape.map(sizeOf);
  const channels = sizeOf(dy.shape[1]);
  const block = intAttribute(step, 'blocksize', 1);
  const apart = builder.reshape(dy, batch, channels, height, block, width, block);
  const order = stringAttribute(step, 'mode') === 'CRD' ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4];
  return [builder.reshape(builder.transpose(apart, ...order), ...x[0]!.shape)];
};

/** y = x with blocks of space laid out in channels: dx = dy with its channels put back into blocks. */
export const spaceToDepth: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder } = step;
  const [batch = 0, channels = 0] = x[0]!.shape.map(sizeOf);
  const [, , height = 0, width = 0] = dy.shape.map(sizeOf);
  const block = intAttribute(step, 'blocksize', 1);
  const apart = builder.reshape(dy, batch, block, block, channels, height, width);
  return [builder.reshape(builder.transpose(apart, 0, 3, 4, 1, 5, 2), ...x[0]!.shape)];
};

/** y = x with the beginning of each sequence reversed: dx = dy reversed alike. */
export const reverseSequence: GradientRule = (step) => {
  const { dy, x } = single(step);
  const attributes = {
    batch_axis: intAttribute(step, 'batch_axis', 1),
    time_axis: intAttribute(step, 'time_axis', 0),
  };
  return [step.builder.emit('ReverseSequence', [dy, x[1]], attributes)];
};

export const movementGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  Reshape: reshape,
  Flatten: reshape,
  Squeeze: reshape,
  Unsqueeze: reshape,
  Transpose: transpose,
  Expand: expand,
  Tile: tile,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Trilu: trilu,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  ReverseSequence: reverseSequence,
};

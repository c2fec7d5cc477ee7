/** @file Gradient rules of operators that move elements. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, elementTypes, sizeOf } from '../ir.ts';
import { intAttribute, intsAttribute } from '../ops/index.ts';
import type { movement as signatures } from '../ops/movement.ts';
import {
  constantIntegers,
  type Differentiable,
  fail,
  type GradientRule,
  notDifferentiable,
  numeric,
  requireValue,
  shapeOnly,
  single,
} from './rule.ts';

/** y = x in another shape: dx = dy in the shape of x. */
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

/** y = x[start:end]: dx = dy with zeros around it. */
export const slice: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { shape } = x[0]!;
  const starts = constantIntegers(step, 1) ?? [];
  const axes = constantIntegers(step, 3) ?? starts.map((_, axis) => axis);
  if (constantIntegers(step, 4)?.some((size) => size !== 1)) fail(step, 'the gradient needs steps of 1');
  const before = shape.map(() => 0);
  for (const [index, axis] of axes.entries()) {
    const size = sizeOf(shape.at(axis));
    const start = starts[index] ?? 0;
    before[axis < 0 ? axis + shape.length : axis] = Math.min(
      size,
      Math.max(0, start < 0 ? start + size : start),
    );
  }
  const after = shape.map((size, axis) => sizeOf(size) - (before[axis] ?? 0) - sizeOf(dy.shape[axis]));
  return [step.builder.emit('Pad', [dy, step.builder.integers(...before, ...after)])];
};

/** y = x with constants around it: dx = the inner part of dy. */
export const pad: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { shape } = x[0]!;
  const pads = constantIntegers(step, 1) ?? [];
  if (pads.some((size) => size < 0) || step.attributes['mode'])
    fail(step, 'the gradient needs constant padding of 0 or more');
  return [
    shape.reduce<Value>((inner, size, axis) => {
      const start = pads[axis] ?? 0;
      return step.builder.slice(inner, axis, [start, start + sizeOf(size)]);
    }, dy),
    undefined,
    undefined,
  ];
};

/** y[i] = x[ids[i]] (an embedding): dx[v] = Σ of dy[i] over the i with ids[i] = v. */
export const gather: GradientRule = (step) => {
  const { dy } = single(step);
  const { builder } = step;
  const table = requireValue(step, step.inputs[0]);
  const ids = requireValue(step, step.inputs[1]);
  if (intAttribute(step, 'axis', 0) !== 0) fail(step, 'the gradient needs axis 0');
  const rows = elementCount(ids.shape);
  const width = elementCount(table.shape.slice(1));
  const wide =
    ids.elementType === 'int64' ? ids : builder.emit('Cast', [ids], { to: elementTypes.indexOf('int64') });
  const at = builder.reshape(wide, rows, 1);
  const updates = builder.reshape(dy, rows, ...table.shape.slice(1));
  return [scatterAdd(builder, table, { at, updates, width })];
};

/**
 * ONNX Runtime's ScatterND(add) shares its rows among threads without a lock once it has this many elements, and
 * loses updates when two threads meet the same index. Below it, one thread does all.
 */
const serialElements = 196_608;

interface Updates {
  /** `[rows, 1]` */
  readonly at: Value;
  /** `[rows, …]` */
  readonly updates: Value;
  readonly width: number;
}

/** Adds rows into zeros of the table's shape, in chunks small enough for ScatterND to stay on one thread. */
function scatterAdd(builder: GraphBuilder, table: Value, { at, updates, width }: Updates): Value {
  const rows = sizeOf(at.shape[0]);
  const most = Math.max(1, Math.floor((serialElements - 1) / width));
  const sizes = Array.from({ length: Math.ceil(rows / most) }, (_, index) =>
    Math.min(most, rows - index * most),
  );
  const zeros = builder.zeros(table.shape, numeric(table));
  const indices = sizes.length === 1 ? [at] : builder.split(at, 0, sizes);
  const parts = sizes.length === 1 ? [updates] : builder.split(updates, 0, sizes);
  return parts.reduce<Value>(
    (total, part, index) => builder.emit('ScatterND', [total, indices[index], part], { reduction: 'add' }),
    zeros,
  );
}

export const movementGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  Reshape: reshape,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Gather: gather,
  ScatterElements: notDifferentiable('it serves to align token ids'),
  ScatterND: notDifferentiable('it serves as the gradient of Gather, and second derivatives are not taken'),
  ConstantOfShape: shapeOnly,
};

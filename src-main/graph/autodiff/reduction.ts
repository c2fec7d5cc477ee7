/** @file Gradient rules of reductions and of what works along an axis. */
import type { Value } from '../builder.ts';
import { elementCount, sizeOf } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { reduction as signatures } from '../ops/reduction.ts';
import {
  type Backward,
  constantIntegers,
  constantLike,
  type Differentiable,
  type GradientRule,
  notDifferentiable,
  numeric,
  piecewiseConstant,
  single,
} from './rule.ts';

/** y = Σ x over axes: dx = dy repeated along them. */
export const reduceSum: GradientRule = (step) => {
  const { x } = single(step);
  return [repeated(step, x[0]!)];
};

/** y = mean of x over axes: dx = dy / n repeated along them, n the number of elements in each mean. */
export const reduceMean: GradientRule = (step) => {
  const { y, x } = single(step);
  const { builder } = step;
  const count = elementCount(x[0]!.shape) / elementCount(y.shape);
  return [builder.mul(repeated(step, x[0]!), constantLike(builder, y, 1 / count))];
};

/** The upstream gradient with the shape of the reduced input. The axes that were summed are those whose size differs. */
function repeated(step: Backward, x: Value): Value {
  const { builder } = step;
  const { dy } = single(step);
  const shape = keptShape(step, x);
  const ones = builder.full(x.shape, 1, numeric(x));
  return builder.mul(builder.reshape(dy, ...shape), ones);
}

/** The input's shape with the reduced axes kept as size 1. */
function keptShape(step: Backward, x: Value): readonly number[] {
  const axes = constantIntegers(step, 1) ?? [];
  const counted = new Set(axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis)));
  return x.shape.map((size, axis) => (counted.size === 0 || counted.has(axis) ? 1 : sizeOf(size)));
}

/** y = softmax x along an axis: dx = y (dy - Σ dy y). */
export const softmax: GradientRule = (step) => {
  const { y, dy } = single(step);
  const { builder } = step;
  const axis = intAttribute(step, 'axis', -1);
  const inner = builder.emit('ReduceSum', [builder.mul(dy, y), builder.integers(axis)], { keepdims: 1 });
  return [builder.mul(y, builder.sub(dy, inner))];
};

/** y = x - ln Σ e^x along an axis: dx = dy - e^y Σ dy. */
export const logSoftmax: GradientRule = (step) => {
  const { y, dy } = single(step);
  const { builder } = step;
  const axis = intAttribute(step, 'axis', -1);
  const total = builder.emit('ReduceSum', [dy, builder.integers(axis)], { keepdims: 1 });
  return [builder.sub(dy, builder.mul(builder.emit('Exp', [y]), total))];
};

export const reductionGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  ReduceSum: reduceSum,
  ReduceMean: reduceMean,
  ReduceMax: notDifferentiable('equal elements have no unique gradient'),
  ArgMax: piecewiseConstant,
  CumSum: notDifferentiable('it serves to count words'),
  Softmax: softmax,
  LogSoftmax: logSoftmax,
};

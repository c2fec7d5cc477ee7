/** @file Gradient rules of reductions and of what works along an axis. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, sizeOf } from '../ir.ts';
import { intAttribute, intsAttribute } from '../ops/index.ts';
import type { reduction as signatures } from '../ops/reduction.ts';
import {
  type Backward,
  constantIntegers,
  constantLike,
  type Differentiable,
  type GradientRule,
  numeric,
  piecewiseConstant,
  signOf,
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

/** The reduced axes, counted from the front. */
function axesOf(step: Backward, x: Value): ReadonlySet<number> {
  const axes = intsAttribute(step, 'axes') ?? constantIntegers(step, 1) ?? [];
  if (axes.length === 0 && intAttribute(step, 'noop_with_empty_axes', 0)) return new Set();
  const counted = axes.length > 0 ? axes : [...x.shape.keys()];
  return new Set(counted.map((axis) => (axis < 0 ? axis + x.shape.length : axis)));
}

/** The input's shape with the reduced axes kept as size 1. */
function keptShape(step: Backward, x: Value): readonly number[] {
  const axes = axesOf(step, x);
  return x.shape.map((size, axis) => (axes.has(axis) ? 1 : sizeOf(size)));
}

interface Kept {
  readonly builder: GraphBuilder;
  readonly x: Value;
  /** Output and upstream gradient with the reduced axes kept, so that they broadcast with x. */
  readonly y: Value;
  readonly dy: Value;
  readonly number: (value: number) => Value;
  /** Another reduction over the same axes, which are kept. */
  readonly over: (op: 'ReduceSum' | 'ReduceProd', value: Value) => Value;
}

/** The rule of a reduction of x: what it gives is dx. */
function reducing(dx: (kept: Kept) => Value): GradientRule {
  return (step) => {
    const { y, dy, x } = single(step);
    const { builder } = step;
    const value = x[0]!;
    const shape = keptShape(step, value);
    const axes = [...axesOf(step, value)];
    return [
      dx({
        builder,
        x: value,
        y: builder.reshape(y, ...shape),
        dy: builder.reshape(dy, ...shape),
        number: (constant) => constantLike(builder, value, constant),
        over: (op, reduced) =>
          axes.length === 0 ? reduced : builder.emit(op, [reduced, builder.integers(...axes)]),
      }),
    ];
  };
}

/** y = max x or min x over axes: dx = dy in equal shares for the elements that are the extreme. */
export const reduceExtreme = reducing(({ builder, x, y, dy, over }) => {
  const is = builder.cast(builder.emit('Equal', [x, y]), x.elementType);
  return builder.mul(is, builder.div(dy, over('ReduceSum', is)));
});

/**
 * y = Π x over axes: dx_i = dy Π_{j≠i} x_j. With z the zeros as ones, and p the product of x + z, it is dy p / (x + z)
 * where no other element is zero, else 0.
 */
export const reduceProd = reducing(({ builder, x, dy, over, number }) => {
  const zeros = builder.cast(builder.emit('Equal', [x, number(0)]), x.elementType);
  const safe = builder.add(x, zeros);
  const others = builder.sub(over('ReduceSum', zeros), zeros);
  const alone = builder.cast(builder.emit('Less', [others, number(0.5)]), x.elementType);
  return builder.mul(builder.mul(dy, alone), builder.div(over('ReduceProd', safe), safe));
});

/** y = Σ |x|: dx = dy sign x. */
export const reduceL1 = reducing(({ builder, x, dy }) => builder.mul(dy, signOf(builder, x)));

/** y = sqrt Σ x²: dx = dy x / y, 0 where y is 0. */
export const reduceL2 = reducing(({ builder, x, y, dy, number }) => {
  const isZero = builder.cast(builder.emit('Equal', [y, number(0)]), y.elementType);
  return builder.mul(x, builder.div(dy, builder.add(y, isZero)));
});

/** y = Σ x²: dx = 2 dy x. */
export const reduceSumSquare = reducing(({ builder, x, dy }) => builder.mul(x, builder.add(dy, dy)));

/** y = ln Σ x: dx = dy / Σ x = dy e^-y. */
export const reduceLogSum = reducing(({ builder, x, y, dy }) =>
  builder.mul(builder.div(dy, builder.emit('Exp', [y])), builder.full(x.shape, 1, numeric(x))),
);

/** y = ln Σ e^x: dx = dy e^(x - y). */
export const reduceLogSumExp = reducing(({ builder, x, y, dy }) =>
  builder.mul(dy, builder.emit('Exp', [builder.sub(x, y)])),
);

/** y_i = Σ_{j≤i} x_j along an axis: dx is the sum of dy the other way. */
export const cumSum: GradientRule = (step) => {
  const { dy, x } = single(step);
  const attributes = {
    exclusive: intAttribute(step, 'exclusive', 0),
    reverse: 1 - intAttribute(step, 'reverse', 0),
  };
  return [step.builder.emit('CumSum', [dy, x[1]], attributes)];
};

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
  ReduceMax: reduceExtreme,
  ReduceMin: reduceExtreme,
  ReduceProd: reduceProd,
  ReduceL1: reduceL1,
  ReduceL2: reduceL2,
  ReduceLogSum: reduceLogSum,
  ReduceLogSumExp: reduceLogSumExp,
  ReduceSumSquare: reduceSumSquare,
  ArgMax: piecewiseConstant,
  ArgMin: piecewiseConstant,
  CumSum: cumSum,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  Hardmax: piecewiseConstant,
};

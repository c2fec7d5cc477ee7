/** @file Gradient rules of products and reductions. `'` is the transpose of the last two axes. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, sizeOf } from '../ir.ts';
import { intAttribute } from '../ops.ts';
import { constantIntegers, fail, single, unbroadcast, type Backward, type GradientRule } from './rule.ts';

/** Y = A B: dA = dY B', dB = A' dY, summed over broadcast leading axes. */
export const matMul: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const [a, b] = [x[0]!, x[1]!];
  return [
    wanted(0) ? unbroadcast(builder, builder.emit('MatMul', [dy, turned(builder, b)]), a.shape) : undefined,
    wanted(1) ? unbroadcast(builder, builder.emit('MatMul', [turned(builder, a), dy]), b.shape) : undefined,
  ];
};

function turned(builder: GraphBuilder, value: Value): Value {
  const axes = [...value.shape.keys()];
  const last = axes.length - 1;
  return builder.transpose(value, ...axes.slice(0, -2), last, last - 1);
}

/**
 * Y = op(A) op(B) + C with op the identity or the transpose:
 * dA = dY op(B)' or its transpose op(B) dY', dB = op(A)' dY or dY' op(A), dC = dY summed to its shape.
 */
export const gemm: GradientRule = (step) => {
  const { dy, x } = single(step);
  for (const scale of ['alpha', 'beta'])
    if ((step.attributes[scale]?.value ?? 1) !== 1) fail(step, `the gradient needs ${scale} = 1`);
  const { builder, wanted } = step;
  const transA = intAttribute(step, 'transA', 0);
  const transB = intAttribute(step, 'transB', 0);
  const [a, b, c] = [x[0]!, x[1]!, x[2]];
  const product = (factors: readonly [Value, Value], left: number, right: number) =>
    builder.emit('Gemm', factors, { transA: left, transB: right });
  const da = () => (transA ? product([b, dy], transB, 1) : product([dy, b], 0, 1 - transB));
  const db = () => (transB ? product([dy, a], 1, transA) : product([a, dy], 1 - transA, 0));
  return [
    wanted(0) ? da() : undefined,
    wanted(1) ? db() : undefined,
    c && wanted(2) ? unbroadcast(builder, dy, c.shape) : undefined,
  ];
};

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
  return [builder.mul(repeated(step, x[0]!), builder.scalar(1 / count))];
};

/** The upstream gradient with the shape of the reduced input. The axes that were summed are those whose size differs. */
function repeated(step: Backward, x: Value): Value {
  const { builder } = step;
  const { dy } = single(step);
  const shape = keptShape(step, x);
  const ones = builder.emit('ConstantOfShape', [builder.integers(...x.shape.map(sizeOf))], {
    value: { elementType: 'float32', shape: [1], data: Float32Array.of(1) },
  });
  return builder.mul(builder.reshape(dy, ...shape), ones);
}

/** The input's shape with the reduced axes kept as size 1. */
function keptShape(step: Backward, x: Value): readonly number[] {
  const axes = constantIntegers(step, 1) ?? [];
  const counted = new Set(axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis)));
  return x.shape.map((size, axis) => (counted.size === 0 || counted.has(axis) ? 1 : sizeOf(size)));
}

/** @file Gradient rules of products. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, sizeOf } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { matrix as signatures } from '../ops/matrix.ts';
import {
  type Backward,
  type Differentiable,
  fail,
  type GradientRule,
  requireValue,
  single,
  unbroadcast,
} from './rule.ts';

/** Y = A B: dA = dY B', dB = A' dY, summed over broadcast leading axes. */
export const matMul: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const [a, b] = [x[0]!, x[1]!];
  if (b.shape.length === 2) return rowsTimesMatrix(step, [a, b]);
  return [
    wanted(0) ? unbroadcast(builder, builder.emit('MatMul', [dy, turned(builder, b)]), a.shape) : undefined,
    wanted(1) ? unbroadcast(builder, builder.emit('MatMul', [turned(builder, a), dy]), b.shape) : undefined,
  ];
};

/** One matrix for all leading axes: its gradient is one product over all rows, not a sum of many. */
function rowsTimesMatrix(step: Backward, [a, b]: readonly [Value, Value]): readonly (Value | undefined)[] {
  const { builder, wanted } = step;
  const dy = requireValue(step, step.upstream[0]);
  const [inner, columns] = b.shape.map(sizeOf) as [number, number];
  const rows = elementCount(a.shape) / inner;
  const dyRows = builder.reshape(dy, rows, columns);
  const da = () => builder.reshape(builder.emit('Gemm', [dyRows, b], { transB: 1 }), ...a.shape);
  const db = () => weightGradient(builder, builder.reshape(a, rows, inner), dyRows);
  return [wanted(0) ? da() : undefined, wanted(1) ? db() : undefined];
}

/** From this many rows on, a transposition of the weights costs less than it saves. */
const manyRows = 1024;

/**
 * A' dY. ONNX Runtime packs the factor that it reads transposed again for every panel of the other one, so the other
 * should be the narrower: where dY is wider than A the product is taken as (dY' A)'.
 */
function weightGradient(builder: GraphBuilder, a: Value, dy: Value): Value {
  const [rows, inner, columns] = [a.shape[0], a.shape[1], dy.shape[1]].map(sizeOf) as [
    number,
    number,
    number,
  ];
  if (columns <= inner || rows < manyRows) return builder.emit('Gemm', [a, dy], { transA: 1 });
  return builder.transpose(builder.emit('MatMul', [builder.transpose(dy, 1, 0), a]), 1, 0);
}

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
  const db = () => {
    if (transB) return product([dy, a], 1, transA);
    return transA ? product([a, dy], 0, 0) : weightGradient(builder, a, dy);
  };
  return [
    wanted(0) ? da() : undefined,
    wanted(1) ? db() : undefined,
    c && wanted(2) ? unbroadcast(builder, dy, c.shape) : undefined,
  ];
};

export const matrixGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  MatMul: matMul,
  Gemm: gemm,
};

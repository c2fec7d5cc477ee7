/** @file Gradient rules of products. */
import type { GraphBuilder, Value } from '../builder.ts';
import { intAttribute } from '../ops/index.ts';
import type { matrix as signatures } from '../ops/matrix.ts';
import { type Differentiable, fail, type GradientRule, single, unbroadcast } from './rule.ts';

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

export const matrixGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  MatMul: matMul,
  Gemm: gemm,
};

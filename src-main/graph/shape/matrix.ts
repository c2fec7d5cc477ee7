/** @file Shape rules of products. */
import { compatible, type Shape } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { matrix as signatures } from '../ops/matrix.ts';
import { broadcast, fail, rankOf, typeOf, type Call, type ShapeRule } from './call.ts';

/** `[…, m, k] x […, k, n] -> […, m, n]`, the leading axes broadcast. */
export const matMul: ShapeRule = (call) => {
  const { elementType, shape: a } = typeOf(call, 0);
  const { shape: b } = typeOf(call, 1, elementType);
  if (a.length < 2 || b.length < 2) fail(call, 'both inputs need at least two axes');
  inner(call, a.at(-1) ?? '', b.at(-2) ?? '');
  return [
    {
      elementType,
      shape: [...broadcast(call, a.slice(0, -2), b.slice(0, -2)), a.at(-2) ?? '', b.at(-1) ?? ''],
    },
  ];
};

/** `A' B' + C` with `[m, k] x [k, n] -> [m, n]`, where `'` transposes when the attribute says so. */
export const gemm: ShapeRule = (call) => {
  const { elementType } = typeOf(call, 0);
  typeOf(call, 1, elementType);
  const [m, k] = turned(rankOf(call, 0, 2), intAttribute(call.node, 'transA', 0));
  const [otherK, n] = turned(rankOf(call, 1, 2), intAttribute(call.node, 'transB', 0));
  inner(call, k, otherK);
  const shape = [m, n];
  const bias = call.inputs[2];
  if (
    bias &&
    broadcast(call, shape, bias.shape).some((dimension, axis) => !compatible(dimension, shape[axis] ?? 0))
  )
    fail(call, `the third input [${bias.shape.join(',')}] does not broadcast to [${shape.join(',')}]`);
  return [{ elementType, shape }];
};

function turned(shape: Shape, transposed: number) {
  const [rows = '', columns = ''] = shape;
  return transposed ? ([columns, rows] as const) : ([rows, columns] as const);
}

function inner(call: Call, a: Shape[number], b: Shape[number]): void {
  if (!compatible(a, b)) fail(call, `the inner sizes ${a} and ${b} differ`);
}

export const matrixShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  MatMul: matMul,
  Gemm: gemm,
};

/** @file Shape rules of the operators of Transformers. */
import { compatible, type Shape } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { attention as signatures } from '../ops/attention.ts';
import { axisOf, broadcast, fail, typeOf, type Call, type ShapeRule } from './call.ts';

/** The rows keep their type; each statistic, in single precision (`stash_type` 1), has a 1 in place of every axis from `axis` on. */
export const rowNormalization: ShapeRule = (call) => {
  const type = typeOf(call, 0, 'float32', 'float64', 'float16', 'bfloat16');
  if (intAttribute(call.node, 'stash_type', 1) !== 1) fail(call, 'only statistics in float32 are supported');
  const first = axisOf(call, intAttribute(call.node, 'axis', -1), type.shape.length);
  const row = type.shape.slice(first);
  for (const input of call.inputs.keys()) if (input > 0) checkAffine(call, input, row);
  const shape = type.shape.map((size, axis) => (axis < first ? size : 1));
  const statistics = { elementType: 'float32', shape } as const;
  return [type, statistics, statistics].slice(0, call.outputs);
};

function checkAffine(call: Call, input: number, row: Shape): void {
  const { shape } = typeOf(call, input, typeOf(call, 0).elementType);
  const result = broadcast(call, row, shape);
  if (result.length !== row.length || result.some((size, axis) => !compatible(size, row[axis] ?? '')))
    fail(call, `input ${input} is [${shape.join(',')}], rows are [${row.join(',')}]`);
}

/** `[…, m, k] x […, k, n] -> […, m, n]`; a factor that is read transposed has its last two axes exchanged. */
export const fusedMatMul: ShapeRule = (call) => {
  for (const name of ['transBatchA', 'transBatchB'])
    if (intAttribute(call.node, name, 0)) fail(call, `${name} is not supported`);
  const { elementType, shape: a } = typeOf(call, 0, 'float32', 'float64');
  const { shape: b } = typeOf(call, 1, elementType);
  if (a.length < 2 || b.length < 2) fail(call, 'both inputs need at least two axes');
  const [m, k] = matrix(a, intAttribute(call.node, 'transA', 0));
  const [otherK, n] = matrix(b, intAttribute(call.node, 'transB', 0));
  if (!compatible(k, otherK)) fail(call, `the inner sizes ${k} and ${otherK} differ`);
  return [{ elementType, shape: [...broadcast(call, a.slice(0, -2), b.slice(0, -2)), m, n] }];
};

function matrix(shape: Shape, transposed: number) {
  const [rows = '', columns = ''] = shape.slice(-2);
  return transposed ? ([columns, rows] as const) : ([rows, columns] as const);
}

export const attentionShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  LayerNormalization: rowNormalization,
  RMSNormalization: rowNormalization,
  SimplifiedLayerNormalization: rowNormalization,
  'com.microsoft.FusedMatMul': fusedMatMul,
};

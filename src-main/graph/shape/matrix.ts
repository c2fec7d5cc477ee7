/** @file Shape rules of products and reductions. */
import { compatible, type Shape } from '../ir.ts';
import { intAttribute } from '../ops.ts';
import { axisOf, broadcast, fail, integers, rankOf, typeOf, type Call, type ShapeRule } from './call.ts';

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

/** Axes come as a constant second input; none means all. */
export const reduction: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  if (call.inputs[1] && !integers(call, 1)) fail(call, 'the axes must be a constant');
  const given = integers(call, 1) ?? [];
  if (given.length === 0 && intAttribute(call.node, 'noop_with_empty_axes', 0))
    return [{ elementType, shape }];
  const axes = new Set(
    given.length > 0 ? given.map((axis) => axisOf(call, axis, shape.length)) : shape.keys(),
  );
  return [{ elementType, shape: reduced(shape, axes, intAttribute(call.node, 'keepdims', 1)) }];
};

export const argMax: ShapeRule = (call) => {
  const { shape } = typeOf(call, 0);
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), shape.length);
  return [
    { elementType: 'int64', shape: reduced(shape, new Set([axis]), intAttribute(call.node, 'keepdims', 1)) },
  ];
};

function reduced(shape: Shape, axes: ReadonlySet<number>, keep: number): Shape {
  return keep
    ? shape.map((dimension, axis) => (axes.has(axis) ? 1 : dimension))
    : shape.filter((_, axis) => !axes.has(axis));
}

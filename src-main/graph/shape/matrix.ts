/** @file Shape rules of products. */
import { compatible, type Dimension, type Shape } from '../ir.ts';
import { equationOf } from '../ops/einsum.ts';
import { intAttribute, stringAttribute } from '../ops/index.ts';
import type { matrix as signatures } from '../ops/matrix.ts';
import { broadcast, fail, rankOf, typeOf, type Call, type ShapeRule } from './call.ts';

/** `[…, m, k] x […, k, n] -> […, m, n]`, the leading axes broadcast; `[k]` is a row in front and a column behind. */
export const matMul: ShapeRule = (call) => {
  const { elementType, shape: left } = typeOf(call, 0);
  const { shape: right } = typeOf(call, 1, elementType);
  if (left.length === 0 || right.length === 0) fail(call, 'a single number has no axis to sum over');
  const a = left.length === 1 ? [1, ...left] : left;
  const b = right.length === 1 ? [...right, 1] : right;
  inner(call, a.at(-1) ?? '', b.at(-2) ?? '');
  const rows = left.length === 1 ? [] : [a.at(-2) ?? ''];
  const columns = right.length === 1 ? [] : [b.at(-1) ?? ''];
  return [{ elementType, shape: [...broadcast(call, a.slice(0, -2), b.slice(0, -2)), ...rows, ...columns] }];
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

/** Each letter is one size everywhere; under `...` sizes of 1 broadcast. */
export const einsum: ShapeRule = (call) => {
  const text = stringAttribute(call.node, 'equation') ?? fail(call, 'the equation is missing');
  const { elementType } = typeOf(call, 0);
  const shapes = call.inputs.map((_, input) => typeOf(call, input, elementType).shape);
  const ranks = shapes.map((shape) => shape.length);
  const equation = equationOf(text, ranks);
  if (typeof equation === 'string') fail(call, `the equation "${text}" does not fit: ${equation}`);
  const sizes = new Map<string, Dimension>();
  for (const [input, letters] of equation.inputs.entries())
    for (const [axis, letter] of [...letters].entries()) {
      const size = shapes[input]?.[axis] ?? '';
      const before = sizes.get(letter);
      if (before === undefined || before === 1 || before === '') sizes.set(letter, size);
      else if (size !== 1 && !compatible(before, size))
        fail(call, `the axis "${letter}" is ${before} and ${size}`);
    }
  return [{ elementType, shape: Array.from(equation.output, (letter) => sizes.get(letter) ?? '') }];
};

export const matrixShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  MatMul: matMul,
  Gemm: gemm,
  Einsum: einsum,
};

/** @file Shape rules of operators that work element by element. */
import { elementTypes } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { elementwise as signatures } from '../ops/elementwise.ts';
import { broadcast, fail, typeOf, type ShapeRule } from './call.ts';

/** The output has the type of the first input. */
export const sameAsInput: ShapeRule = (call) => [typeOf(call, 0)];

/** All inputs broadcast to one shape and share one element type. */
export const broadcasting: ShapeRule = (call) => {
  const { elementType } = typeOf(call, 0);
  const shape = call.inputs
    .map((_, input) => typeOf(call, input, elementType).shape)
    .reduce((a, b) => broadcast(call, a, b));
  return [{ elementType, shape }];
};

export const comparison: ShapeRule = (call) =>
  broadcasting(call).map(({ shape }) => ({ elementType: 'bool', shape }));

export const where: ShapeRule = (call) => {
  const condition = typeOf(call, 0, 'bool');
  const { elementType, shape } = typeOf(call, 1);
  const other = typeOf(call, 2, elementType);
  return [{ elementType, shape: broadcast(call, condition.shape, broadcast(call, shape, other.shape)) }];
};

export const cast: ShapeRule = (call) => {
  const elementType = elementTypes[intAttribute(call.node, 'to', 0)];
  if (!elementType || elementType === 'undefined') fail(call, 'the attribute "to" names no element type');
  return [{ elementType, shape: typeOf(call, 0).shape }];
};

export const elementwiseShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Add: broadcasting,
  Sub: broadcasting,
  Mul: broadcasting,
  Div: broadcasting,
  Equal: comparison,
  Less: comparison,
  Where: where,
  Neg: sameAsInput,
  Exp: sameAsInput,
  Log: sameAsInput,
  Sqrt: sameAsInput,
  Sigmoid: sameAsInput,
  Tanh: sameAsInput,
  Relu: sameAsInput,
  HardSigmoid: sameAsInput,
  Identity: sameAsInput,
  Cast: cast,
};

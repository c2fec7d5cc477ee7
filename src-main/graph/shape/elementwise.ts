/** @file Shape rules of operators that work element by element. */
import { elementTypes, type ElementType } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { elementwise as signatures } from '../ops/elementwise.ts';
import { broadcast, fail, floats, typeOf, wholes, type Call, type ShapeRule } from './call.ts';

/** The output has the type of the first input, which is one of the given ones where any are given. */
export function same(...allowed: readonly ElementType[]): ShapeRule {
  return (call) => [typeOf(call, 0, ...allowed)];
}

export const sameAsInput: ShapeRule = same();
const floating = same(...floats);

/** All inputs broadcast to one shape and share one element type, one of the given ones where any are given. */
function broadcasting(...allowed: readonly ElementType[]): ShapeRule {
  return (call) => {
    const { elementType } = typeOf(call, 0, ...allowed);
    const shape = call.inputs
      .map((_, input) => typeOf(call, input, elementType).shape)
      .reduce((a, b) => broadcast(call, a, b));
    return [{ elementType, shape }];
  };
}

const numbers = broadcasting(...floats, ...wholes);
const integral = broadcasting(...wholes);
const logical = broadcasting('bool');

/** Base and exponent may differ in type; the result has the base's. */
export const pow: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0, ...floats, 'int32', 'int64');
  const exponent = typeOf(call, 1, ...floats, ...wholes);
  return [{ elementType, shape: broadcast(call, shape, exponent.shape) }];
};

function compared(...allowed: readonly ElementType[]): ShapeRule {
  const rule = broadcasting(...allowed);
  return (call) => rule(call).map(({ shape }) => ({ elementType: 'bool', shape }));
}

const ordered = compared(...floats, ...wholes);

/** A question to each number. */
const asked: ShapeRule = (call) => [{ elementType: 'bool', shape: typeOf(call, 0, ...floats).shape }];

/** Bounds are single numbers of the input's type. */
export const clip: ShapeRule = (call) => {
  const type = typeOf(call, 0, ...floats, ...wholes);
  for (const bound of [1, 2])
    if (call.inputs[bound] && typeOf(call, bound, type.elementType).shape.length > 0)
      fail(call, 'a bound must be a single number');
  return [type];
};

export const where: ShapeRule = (call) => {
  const condition = typeOf(call, 0, 'bool');
  const { elementType, shape } = typeOf(call, 1);
  const other = typeOf(call, 2, elementType);
  return [{ elementType, shape: broadcast(call, condition.shape, broadcast(call, shape, other.shape)) }];
};

export const cast: ShapeRule = (call) => {
  const elementType = namedType(call, 'to') ?? fail(call, 'the attribute "to" names no element type');
  return [{ elementType, shape: typeOf(call, 0).shape }];
};

/** The element type that an integer attribute names, if it is there. */
export function namedType(call: Call, attribute: string): ElementType | undefined {
  const elementType = elementTypes[intAttribute(call.node, attribute, 0)];
  return elementType === 'undefined' ? undefined : elementType;
}

export const castLike: ShapeRule = (call) => [
  { elementType: typeOf(call, 1).elementType, shape: typeOf(call, 0).shape },
];

export const elementwiseShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Add: numbers,
  Sub: numbers,
  Mul: numbers,
  Div: numbers,
  Mod: numbers,
  Pow: pow,
  Max: numbers,
  Min: numbers,
  Mean: broadcasting(...floats),
  Sum: broadcasting(...floats),
  Abs: same(...floats, ...wholes),
  Neg: same(...floats, 'int32', 'int64', 'int8', 'int16'),
  Sign: same(...floats, ...wholes),
  Reciprocal: floating,
  Exp: floating,
  Log: floating,
  Sqrt: floating,
  Erf: same(...floats, ...wholes),
  Ceil: floating,
  Floor: floating,
  Round: floating,
  Sin: floating,
  Cos: floating,
  Tan: floating,
  Asin: floating,
  Acos: floating,
  Atan: floating,
  Sinh: floating,
  Cosh: floating,
  Asinh: floating,
  Acosh: floating,
  Atanh: floating,
  Clip: clip,
  Equal: compared(),
  Less: ordered,
  LessOrEqual: ordered,
  Greater: ordered,
  GreaterOrEqual: ordered,
  IsNaN: asked,
  IsInf: asked,
  And: logical,
  Or: logical,
  Xor: logical,
  Not: same('bool'),
  BitwiseAnd: integral,
  BitwiseOr: integral,
  BitwiseXor: integral,
  BitwiseNot: same(...wholes),
  BitShift: broadcasting('uint8', 'uint16', 'uint32', 'uint64'),
  Where: where,
  Identity: sameAsInput,
  Cast: cast,
  CastLike: castLike,
};

/** @file Operators on each element, with broadcasting. */
import { binary, unary, type Signature } from './signature.ts';

export const elementwise = {
  Add: binary,
  Sub: binary,
  Mul: binary,
  Div: binary,
  Equal: binary,
  Less: binary,
  Where: { inputs: [3, 3], outputs: [1, 1], attributes: {} },
  Neg: unary,
  Exp: unary,
  Log: unary,
  Sqrt: unary,
  Sigmoid: unary,
  Tanh: unary,
  Relu: unary,
  HardSigmoid: { ...unary, attributes: { alpha: 'float', beta: 'float' } },
  Identity: unary,
  Cast: { ...unary, attributes: { to: 'int', saturate: 'int' } },
} as const satisfies Readonly<Record<string, Signature>>;

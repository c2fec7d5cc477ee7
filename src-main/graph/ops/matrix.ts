/** @file Matrix products. */
import { any, binary, type Signature } from './signature.ts';

export const matrix = {
  MatMul: binary,
  Gemm: {
    inputs: [2, 3],
    outputs: [1, 1],
    attributes: { alpha: 'float', beta: 'float', transA: 'int', transB: 'int' },
  },
  Einsum: { inputs: [1, any], outputs: [1, 1], attributes: { equation: 'string' } },
} as const satisfies Readonly<Record<string, Signature>>;

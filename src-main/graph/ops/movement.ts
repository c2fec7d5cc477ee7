/** @file Operators that move elements without computing. */
import { any, binary, unary, type Signature } from './signature.ts';

export const movement = {
  Reshape: { ...binary, attributes: { allowzero: 'int' } },
  Transpose: { ...unary, attributes: { perm: 'ints' } },
  Concat: { inputs: [1, any], outputs: [1, 1], attributes: { axis: 'int' } },
  Split: { inputs: [1, 2], outputs: [1, any], attributes: { axis: 'int', num_outputs: 'int' } },
  Slice: { inputs: [3, 5], outputs: [1, 1], attributes: {} },
  Pad: { inputs: [2, 4], outputs: [1, 1], attributes: { mode: 'string' } },
  Gather: { ...binary, attributes: { axis: 'int' } },
  ScatterElements: { inputs: [3, 3], outputs: [1, 1], attributes: { axis: 'int', reduction: 'string' } },
  ScatterND: { inputs: [3, 3], outputs: [1, 1], attributes: { reduction: 'string' } },
  ConstantOfShape: { ...unary, attributes: { value: 'tensor' } },
} as const satisfies Readonly<Record<string, Signature>>;

/** @file Operators that read or write at places given by values, and those that find such places. */
import { binary, unary, type Signature } from './signature.ts';

export const indexing = {
  Gather: { ...binary, attributes: { axis: 'int' } },
  GatherElements: { ...binary, attributes: { axis: 'int' } },
  GatherND: { ...binary, attributes: { batch_dims: 'int' } },
  ScatterElements: { inputs: [3, 3], outputs: [1, 1], attributes: { axis: 'int', reduction: 'string' } },
  ScatterND: { inputs: [3, 3], outputs: [1, 1], attributes: { reduction: 'string' } },
  Compress: { ...binary, attributes: { axis: 'int' } },
  OneHot: { inputs: [3, 3], outputs: [1, 1], attributes: { axis: 'int' } },
  TopK: { inputs: [2, 2], outputs: [2, 2], attributes: { axis: 'int', largest: 'int', sorted: 'int' } },
  NonZero: unary,
  Unique: { inputs: [1, 1], outputs: [1, 4], attributes: { axis: 'int', sorted: 'int' } },
} as const satisfies Readonly<Record<string, Signature>>;

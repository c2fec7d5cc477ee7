/** @file Operators along axes: reductions, softmax, cumulative sums. */
import { binary, unary, type Signature } from './signature.ts';

const reduces = {
  inputs: [1, 2],
  outputs: [1, 1],
  attributes: { keepdims: 'int', noop_with_empty_axes: 'int' },
} as const;

export const reduction = {
  ReduceSum: reduces,
  ReduceMean: reduces,
  ReduceMax: reduces,
  ArgMax: { ...unary, attributes: { axis: 'int', keepdims: 'int', select_last_index: 'int' } },
  CumSum: { ...binary, attributes: { exclusive: 'int', reverse: 'int' } },
  Softmax: { ...unary, attributes: { axis: 'int' } },
  LogSoftmax: { ...unary, attributes: { axis: 'int' } },
} as const satisfies Readonly<Record<string, Signature>>;

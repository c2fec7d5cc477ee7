/** @file Operators along axes: reductions, softmax, cumulative sums. */
import { binary, unary, type Signature } from './signature.ts';

/** Axes are the second input; before opset 18 (ReduceSum: 13) they were the attribute. */
const reduces = {
  inputs: [1, 2],
  outputs: [1, 1],
  attributes: { axes: 'ints', keepdims: 'int', noop_with_empty_axes: 'int' },
} as const;

const chooses = { ...unary, attributes: { axis: 'int', keepdims: 'int', select_last_index: 'int' } } as const;
const along = { ...unary, attributes: { axis: 'int' } } as const;

export const reduction = {
  ReduceSum: reduces,
  ReduceMean: reduces,
  ReduceMax: reduces,
  ReduceMin: reduces,
  ReduceProd: reduces,
  ReduceL1: reduces,
  ReduceL2: reduces,
  ReduceLogSum: reduces,
  ReduceLogSumExp: reduces,
  ReduceSumSquare: reduces,
  ArgMax: chooses,
  ArgMin: chooses,
  CumSum: { ...binary, attributes: { exclusive: 'int', reverse: 'int' } },
  Softmax: along,
  LogSoftmax: along,
  Hardmax: along,
} as const satisfies Readonly<Record<string, Signature>>;

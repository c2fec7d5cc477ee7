/** @file The table of shape rules: total over `Op`, so an operator without one does not compile. */
import type { Op } from '../ops.ts';
import type { ShapeRule } from './call.ts';
import { alongAxis, broadcasting, cast, comparison, sameAsInput, where } from './elementwise.ts';
import { argMax, gemm, matMul, reduction } from './matrix.ts';
import {
  concat,
  constantOfShape,
  gather,
  gatherElements,
  pad,
  reshape,
  scatterND,
  slice,
  split,
  transpose,
} from './movement.ts';
import { labelEncoder, lstm, scan, stringNormalizer, stringSplit } from './sequence.ts';

export type { Call, ShapeRule } from './call.ts';

export const shapeRules: Readonly<Record<Op, ShapeRule>> = {
  Add: broadcasting,
  Sub: broadcasting,
  Mul: broadcasting,
  Div: broadcasting,
  Equal: comparison,
  Less: comparison,
  Max: broadcasting,
  Min: broadcasting,
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
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
  MatMul: matMul,
  Gemm: gemm,
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ArgMax: argMax,
  Reshape: reshape,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Gather: gather,
  GatherElements: gatherElements,
  ScatterND: scatterND,
  ConstantOfShape: constantOfShape,
  LSTM: lstm,
  Scan: scan,
  StringNormalizer: stringNormalizer,
  StringSplit: stringSplit,
  'ai.onnx.ml.LabelEncoder': labelEncoder,
};

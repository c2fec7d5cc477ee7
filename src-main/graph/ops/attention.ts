/** @file Operators of Transformers: normalization of rows, and products that read a factor transposed and scale what they give. */
import { binary, type Signature } from './signature.ts';

const rowNormalization = { axis: 'int', epsilon: 'float', stash_type: 'int' } as const;

export const attention = {
  /** Outputs: the normalized rows, their means, and the inverse of their deviations. */
  LayerNormalization: { inputs: [2, 3], outputs: [1, 3], attributes: rowNormalization },
  /** Of opset 23: graphs written here say it with older operators. */
  RMSNormalization: { ...binary, attributes: rowNormalization },
  /** ONNX Runtime's own form of RMSNormalization, with the inverse root mean square as its second output. */
  SimplifiedLayerNormalization: { inputs: [2, 2], outputs: [1, 2], attributes: rowNormalization },
  /** `alpha op(A) op(B)` over any leading axes, where op may exchange the last two axes. */
  'com.microsoft.FusedMatMul': {
    ...binary,
    attributes: {
      alpha: 'float',
      transA: 'int',
      transB: 'int',
      transBatchA: 'int',
      transBatchB: 'int',
    },
  },
} as const satisfies Readonly<Record<string, Signature>>;

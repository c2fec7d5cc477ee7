/** @file Operators that move elements without computing, to places that do not depend on values. */
import { any, binary, unary, type Signature } from './signature.ts';

export const movement = {
  Reshape: { ...binary, attributes: { allowzero: 'int' } },
  Flatten: { ...unary, attributes: { axis: 'int' } },
  Squeeze: { inputs: [1, 2], outputs: [1, 1], attributes: { axes: 'ints' } },
  Unsqueeze: { inputs: [1, 2], outputs: [1, 1], attributes: { axes: 'ints' } },
  Transpose: { ...unary, attributes: { perm: 'ints' } },
  Expand: binary,
  Tile: binary,
  Concat: { inputs: [1, any], outputs: [1, 1], attributes: { axis: 'int' } },
  Split: {
    inputs: [1, 2],
    outputs: [1, any],
    attributes: { axis: 'int', num_outputs: 'int', split: 'ints' },
  },
  Slice: { inputs: [3, 5], outputs: [1, 1], attributes: {} },
  Pad: { inputs: [2, 4], outputs: [1, 1], attributes: { mode: 'string' } },
  Trilu: { inputs: [1, 2], outputs: [1, 1], attributes: { upper: 'int' } },
  DepthToSpace: { ...unary, attributes: { blocksize: 'int', mode: 'string' } },
  SpaceToDepth: { ...unary, attributes: { blocksize: 'int' } },
  ReverseSequence: { ...binary, attributes: { batch_axis: 'int', time_axis: 'int' } },
} as const satisfies Readonly<Record<string, Signature>>;

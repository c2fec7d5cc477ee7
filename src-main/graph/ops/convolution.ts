/** @file Convolutions, pools and resizing: operators that slide a window over `[batch, channels, …space]`. */
import { unary, type Signature } from './signature.ts';

const window = {
  auto_pad: 'string',
  dilations: 'ints',
  kernel_shape: 'ints',
  pads: 'ints',
  strides: 'ints',
} as const;

export const convolution = {
  Conv: { inputs: [2, 3], outputs: [1, 1], attributes: { ...window, group: 'int' } },
  ConvTranspose: {
    inputs: [2, 3],
    outputs: [1, 1],
    attributes: { ...window, group: 'int', output_padding: 'ints', output_shape: 'ints' },
  },
  MaxPool: {
    inputs: [1, 1],
    outputs: [1, 2],
    attributes: { ...window, ceil_mode: 'int', storage_order: 'int' },
  },
  AveragePool: { ...unary, attributes: { ...window, ceil_mode: 'int', count_include_pad: 'int' } },
  LpPool: { ...unary, attributes: { ...window, ceil_mode: 'int', p: 'int' } },
  GlobalAveragePool: unary,
  GlobalMaxPool: unary,
  Resize: {
    inputs: [1, 4],
    outputs: [1, 1],
    attributes: {
      antialias: 'int',
      axes: 'ints',
      coordinate_transformation_mode: 'string',
      cubic_coeff_a: 'float',
      exclude_outside: 'int',
      extrapolation_value: 'float',
      keep_aspect_ratio_policy: 'string',
      mode: 'string',
      nearest_mode: 'string',
    },
  },
} as const satisfies Readonly<Record<string, Signature>>;

/**
 * @file ONNX Runtime's operators on blocked images, for its CPU provider. A blocked image `[batch, channels,
 * height, width]` lies in memory as `[batch, channels / b, height, width, b]`, b being 8 or 16 with the processor; its
 * declared shape stays the standard one.
 */
import { unary, type Signature } from './signature.ts';

const window = { dilations: 'ints', kernel_shape: 'ints', pads: 'ints', strides: 'ints' } as const;

export const blocked = {
  'com.microsoft.nchwc.ReorderInput': { ...unary, attributes: { channels_last: 'int' } },
  'com.microsoft.nchwc.ReorderOutput': { ...unary, attributes: { channels: 'int', channels_last: 'int' } },
  'com.microsoft.nchwc.Conv': {
    inputs: [2, 4],
    outputs: [1, 1],
    attributes: { ...window, activation: 'string', activation_params: 'floats', group: 'int' },
  },
  'com.microsoft.nchwc.MaxPool': { ...unary, attributes: { ...window, ceil_mode: 'int' } },
  'com.microsoft.nchwc.AveragePool': {
    ...unary,
    attributes: { ...window, ceil_mode: 'int', count_include_pad: 'int' },
  },
  'com.microsoft.nchwc.GlobalAveragePool': unary,
  'com.microsoft.nchwc.Upsample': { ...unary, attributes: { mode: 'string', scales: 'ints' } },
} as const satisfies Readonly<Record<string, Signature>>;

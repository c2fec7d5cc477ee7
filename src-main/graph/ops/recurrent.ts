/** @file Recurrent operators. */
import { type Signature } from './signature.ts';

export const recurrent = {
  LSTM: {
    inputs: [3, 8],
    outputs: [0, 3],
    attributes: {
      activation_alpha: 'floats',
      activation_beta: 'floats',
      activations: 'strings',
      clip: 'float',
      direction: 'string',
      hidden_size: 'int',
      input_forget: 'int',
      layout: 'int',
    },
  },
} as const satisfies Readonly<Record<string, Signature>>;

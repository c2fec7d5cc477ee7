/** @file Recurrent operators. */
import type { Signature } from './signature.ts';

const attributes = {
  activation_alpha: 'floats',
  activation_beta: 'floats',
  activations: 'strings',
  clip: 'float',
  direction: 'string',
  hidden_size: 'int',
  layout: 'int',
} as const;

export const recurrent = {
  RNN: { inputs: [3, 6], outputs: [0, 2], attributes },
  GRU: { inputs: [3, 6], outputs: [0, 2], attributes: { ...attributes, linear_before_reset: 'int' } },
  LSTM: { inputs: [3, 8], outputs: [0, 3], attributes: { ...attributes, input_forget: 'int' } },
} as const satisfies Readonly<Record<string, Signature>>;

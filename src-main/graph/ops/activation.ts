/** @file Activation functions, and Dropout as inference runs it. */
import { binary, unary, type Signature } from './signature.ts';

export const activation = {
  Relu: unary,
  LeakyRelu: { ...unary, attributes: { alpha: 'float' } },
  PRelu: binary,
  ThresholdedRelu: { ...unary, attributes: { alpha: 'float' } },
  Elu: { ...unary, attributes: { alpha: 'float' } },
  Selu: { ...unary, attributes: { alpha: 'float', gamma: 'float' } },
  Celu: { ...unary, attributes: { alpha: 'float' } },
  Sigmoid: unary,
  HardSigmoid: { ...unary, attributes: { alpha: 'float', beta: 'float' } },
  HardSwish: unary,
  Tanh: unary,
  Gelu: { ...unary, attributes: { approximate: 'string' } },
  Mish: unary,
  Softplus: unary,
  Softsign: unary,
  Shrink: { ...unary, attributes: { bias: 'float', lambd: 'float' } },
  Dropout: { inputs: [1, 3], outputs: [1, 2], attributes: { seed: 'int' } },
} as const satisfies Readonly<Record<string, Signature>>;

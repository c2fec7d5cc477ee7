/** @file Dense layers one after the other. */
import { heNormal, glorotUniform, lecunNormal, type Initializer } from '../initializers.ts';
import { activation, type ActivationName } from './activation.ts';
import { dense } from './dense.ts';
import { optionalDropout } from './dropout.ts';
import { sequential, type Layer } from './layer.ts';

export interface MlpOptions {
  readonly name: string;
  /** Sizes of the input, of each hidden layer, and of the output. */
  readonly sizes: readonly number[];
  /** After every layer but the last; `relu` unless said otherwise. */
  readonly activation?: ActivationName;
  /** Share dropped after each hidden layer; 0 unless said otherwise. */
  readonly dropout?: number;
}

/**
 * Dense layers with an activation and dropout between them: `[…, first size] -> […, last size]`. Hidden weights start as
 * their activation wants them: He's for those that cut one half off, LeCun's for SELU, else Glorot's.
 */
export function mlp({ name, sizes, activation: kind = 'relu', dropout: rate = 0 }: MlpOptions): Layer {
  const layers = sizes.slice(1).map((output, index) => {
    const input = sizes[index] ?? 0;
    const options = { name: `${name}${index + 1}`, input, output };
    if (index + 2 === sizes.length) return dense(options);
    return sequential(
      dense({ ...options, initializer: startFor(kind, input, output) }),
      activation(kind),
      ...optionalDropout({ name: options.name, rate }),
    );
  });
  return sequential(...layers);
}

/** How weights in front of an activation start. */
function startFor(kind: ActivationName, input: number, output: number): Initializer {
  switch (kind) {
    case 'relu':
    case 'leakyRelu':
    case 'elu':
    case 'gelu':
    case 'silu':
    case 'hardSwish':
    case 'softplus':
    case 'mish':
      return heNormal(input);
    case 'selu':
      return lecunNormal(input);
    case 'linear':
    case 'sigmoid':
    case 'tanh':
      return glorotUniform(input, output);
  }
}

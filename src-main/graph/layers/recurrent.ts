/** @file Recurrent layers; they read `[time, batch, features]`. */
import { glorotUniform } from '../initializers.ts';
import { layerOf, type Layer } from './layer.ts';

/** `[batch, time] -> [time, batch]`, the order in which recurrent layers read. */
export const timeMajor: Layer = layerOf((builder, input) => builder.transpose(input, 1, 0));

export interface LstmOptions {
  readonly name: string;
  /** Features of each step. */
  readonly input: number;
  readonly hidden: number;
}

/**
 * The last hidden state of an LSTM: `[time, batch, input] -> [batch, hidden]`. Parameters are in ONNX's layout and gate
 * order (i, o, f, z). Input weights start Glorot-uniform, recurrent ones orthogonal, the forget gate's bias at 1
 * (Jozefowicz et al. 2015, section 2.2).
 */
export function lstm({ name, input, hidden }: LstmOptions): Layer {
  const [w, r, bias] = [`${name}.input`, `${name}.recurrent`, `${name}.bias`];
  const forgetGate = { kind: 'band', value: 1, start: 2 * hidden, end: 3 * hidden } as const;
  return {
    parameters: [
      { name: w, shape: [1, 4 * hidden, input], initializer: glorotUniform(input, 4 * hidden) },
      {
        name: r,
        shape: [1, 4 * hidden, hidden],
        initializer: { kind: 'orthogonal', size: hidden, blocks: 4 },
      },
      { name: bias, shape: [1, 4 * hidden], initializer: forgetGate },
    ],
    apply(builder, value, scope) {
      const both = builder.concat([scope.parameter(bias), builder.zeros([1, 4 * hidden])], 1);
      const inputs = [value, scope.parameter(w), scope.parameter(r), both];
      const [, last] = builder.emitAll('LSTM', inputs, { hidden_size: hidden }, 3);
      return builder.emit('Reshape', [last, builder.integers(-1, hidden)]);
    },
  };
}

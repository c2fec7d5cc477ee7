/** @file Recurrent layers; they read `[time, batch, features]`. */
import type { GraphBuilder, Value } from '../builder.ts';
import { glorotUniform, type Initializer } from '../initializers.ts';
import { sizeOf } from '../ir.ts';
import { layerOf, type Layer } from './layer.ts';

/** `[batch, time] -> [time, batch]`, the order in which recurrent layers read. */
export const timeMajor: Layer = layerOf((builder, input) => builder.transpose(input, 1, 0));

export interface RecurrentOptions {
  readonly name: string;
  /** Features of each step. */
  readonly input: number;
  readonly hidden: number;
  /** Whether a second one reads from the end, and its states stand beside those of the first; false unless said so. */
  readonly bidirectional?: boolean;
  /**
   * What the layer gives: the last state, `[batch, features]`, or all, `[time, batch, features]`; the last unless said
   * otherwise. Features are `hidden`, twice that in both directions.
   */
  readonly returns?: 'last' | 'sequence';
}

export type LstmOptions = RecurrentOptions;
export type GruOptions = RecurrentOptions;

export interface RnnOptions extends RecurrentOptions {
  /** The hyperbolic tangent unless said otherwise. */
  readonly activation?: 'Tanh' | 'Relu';
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, Gers et al. 2000). Parameters are in ONNX's layout and gate
 * order (i, o, f, z). Input weights start Glorot-uniform, recurrent ones orthogonal, the forget gate's bias at 1
 * (Jozefowicz et al. 2015, section 2.2).
 */
export function lstm(options: LstmOptions): Layer {
  const { name, hidden } = options;
  const directions = directionsOf(options);
  const rows = 4 * hidden;
  const bias = `${name}.bias`;
  const forgetGate: Initializer = {
    kind: 'band',
    value: 1,
    start: 2 * hidden,
    end: 3 * hidden,
    ...(directions === 1 ? {} : { period: rows }),
  };
  return {
    parameters: [...weights(options, 4), { name: bias, shape: [directions, rows], initializer: forgetGate }],
    apply(builder, value, scope) {
      const both = builder.concat([scope.parameter(bias), builder.zeros([directions, rows])], 1);
      const [w, r] = weightNames(options).map((each) => scope.parameter(each));
      return emitted(builder, options, {
        op: 'LSTM',
        inputs: [value, w!, r!, both],
        attributes: {},
        outputs: 3,
      });
    },
  };
}

/**
 * Gated recurrent unit (Cho et al. 2014) that resets after the product with R, as cuDNN, PyTorch and Keras have it
 * (`linear_before_reset`). Parameters are in ONNX's layout and gate order (z, r, n); the bias holds that of W, then that
 * of R. Input weights start Glorot-uniform, recurrent ones orthogonal, biases at zero.
 */
export function gru(options: GruOptions): Layer {
  const bias = `${options.name}.bias`;
  const shape = [directionsOf(options), 6 * options.hidden];
  return {
    parameters: [...weights(options, 3), { name: bias, shape, initializer: { kind: 'zeros' } }],
    apply(builder, value, scope) {
      const [w, r] = weightNames(options).map((each) => scope.parameter(each));
      return emitted(builder, options, {
        op: 'GRU',
        inputs: [value, w!, r!, scope.parameter(bias)],
        attributes: { linear_before_reset: 1 },
        outputs: 2,
      });
    },
  };
}

/** The simple recurrent network (Elman 1990): one bias, which starts at zero as in Keras. */
export function rnn(options: RnnOptions): Layer {
  const { name, hidden, activation = 'Tanh' } = options;
  const directions = directionsOf(options);
  const bias = `${name}.bias`;
  return {
    parameters: [
      ...weights(options, 1),
      { name: bias, shape: [directions, hidden], initializer: { kind: 'zeros' } },
    ],
    apply(builder, value, scope) {
      const both = builder.concat([scope.parameter(bias), builder.zeros([directions, hidden])], 1);
      const [w, r] = weightNames(options).map((each) => scope.parameter(each));
      return emitted(builder, options, {
        op: 'RNN',
        inputs: [value, w!, r!, both],
        attributes: { activations: Array.from({ length: directions }, () => activation) },
        outputs: 2,
      });
    },
  };
}

function directionsOf({ bidirectional = false }: RecurrentOptions): number {
  return bidirectional ? 2 : 1;
}

function weightNames({ name }: RecurrentOptions): readonly string[] {
  return [`${name}.input`, `${name}.recurrent`];
}

/** W and R of so many gates. */
function weights(options: RecurrentOptions, gates: number): Layer['parameters'] {
  const { input, hidden } = options;
  const directions = directionsOf(options);
  const [w = '', r = ''] = weightNames(options);
  const rows = gates * hidden;
  return [
    { name: w, shape: [directions, rows, input], initializer: glorotUniform(input, rows) },
    {
      name: r,
      shape: [directions, rows, hidden],
      initializer: { kind: 'orthogonal', size: hidden, blocks: directions * gates },
    },
  ];
}

interface Call {
  readonly op: 'LSTM' | 'GRU' | 'RNN';
  readonly inputs: readonly Value[];
  readonly attributes: Readonly<Record<string, number | readonly string[]>>;
  readonly outputs: number;
}

/** The operator, and its states with the directions side by side. */
function emitted(builder: GraphBuilder, options: RecurrentOptions, call: Call): Value {
  const { hidden, bidirectional = false, returns = 'last' } = options;
  const attributes = {
    hidden_size: hidden,
    ...(bidirectional ? { direction: 'bidirectional' } : {}),
    ...call.attributes,
  };
  const [all, last] = builder.emitAll(call.op, call.inputs, attributes, call.outputs) as [Value, Value];
  const features = directionsOf(options) * hidden;
  if (returns === 'last') {
    const rows = bidirectional ? builder.transpose(last, 1, 0, 2) : last;
    return builder.emit('Reshape', [rows, builder.integers(-1, features)]);
  }
  const steps = bidirectional ? builder.transpose(all, 0, 2, 1, 3) : all;
  const time = sizeOf(all.shape[0]);
  return builder.emit('Reshape', [steps, builder.integers(time, -1, features)]);
}

/** The mean or the largest over time of each feature: `[time, batch, features] -> [batch, features]`. */
export function timePool(kind: 'mean' | 'max'): Layer {
  return layerOf((builder, input) => {
    if (kind === 'mean') return builder.emit('ReduceMean', [input, builder.integers(0)], { keepdims: 0 });
    const [time, features] = [sizeOf(input.shape[0]), sizeOf(input.shape[2])];
    const channels = builder.transpose(input, 1, 2, 0);
    const largest = builder.emit('MaxPool', [channels], { kernel_shape: [time], strides: [1] });
    return builder.emit('Reshape', [largest, builder.integers(-1, features)]);
  });
}

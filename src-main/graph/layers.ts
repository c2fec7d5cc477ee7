/** @file Layers: parameters with their starts, and a function from value to value written with the builder. */
import type { GraphBuilder, Value } from './builder.ts';
import { glorotUniform, type Initializer } from './initializers.ts';
import { GraphError, sizeOf } from './ir.ts';

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
}

/** Parameter values of a model by name. */
export type Parameters = (name: string) => Value;

export interface Layer {
  readonly parameters: readonly Parameter[];
  readonly apply: (builder: GraphBuilder, input: Value, parameters: Parameters) => Value;
}

/** Layers one after the other. Throws GraphError when two parameters share a name. */
export function sequential(...layers: readonly Layer[]): Layer {
  const parameters = layers.flatMap((layer) => layer.parameters);
  const names = parameters.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new GraphError(`two parameters are named "${twice}"`);
  return {
    parameters,
    apply: (builder, input, values) =>
      layers.reduce((value, layer) => layer.apply(builder, value, values), input),
  };
}

/** `[batch, time] -> [time, batch]`, the order in which recurrent layers read. */
export const timeMajor: Layer = {
  parameters: [],
  apply: (builder, input) => builder.transpose(input, 1, 0),
};

export interface EmbeddingOptions {
  readonly name: string;
  /** Number of ids. */
  readonly vocabulary: number;
  /** Numbers an id becomes. */
  readonly size: number;
}

/** A learned row for each id: `[...] -> [..., size]`. Starts uniform in ±0.05, as Keras does. */
export function embedding({ name, vocabulary, size }: EmbeddingOptions): Layer {
  const table = `${name}.table`;
  return {
    parameters: [{ name: table, shape: [vocabulary, size], initializer: { kind: 'uniform', limit: 0.05 } }],
    apply: (builder, input, parameters) => builder.emit('Gather', [parameters(table), input], { axis: 0 }),
  };
}

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
    apply(builder, value, parameters) {
      const both = builder.concat([parameters(bias), builder.zeros([1, 4 * hidden])], 1);
      const inputs = [value, parameters(w), parameters(r), both];
      const [, last] = builder.emitAll('LSTM', inputs, { hidden_size: hidden }, 3);
      return builder.emit('Reshape', [last, builder.integers(-1, hidden)]);
    },
  };
}

export interface DenseOptions {
  readonly name: string;
  readonly input: number;
  readonly output: number;
}

/** `x W + b`: `[batch, input] -> [batch, output]`. W starts Glorot-uniform, b at zero. */
export function dense({ name, input, output }: DenseOptions): Layer {
  const [weight, bias] = [`${name}.weight`, `${name}.bias`];
  return {
    parameters: [
      { name: weight, shape: [input, output], initializer: glorotUniform(input, output) },
      { name: bias, shape: [output], initializer: { kind: 'zeros' } },
    ],
    apply: (builder, value, parameters) =>
      builder.emit('Gemm', [value, parameters(weight), parameters(bias)]),
  };
}

/** Rectified linear unit, max(x, 0). */
export const relu: Layer = {
  parameters: [],
  apply: (builder, input) => builder.emit('Relu', [input]),
};

/** Number of trainable numbers of a layer. */
export function parameterCount({ parameters }: Layer): number {
  return parameters.reduce((total, { shape }) => total + shape.map(sizeOf).reduce((a, b) => a * b, 1), 0);
}

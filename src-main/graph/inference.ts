/** @file The graph that a trained model is exported as: the network with its parameters inside, and what stands around it. */
import { GraphBuilder, type Value } from './builder.ts';
import { GraphError, float32, strings, type Graph, type Tensor } from './ir.ts';
import type { Scope } from './layers/index.ts';
import type { Network, Values } from './network.ts';
import { inferencePasses, optimize } from './passes/index.ts';

/** Applies the network, with its parameters as constants, to values of the graph. */
export type ApplyNetwork = (inputs: Values) => Values;

export interface InferenceOptions {
  readonly network: Network;
  /** Parameters and buffers by name. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Declares the graph's inputs, prepares them, applies the network and declares the outputs. */
  readonly build: (builder: GraphBuilder, apply: ApplyNetwork) => void;
}

/** Throws GraphError when a parameter is missing. */
export function compileInference({ network, parameters, build }: InferenceOptions): Graph {
  const builder = new GraphBuilder();
  const scope = trainedScope(builder, parameters);
  build(builder, (inputs) => network.apply(builder, inputs, scope));
  return optimize(builder.finish('model'), inferencePasses);
}

/** What layers of a trained model may ask for: its parameters, as constants. */
export function trainedScope(builder: GraphBuilder, parameters: ReadonlyMap<string, Tensor>): Scope {
  const parameter = (name: string): Value => {
    const tensor = parameters.get(name);
    if (!tensor) throw new GraphError(`the parameter "${name}" has no value`);
    return builder.constant(tensor);
  };
  return { parameter, training: false, update: inTrainingOnly, seed: inTrainingOnly };
}

function inTrainingOnly(): never {
  throw new GraphError('a layer asked for something that there is only in training');
}

/** Outputs `probabilities` float32 `[N, classes]` and `label` string `[N]` from logits `[N, classes]`. */
export function classify(builder: GraphBuilder, logits: Value, labels: readonly string[]): void {
  const best = builder.emit('ArgMax', [logits], { axis: 1, keepdims: 0 });
  builder.output('probabilities', builder.emit('Softmax', [logits], { axis: 1 }));
  builder.output('label', builder.emit('Gather', [builder.constant(strings(labels)), best], { axis: 0 }));
}

/**
 * Outputs `probabilities` float32 `[N, labels]` and `chosen` int64 `[N, labels]` from logits `[N, labels]`: a label is
 * chosen, 1, where the sigmoid of its logit is at least its threshold.
 */
export function chooseLabels(builder: GraphBuilder, logits: Value, thresholds: readonly number[]): void {
  const probabilities = builder.emit('Sigmoid', [logits]);
  const least = builder.constant(float32([thresholds.length], thresholds));
  const below = builder.emit('Less', [probabilities, least]);
  builder.output('probabilities', probabilities);
  builder.output('chosen', builder.cast(builder.emit('Not', [below]), 'int64'));
}

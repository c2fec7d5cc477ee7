/** @file From a model, a loss and an optimizer to the graphs that train it, judge it and run it. */
import { Tape, gradients } from './autodiff/index.ts';
import { GraphBuilder, type Value } from './builder.ts';
import { strings, type ElementType, type Graph, type Tensor } from './ir.ts';
import type { Layer, Parameters } from './layers.ts';
import type { Loss } from './losses.ts';
import type { Optimizer } from './optimizers.ts';
import { optimize } from './passes/index.ts';
import { tokenIds, type TokenizerOptions } from './text.ts';

export interface StepOptions {
  readonly model: Layer;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Rows of a batch: baked into the training and evaluation graphs. */
  readonly batch: number;
  /** What one row of the model's input is. */
  readonly input: { readonly elementType: ElementType; readonly shape: readonly number[] };
}

/** Names of the batch's tensors in `trainStep` and `evalStep`. */
export const batchInputs = { features: 'features', labels: 'labels', weights: 'weights' } as const;

/** Name of an optimizer's state tensor; outputs of a step carry `next` in front. */
export function slotName(parameter: string, slot: string): string {
  return `${parameter}/${slot}`;
}

/** Name under which a step gives the new value of a parameter or of its state. */
export function nextName(name: string): string {
  return `next:${name}`;
}

export interface InferenceOptions {
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly tokenizer: TokenizerOptions;
  /** Names of the classes in the order of the logits. */
  readonly labels: readonly string[];
}

export interface CompiledStep {
  /**
   * One training step: forward, backward and optimizer.
   * Inputs: every parameter, its optimizer state, the optimizer's scalars, `features`, `labels` int32 `[batch]`,
   * `weights` float32 `[batch]`. Outputs: `loss`, and `next:…` of every parameter and state.
   */
  readonly trainStep: Graph;
  /** Inputs: parameters and batch. Outputs: `loss` and `logits [batch, classes]`. */
  readonly evalStep: Graph;
  /** Input `text` string `[N]`. Outputs `probabilities` float32 `[N, classes]` and `label` string `[N]`. */
  readonly inference: (options: InferenceOptions) => Graph;
}

export function compileStep(options: StepOptions): CompiledStep {
  return {
    trainStep: optimize(trainStep(options)),
    evalStep: optimize(evalStep(options)),
    inference: (inference) => optimize(classifier(options.model, inference)),
  };
}

/** Looks values up by name. */
function lookup(values: ReadonlyMap<string, Value>): Parameters {
  return (name) => {
    const value = values.get(name);
    if (!value) throw new Error(`the model asks for "${name}", which it does not declare`);
    return value;
  };
}

function float32Inputs(builder: GraphBuilder, shapes: Iterable<readonly [string, readonly number[]]>) {
  return new Map(
    Array.from(
      shapes,
      ([name, shape]) => [name, builder.input(name, { elementType: 'float32', shape })] as const,
    ),
  );
}

function parameterInputs(builder: GraphBuilder, model: Layer): ReadonlyMap<string, Value> {
  return float32Inputs(
    builder,
    model.parameters.map(({ name, shape }) => [name, shape]),
  );
}

/** Loss and logits of a batch. */
function forward(builder: GraphBuilder, options: StepOptions, parameters: ReadonlyMap<string, Value>) {
  const { model, loss, batch, input } = options;
  const features = builder.input(batchInputs.features, { ...input, shape: [batch, ...input.shape] });
  const labels = builder.input(batchInputs.labels, { elementType: 'int32', shape: [batch] });
  const weights = builder.input(batchInputs.weights, { elementType: 'float32', shape: [batch] });
  const logits = model.apply(builder, features, lookup(parameters));
  return { logits, loss: loss(builder, logits, { labels, weights }) };
}

function trainStep(options: StepOptions): Graph {
  const { model, optimizer } = options;
  const tape = new Tape();
  const parameters = parameterInputs(tape, model);
  const slots = model.parameters.flatMap(({ name, shape }) =>
    optimizer.slots.map((slot) => [slotName(name, slot), shape] as const),
  );
  const state = lookup(float32Inputs(tape, slots));
  const scalars = lookup(
    float32Inputs(
      tape,
      optimizer.scalarNames.map((name) => [name, []]),
    ),
  );
  const { loss } = forward(tape, options, parameters);
  tape.output('loss', loss);
  const names = [...parameters.keys()];
  for (const [index, gradient] of gradients(tape, loss, [...parameters.values()]).entries()) {
    const name = names[index] ?? '';
    const slotNames = optimizer.slots.map((slot) => slotName(name, slot));
    const updated = tape.unrecorded(() =>
      optimizer.update(tape, {
        parameter: lookup(parameters)(name),
        gradient,
        state: slotNames.map(state),
        scalars,
      }),
    );
    tape.output(nextName(name), updated.parameter);
    for (const [slot, value] of updated.state.entries()) tape.output(nextName(slotNames[slot] ?? ''), value);
  }
  return tape.finish('train');
}

function evalStep(options: StepOptions): Graph {
  const builder = new GraphBuilder();
  const { logits, loss } = forward(builder, options, parameterInputs(builder, options.model));
  builder.output('loss', loss);
  builder.output('logits', logits);
  return builder.finish('evaluate');
}

function classifier(model: Layer, { parameters, tokenizer, labels }: InferenceOptions): Graph {
  const builder = new GraphBuilder();
  const text = builder.input('text', { elementType: 'string', shape: ['N'] });
  const ids = tokenIds(builder, text, tokenizer);
  const constants = new Map(Array.from(parameters, ([name, tensor]) => [name, builder.constant(tensor)]));
  const logits = model.apply(builder, ids, lookup(constants));
  const best = builder.emit('ArgMax', [logits], { axis: 1, keepdims: 0 });
  builder.output('probabilities', builder.emit('Softmax', [logits], { axis: 1 }));
  builder.output('label', builder.emit('Gather', [builder.constant(strings(labels)), best], { axis: 0 }));
  return builder.finish('classifier');
}

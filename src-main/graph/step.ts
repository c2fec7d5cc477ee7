/** @file From a model, a loss and an optimizer to the graphs that train it, judge it and run it. */
import { Tape, gradients } from './autodiff/index.ts';
import { GraphBuilder, type Value } from './builder.ts';
import { elementCount, strings, type ElementType, type Graph, type Tensor } from './ir.ts';
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

/** Names of the batch's tensors in the steps; `totalWeight` is an input of a gradient step alone. */
export const batchInputs = {
  features: 'features',
  labels: 'labels',
  weights: 'weights',
  totalWeight: 'totalWeight',
} as const;

/** Name of an optimizer's state tensor; outputs of a step carry `next` in front. */
export function slotName(parameter: string, slot: string): string {
  return `${parameter}/${slot}`;
}

/** Name under which a step gives the new value of a parameter or of its state. */
export function nextName(name: string): string {
  return `next:${name}`;
}

/** Name under which a gradient step gives the gradient of a parameter. */
export function gradientName(parameter: string): string {
  return `gradient:${parameter}`;
}

/** Name under which an update step takes the gradient that one shard gave. */
export function shardGradientName(parameter: string, shard: number): string {
  return `${gradientName(parameter)}/${shard}`;
}

/** The elements `start … end - 1` that one of some shards updates. */
export function shareOf(elements: number, shards: number, shard: number): readonly [number, number] {
  const bound = (index: number) => Math.ceil((elements * index) / shards);
  return [bound(shard), bound(shard + 1)];
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
  /**
   * The first half of a data-parallel step: forward and backward of one shard of `rows` rows.
   * Inputs: every parameter, the shard's `features`, `labels` and `weights`, and `totalWeight` float32 `[]`, the sum of
   * the weights of the whole batch. Outputs: the shard's part of the `loss`, and `gradient:…` of every parameter; the
   * loss and the gradients of the batch are their sums over the shards.
   */
  readonly gradientStep: (rows: number) => Graph;
  /**
   * The second half, of which each shard does its share (`shareOf`) of every parameter's elements: adds the shards'
   * gradients up in their order and applies the optimizer. All tensors are flat, `[elements of the share]`.
   * Inputs: every parameter, its optimizer state, the optimizer's scalars, and `gradient:…/0`, `…/1`, … of every
   * parameter. Outputs: `next:…` of every parameter and state. A parameter with an empty share is left out.
   */
  readonly updateStep: (shards: number, shard: number) => Graph;
  /** Inputs: parameters and batch. Outputs: `loss` and `logits [batch, classes]`. */
  readonly evalStep: Graph;
  /** Input `text` string `[N]`. Outputs `probabilities` float32 `[N, classes]` and `label` string `[N]`. */
  readonly inference: (options: InferenceOptions) => Graph;
}

export function compileStep(options: StepOptions): CompiledStep {
  return {
    trainStep: optimize(trainStep(options)),
    gradientStep: (rows) => optimize(gradientStep(options, rows)),
    updateStep: (shards, shard) => optimize(updateStep(options, shards, shard)),
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

interface Pass {
  readonly parameters: ReadonlyMap<string, Value>;
  /** Whether the rows are one shard of a batch, so that the weight of the whole batch is fed. */
  readonly shard?: boolean;
}

/** Loss and logits of a batch, or of one shard of it. */
function forward(builder: GraphBuilder, options: StepOptions, { parameters, shard }: Pass) {
  const { model, loss, batch, input } = options;
  const features = builder.input(batchInputs.features, { ...input, shape: [batch, ...input.shape] });
  const labels = builder.input(batchInputs.labels, { elementType: 'int32', shape: [batch] });
  const weights = builder.input(batchInputs.weights, { elementType: 'float32', shape: [batch] });
  const totalWeight = shard
    ? builder.input(batchInputs.totalWeight, { elementType: 'float32', shape: [] })
    : undefined;
  const logits = model.apply(builder, features, lookup(parameters));
  return { logits, loss: loss(builder, logits, { labels, weights, totalWeight }) };
}

interface OptimizerInputs {
  readonly state: Parameters;
  readonly scalars: Parameters;
}

function optimizerInputs(builder: GraphBuilder, { model, optimizer }: StepOptions): OptimizerInputs {
  const slots = model.parameters.flatMap(({ name, shape }) =>
    optimizer.slots.map((slot) => [slotName(name, slot), shape] as const),
  );
  const state = lookup(float32Inputs(builder, slots));
  const scalars = optimizer.scalarNames.map((name) => [name, []] as const);
  return { state, scalars: lookup(float32Inputs(builder, scalars)) };
}

interface NamedUpdate extends OptimizerInputs {
  readonly name: string;
  readonly parameter: Value;
  readonly gradient: Value;
}

/** The optimizer's update of one parameter, given out as `next:…`. */
function update(builder: GraphBuilder, { optimizer }: StepOptions, all: NamedUpdate): void {
  const slotNames = optimizer.slots.map((slot) => slotName(all.name, slot));
  const updated = optimizer.update(builder, { ...all, state: slotNames.map(all.state) });
  builder.output(nextName(all.name), updated.parameter);
  for (const [slot, value] of updated.state.entries()) builder.output(nextName(slotNames[slot] ?? ''), value);
}

function trainStep(options: StepOptions): Graph {
  const tape = new Tape();
  const parameters = parameterInputs(tape, options.model);
  const inputs = optimizerInputs(tape, options);
  const { loss } = forward(tape, options, { parameters });
  tape.output('loss', loss);
  const names = [...parameters.keys()];
  for (const [index, gradient] of gradients(tape, loss, [...parameters.values()]).entries()) {
    const name = names[index] ?? '';
    const parameter = lookup(parameters)(name);
    tape.unrecorded(() => update(tape, options, { ...inputs, name, parameter, gradient }));
  }
  return tape.finish('train');
}

function gradientStep(options: StepOptions, rows: number): Graph {
  const tape = new Tape();
  const parameters = parameterInputs(tape, options.model);
  const { loss } = forward(tape, { ...options, batch: rows }, { parameters, shard: true });
  tape.output('loss', loss);
  const names = [...parameters.keys()];
  for (const [index, gradient] of gradients(tape, loss, [...parameters.values()]).entries())
    tape.output(gradientName(names[index] ?? ''), gradient);
  return tape.finish('gradient');
}

function updateStep(options: StepOptions, shards: number, shard: number): Graph {
  const share = (shape: readonly number[]) => {
    const [start, end] = shareOf(elementCount(shape), shards, shard);
    return [end - start];
  };
  const parameters = options.model.parameters
    .map((parameter) => ({ ...parameter, shape: share(parameter.shape) }))
    .filter(({ shape }) => elementCount(shape) > 0);
  const flat = { ...options, model: { ...options.model, parameters } };
  const builder = new GraphBuilder();
  const values = parameterInputs(builder, flat.model);
  const inputs = optimizerInputs(builder, flat);
  for (const [name, parameter] of values) {
    const type = { elementType: 'float32', shape: parameter.shape } as const;
    const gradient = Array.from({ length: shards }, (_, index) =>
      builder.input(shardGradientName(name, index), type),
    ).reduce((sum, part) => builder.add(sum, part));
    update(builder, flat, { ...inputs, name, parameter, gradient });
  }
  return builder.finish('update');
}

function evalStep(options: StepOptions): Graph {
  const builder = new GraphBuilder();
  const { logits, loss } = forward(builder, options, {
    parameters: parameterInputs(builder, options.model),
  });
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

/** @file From a network, its losses and an optimizer to the graphs that train and evaluate it. */
import { Tape, gradients } from './autodiff/index.ts';
import { GraphBuilder, type Value } from './builder.ts';
import { clipped, type Clip } from './clip.ts';
import { GraphError, type Graph } from './ir.ts';
import type { Scope } from './layers/index.ts';
import type { Loss } from './losses/index.ts';
import { valueNamed, type RowType, type Values } from './network.ts';
import { layoutsBeside, lower, type Layout } from './lowering/index.ts';
import { flattened, unpack, type Pack } from './pack.ts';
import { forwardPasses, optimize, passes as allPasses, type Pass } from './passes/index.ts';
import { repeatStep } from './repeat.ts';
import {
  accumulatedSlot,
  accumulatedWeight,
  accumulates,
  decaysOf,
  nextName,
  packs,
  rolesOf,
  slotName,
  stateOf,
  trainableOf,
  type StateOptions,
  type StateTensor,
} from './state.ts';

/** One thing that a network learns: an output, what it should be, and how a difference is scored. */
export interface Head {
  readonly output: string;
  /** What the output should be; an input of the same name is used where there is one (autoencoders). */
  readonly target: RowType;
  readonly loss: Loss;
  /** Factor of this head's loss in the sum; 1 unless said otherwise. */
  readonly weight?: number;
}

/** What is known of the machine that will run the graphs. */
export interface Target {
  /** Floats in a block of the processor's blocked convolutions; undefined where it has none. */
  readonly blockSize?: 8 | 16 | undefined;
}

export interface StepOptions extends StateOptions {
  /** At least one. */
  readonly heads: readonly Head[];
  /** Rows of a batch: baked into the graphs. */
  readonly batch: number;
  readonly clip?: Clip | undefined;
  readonly target?: Target | undefined;
  /** Whether one run of the training step does several of them, unless gradients are accumulated; false unless said otherwise. */
  readonly repeat?: boolean | undefined;
  /** The passes to run, to find a fault by leaving some out; all unless said otherwise. */
  readonly passes?: readonly Pass[] | undefined;
}

/** Names of the tensors of a batch that are not the network's own. */
export const stepInputs = { weights: 'weights', seed: 'seed' } as const;

export interface CompiledStep {
  /**
   * One training step: forward, backward and optimizer. Inputs: the state that it reads, the optimizer's scalars, the
   * network's inputs and targets `[batch, …]`, `weights` float32 `[batch]`, and `seed` int32 `[]` where something asks
   * for random numbers. Outputs: `loss`, `loss:OUTPUT` for each of several heads, and `next:…` of what it changed.
   * Where it `repeats`, all but the state has an axis of steps before it.
   */
  readonly trainStep: Graph;
  readonly repeats: boolean;
  /** With accumulation: adds a batch's gradients to the accumulators and changes nothing else (but buffers). */
  readonly accumulateStep: Graph | undefined;
  /** Inputs: parameters, buffers and batch. Outputs: `loss`, and every output of the network. */
  readonly evalStep: Graph;
  /** Everything that is kept from step to step, in a fixed order. */
  readonly state: readonly StateTensor[];
  /**
   * Tensors of the state whose elements the graphs keep in an order of their own: `toState` brings them there,
   * `fromState` back into ONNX's, in which checkpoints and exports hold them. The order depends on the network and on
   * the target, not on the batch.
   */
  readonly layouts: ReadonlyMap<string, Layout>;
  /** Tensors of the state that `trainStep` reads and gives as one vector; `evalStep` reads each by itself. */
  readonly packs: readonly Pack[];
}

/** Throws GraphError where shapes do not fit, or the loss does not depend on a parameter that is not frozen. */
export function compileStep(given: StepOptions): CompiledStep {
  const run = (graph: Graph) => optimize(graph, given.passes ?? allPasses);
  const { batch, target, passes } = given;
  const lowered = lower(given.network, {
    batch,
    block: target?.blockSize,
    passes: forwardPasses.filter((pass) => !passes || passes.includes(pass)),
  });
  const options = { ...given, network: { ...given.network, apply: lowered.apply } };
  const state = stateOf(options);
  const once = run(trainStep(options));
  const repeats = options.repeat === true && !accumulates(options);
  return {
    trainStep: repeats ? repeated(options, once) : once,
    repeats,
    accumulateStep: accumulates(options) ? run(accumulateStep(options)) : undefined,
    evalStep: run(evalStep(options)),
    state,
    layouts: layoutsBeside(
      state.map(({ name }) => name),
      lowered.layouts,
    ),
    packs: packs(options),
  };
}

function repeated(options: StepOptions, step: Graph): Graph {
  const lasting = new Set([...stateOf(options), ...packs(options)].map(({ name }) => name));
  return repeatStep(step, { lasting: (name) => lasting.has(name), next: nextName });
}

/** One graph under construction: its inputs by name, made when they are first asked for. */
class Step {
  readonly builder: GraphBuilder;
  readonly updates = new Map<string, Value>();
  readonly #options: StepOptions;
  readonly #training: boolean;
  readonly #inputs = new Map<string, Value>();
  readonly #shapes: ReadonlyMap<string, readonly number[]>;

  constructor(builder: GraphBuilder, options: StepOptions, training: boolean) {
    this.builder = builder;
    this.#options = options;
    this.#training = training;
    this.#shapes = new Map(stateOf(options).map(({ name, shape }) => [name, shape]));
  }

  input(name: string, type: Pick<RowType, 'elementType' | 'shape'>): Value {
    const known = this.#inputs.get(name);
    if (known) return known;
    const value = this.builder.input(name, type);
    this.#inputs.set(name, value);
    return value;
  }

  /** A tensor of the state. */
  state(name: string): Value {
    const shape = this.#shapes.get(name);
    if (!shape) throw new GraphError(`the model asks for "${name}", which it does not declare`);
    return this.input(name, { elementType: 'float32', shape });
  }

  /** Takes a pack apart: its parameters become tensors of the state. Returns the vectors of its roles. */
  unpack(pack: Pack): readonly Value[] {
    const { vectors, parameters } = unpack(this.builder, pack);
    for (const [name, value] of parameters) this.#inputs.set(name, value);
    return vectors;
  }

  scalar(name: string): Value {
    return this.input(name, { elementType: 'float32', shape: [] });
  }

  get weights(): Value {
    return this.input(stepInputs.weights, { elementType: 'float32', shape: [this.#options.batch] });
  }

  #row({ name, elementType, shape }: RowType): Value {
    return this.input(name, { elementType, shape: [this.#options.batch, ...shape] });
  }

  get #scope(): Scope {
    return {
      parameter: (name) => this.state(name),
      training: this.#training,
      update: (name, value) => this.updates.set(name, value),
      seed: () => this.input(stepInputs.seed, { elementType: 'int32', shape: [] }),
    };
  }

  /** The network's outputs and the weighted sum of the heads' losses. */
  forward(): { readonly outputs: Values; readonly loss: Value } {
    const { network, heads } = this.#options;
    // Declared parameters are inputs in their own order, whatever the network reads first.
    for (const { name } of network.parameters) this.state(name);
    const inputs = Object.fromEntries(network.inputs.map((row) => [row.name, this.#row(row)]));
    const outputs = network.apply(this.builder, inputs, this.#scope);
    const losses = heads.map(({ output, target, loss }) =>
      loss(this.builder, {
        output: valueNamed(outputs, output),
        target: this.#row(target),
        weights: this.weights,
      }),
    );
    if (heads.length > 1)
      for (const [index, { output }] of heads.entries())
        this.builder.output(`loss:${output}`, losses[index]!);
    const weighed = losses.map((loss, index) => {
      const weight = heads[index]?.weight ?? 1;
      return weight === 1 ? loss : this.builder.mul(loss, this.builder.scalar(weight));
    });
    const [first, ...others] = weighed;
    if (!first) throw new GraphError('a network needs at least one head to learn from');
    const loss = others.reduce((a, b) => this.builder.add(a, b), first);
    this.builder.output('loss', loss);
    return { outputs, loss };
  }
}

/** A parameter that learns, and its gradient. */
interface Learner {
  readonly name: string;
  readonly shape: readonly number[];
  readonly parameter: Value;
  readonly gradient: Value;
}

function learning(step: Step, tape: Tape, options: StepOptions): readonly Learner[] {
  const { loss } = step.forward();
  const learners = trainableOf(options).map(({ name, shape }) => ({
    name,
    shape,
    parameter: step.state(name),
  }));
  if (learners.length === 0) throw new GraphError('every parameter is frozen: there is nothing to learn');
  const parameters = learners.map(({ parameter }) => parameter);
  const found = gradients(tape, loss, parameters);
  return learners.map((learner, index) => ({ ...learner, gradient: found[index]! }));
}

function trainStep(options: StepOptions): Graph {
  const tape = new Tape();
  const step = new Step(tape, options, true);
  const groups = tape.unrecorded(() =>
    packs(options).map((pack) => ({ ...pack, values: step.unpack(pack) })),
  );
  const learners = learning(step, tape, options);
  tape.unrecorded(() => {
    const mean = accumulates(options) ? accumulatedMean(step, learners) : learners;
    const final = options.clip ? clipped(tape, mean, options.clip) : mean;
    const packed = new Set(groups.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
    for (const learner of final) if (!packed.has(learner.name)) updateAlone(step, options, learner);
    const slopes = new Map(final.map(({ name, gradient }) => [name, gradient]));
    for (const { name, parameters, ...rest } of groups) {
      const gradient = flattened(
        tape,
        parameters.map((parameter) => slopes.get(parameter.name)!),
      );
      tape.output(nextName(name), flattened(tape, updated(step, options, { ...rest, gradient })));
    }
    outputUpdates(step);
  });
  return tape.finish('train');
}

function updateAlone(step: Step, options: StepOptions, { gradient, ...parameter }: Learner): void {
  const names = rolesOf(options, parameter.name);
  const values = names.map((name) => step.state(name));
  const decays = decaysOf(options, parameter);
  for (const [index, value] of updated(step, options, { values, gradient, decays }).entries())
    step.builder.output(nextName(names[index] ?? ''), value);
}

interface Updating {
  /** A parameter and what stands beside it, in the order of `rolesOf`. */
  readonly values: readonly Value[];
  readonly gradient: Value;
  readonly decays: boolean;
}

/** The new values. */
function updated(step: Step, options: StepOptions, { values, ...rest }: Updating): readonly Value[] {
  const { optimizer, average } = options;
  const { builder } = step;
  const count = 1 + optimizer.slots.length;
  const { parameter, state } = optimizer.update(builder, {
    ...rest,
    parameter: values[0]!,
    state: values.slice(1, count),
    scalars: (scalar) => step.scalar(scalar),
  });
  const before = values[count];
  if (average === undefined || !before) return [parameter, ...state];
  const change = builder.mul(builder.sub(parameter, before), builder.scalar(1 - average));
  return [parameter, ...state, builder.add(before, change)];
}

/** The mean over all rows of the batches accumulated and this one; gives the accumulators back as zeros. */
function accumulatedMean(step: Step, learners: readonly Learner[]): readonly Learner[] {
  const { builder } = step;
  const weight = builder.sum(step.weights, [0]);
  const all = builder.add(step.state(accumulatedWeight), weight);
  const none = builder.scalar(0);
  builder.output(nextName(accumulatedWeight), builder.mul(all, none));
  return learners.map((learner) => {
    const slot = slotName(learner.name, accumulatedSlot);
    const total = builder.add(step.state(slot), builder.mul(learner.gradient, weight));
    builder.output(nextName(slot), builder.zeros(learner.shape));
    return { ...learner, gradient: builder.div(total, all) };
  });
}

function accumulateStep(options: StepOptions): Graph {
  const tape = new Tape();
  const step = new Step(tape, options, true);
  const learners = learning(step, tape, options);
  tape.unrecorded(() => {
    const weight = tape.sum(step.weights, [0]);
    tape.output(nextName(accumulatedWeight), tape.add(step.state(accumulatedWeight), weight));
    for (const { name, gradient } of learners) {
      const slot = slotName(name, accumulatedSlot);
      tape.output(nextName(slot), tape.add(step.state(slot), tape.mul(gradient, weight)));
    }
    outputUpdates(step);
  });
  return tape.finish('accumulate');
}

function outputUpdates({ builder, updates }: Step): void {
  for (const [name, value] of updates) builder.output(nextName(name), value);
}

function evalStep(options: StepOptions): Graph {
  const builder = new GraphBuilder();
  const { outputs } = new Step(builder, options, false).forward();
  for (const [name, value] of Object.entries(outputs)) builder.output(name, value);
  return builder.finish('evaluate');
}

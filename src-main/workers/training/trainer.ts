/** @file Runs a compiled training step: parameters and optimizer state in two sets of buffers that take turns. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import {
  batchInputs,
  initialize,
  nextName,
  slotName,
  type CompiledStep,
  type Layer,
  type Optimizer,
  type Random,
} from '../../graph/index.ts';
import { openSession } from './session.ts';

/** Parameters and optimizer state by name, in one fixed order. */
export type State = ReadonlyMap<string, Float32Array>;

export interface Batch {
  /** `[batch, length]`, row by row. */
  readonly features: Int32Array;
  /** `[batch]` */
  readonly labels: Int32Array;
  /** `[batch]`; 0 for rows that only fill a short batch up. */
  readonly weights: Float32Array;
}

export interface TrainerOptions {
  readonly compiled: CompiledStep;
  readonly layers: Layer;
  readonly optimizer: Optimizer;
  readonly threads: number;
}

type Feeds = Record<string, Tensor>;

interface Side {
  readonly state: State;
  /** The state as inputs of a step. */
  readonly inputs: Feeds;
  /** The same buffers as outputs of a step that reads the other side. */
  readonly outputs: Feeds;
}

/** Fresh parameters, and optimizer state of zeros. */
export function initialState(layers: Layer, optimizer: Optimizer, random: Random): State {
  const state = new Map<string, Float32Array>();
  for (const { name, shape, initializer } of layers.parameters) {
    const { data } = initialize(shape, initializer, random);
    state.set(name, data as Float32Array);
    for (const slot of optimizer.slots) state.set(slotName(name, slot), new Float32Array(data.length));
  }
  return state;
}

function shapes(layers: Layer, optimizer: Optimizer): ReadonlyMap<string, readonly number[]> {
  return new Map(
    layers.parameters.flatMap(({ name, shape }) =>
      [name, ...optimizer.slots.map((slot) => slotName(name, slot))].map((key) => [key, shape] as const),
    ),
  );
}

/**
 * Holds a model in training. ONNX Runtime writes into the fetched buffers in place but returns copies, and an output
 * must never be the buffer of an input: so there are two sides, and every step reads one and writes the other.
 */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #train: InferenceSession;
  readonly #evaluate: InferenceSession;
  readonly #loss = new Float32Array(1);
  #current: Side;
  #other: Side;

  private constructor(
    options: TrainerOptions,
    sessions: readonly [InferenceSession, InferenceSession],
    state: State,
  ) {
    this.#options = options;
    [this.#train, this.#evaluate] = sessions;
    this.#current = this.#side(state);
    this.#other = this.#side(
      new Map(Array.from(state, ([name, data]) => [name, new Float32Array(data.length)])),
    );
  }

  /** Compiles the sessions; `state` is taken over and written to. */
  static async open(options: TrainerOptions, state: State): Promise<Trainer> {
    const { compiled, threads } = options;
    const sessions = [
      await openSession(compiled.trainStep, threads),
      await openSession(compiled.evalStep, threads),
    ] as const;
    return new Trainer(options, sessions, state);
  }

  #side(state: State): Side {
    const sizes = shapes(this.#options.layers, this.#options.optimizer);
    const tensors = Array.from(sizes, ([name, dims]) => {
      return [name, new Tensor('float32', state.get(name) ?? new Float32Array(), dims)] as const;
    });
    return {
      state,
      inputs: Object.fromEntries(tensors),
      outputs: Object.fromEntries(tensors.map(([name, tensor]) => [nextName(name), tensor])),
    };
  }

  /** The parameters and the optimizer's state as they are now. They change with the next step but one. */
  get state(): State {
    return this.#current.state;
  }

  /** One step, the `step`-th counted from 1. Returns the batch's loss before it (nats). */
  async step(batch: Batch, step: number, learningRate: number): Promise<number> {
    const scalars = Object.entries(this.#options.optimizer.scalars(step, learningRate)).map(
      ([name, value]) => [name, new Tensor('float32', Float32Array.of(value), [])] as const,
    );
    const feeds = { ...this.#current.inputs, ...batchFeeds(batch), ...Object.fromEntries(scalars) };
    await this.#train.run(feeds, { loss: new Tensor('float32', this.#loss, []), ...this.#other.outputs });
    [this.#current, this.#other] = [this.#other, this.#current];
    return this.#loss[0] ?? Number.NaN;
  }

  /** Loss and logits of a batch with the current parameters. */
  async evaluate(batch: Batch): Promise<{ readonly loss: number; readonly logits: Float32Array }> {
    const parameters = this.#options.layers.parameters.map(
      ({ name }) => [name, this.#current.inputs[name]!] as const,
    );
    const { loss, logits } = await this.#evaluate.run({
      ...Object.fromEntries(parameters),
      ...batchFeeds(batch),
    });
    return { loss: Number(loss?.data[0]), logits: logits?.data as Float32Array };
  }

  async close(): Promise<void> {
    await this.#train.release();
    await this.#evaluate.release();
  }
}

function batchFeeds({ features, labels, weights }: Batch): Feeds {
  const rows = labels.length;
  return {
    [batchInputs.features]: new Tensor('int32', features, [rows, features.length / rows]),
    [batchInputs.labels]: new Tensor('int32', labels, [rows]),
    [batchInputs.weights]: new Tensor('float32', weights, [rows]),
  };
}

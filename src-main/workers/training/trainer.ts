/** @file Runs compiled training steps: the state in two sets of buffers that take turns. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import {
  Random,
  compileStep,
  fromState,
  initialize,
  judgedName,
  nextName,
  stepInputs,
  toState,
  type CompiledStep,
  type Graph,
  type Layout,
  type StateTensor,
  type StepOptions,
  type Target,
} from '../../graph/index.ts';
import { openSession, type SessionOptions } from './session.ts';

/** Parameters, buffers and optimizer state by name, in one fixed order, in ONNX's standard layouts. */
export type State = ReadonlyMap<string, Float32Array>;

/** What a graph is compiled for: its sizes are baked in. */
export interface BatchShape {
  readonly rows: number;
  /** Length of the rows' sequences, where batches differ in it. */
  readonly length?: number | undefined;
}

export type BatchArray = Int32Array | Float32Array | Uint8Array | BigInt64Array;

export interface Batch extends BatchShape {
  /** The network's inputs, its targets and `weights`, by name; row by row. */
  readonly tensors: Readonly<Record<string, BatchArray>>;
}

export interface TrainerOptions extends Omit<SessionOptions, 'strict'> {
  /** The step for batches of a shape; everything but sizes must be the same for all shapes. */
  readonly step: (shape: BatchShape) => StepOptions;
  /** What the processor can do (`probeTarget`); without it steps are written for any processor. */
  readonly target?: Target | undefined;
  /** Seed of dropout. */
  readonly seed: number;
}

export interface StepAt {
  /** Number of the update, counted from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** Number of the batch, counted from 1, where it is not that of the update (accumulation). */
  readonly batch?: number;
}

export interface Judged {
  readonly loss: number;
  /** The network's outputs by name. */
  readonly outputs: Readonly<Record<string, Float32Array>>;
}

type Feeds = Record<string, Tensor>;

/** Fresh parameters, and the rest of the state as it starts. */
export function initialState(state: readonly StateTensor[], random: Random): State {
  const made = new Map<string, Float32Array>();
  for (const { name, shape, start } of state)
    made.set(
      name,
      start.kind === 'copy'
        ? Float32Array.from(made.get(start.of) ?? [])
        : (initialize(shape, start, random).data as Float32Array),
    );
  return made;
}

interface Variant {
  readonly options: StepOptions;
  readonly compiled: CompiledStep;
  readonly sessions: Map<Graph, Promise<InferenceSession>>;
}

/** Two buffers of a tensor; a step reads one and writes the other. */
interface Pair {
  readonly tensors: readonly [Tensor, Tensor];
  current: 0 | 1;
}

/**
 * Holds a model in training. ONNX Runtime writes into the fetched buffers in place but returns copies, and an output
 * must never be the buffer of an input: so every tensor of the state has two buffers that take turns. Graphs are
 * compiled and sessions opened when a batch of a new shape comes. Measured in docs/decisions/0060.
 */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #variants = new Map<string, Variant>();
  readonly #pairs: ReadonlyMap<string, Pair>;
  readonly #loss = new Float32Array(1);
  /** What is kept from step to step. */
  readonly tensors: readonly StateTensor[];

  readonly #layouts: ReadonlyMap<string, Layout>;

  private constructor(
    options: TrainerOptions,
    { state, layouts }: Pick<CompiledStep, 'state' | 'layouts'>,
    pairs: ReadonlyMap<string, Pair>,
  ) {
    this.#options = options;
    this.tensors = state;
    this.#layouts = layouts;
    this.#pairs = pairs;
  }

  /** A trainer whose state starts at `state` (taken over and written to), or fresh from `random`. */
  static open(options: TrainerOptions, shape: BatchShape, from: State | Random): Trainer {
    const compiled = compileStep(stepFor(options, shape));
    const tensors = compiled.state;
    const state = from instanceof Random ? initialState(tensors, from) : from;
    const pairs = tensors.map(({ name, shape: dims }): [string, Pair] => {
      const standard = state.get(name) ?? initialize(dims, { kind: 'zeros' }, new Random(0)).data;
      const layout = compiled.layouts.get(name);
      const data = layout ? toState(standard as Float32Array, layout) : standard;
      const first = new Tensor('float32', data as Float32Array, dims);
      const second = new Tensor('float32', new Float32Array(first.size), dims);
      return [name, { tensors: [first, second], current: 0 }];
    });
    return new Trainer(options, compiled, new Map(pairs));
  }

  /** The state as it is now. It changes with the next step but one. */
  get state(): State {
    return new Map(
      Array.from(this.#pairs, ([name, pair]) => {
        const data = pair.tensors[pair.current].data as Float32Array;
        const layout = this.#layouts.get(name);
        return [name, layout ? fromState(data, layout) : data];
      }),
    );
  }

  /** Goes back (or on) to a state that a trainer of the same step had; copies it. */
  restore(state: State): void {
    for (const [name, { tensors, current }] of this.#pairs) {
      const data = state.get(name);
      if (!data) throw new Error(`the state holds no "${name}"`);
      const layout = this.#layouts.get(name);
      (tensors[current].data as Float32Array).set(layout ? toState(data, layout) : data);
    }
  }

  /** One update. Returns the batch's loss before it. */
  async step(batch: Batch, at: StepAt): Promise<number> {
    const { compiled } = this.#variant(batch);
    return this.#run(batch, compiled.trainStep, at);
  }

  /** Adds the batch's gradients to those that the next update will use. Returns the batch's loss. */
  async accumulate(batch: Batch, at: StepAt): Promise<number> {
    const { compiled } = this.#variant(batch);
    if (!compiled.accumulateStep) throw new Error('this step was compiled without accumulation');
    return this.#run(batch, compiled.accumulateStep, at);
  }

  /** Loss and outputs of a batch with the current parameters, or their averages where such are kept. */
  async evaluate(batch: Batch): Promise<Judged> {
    const variant = this.#variant(batch);
    const graph = variant.compiled.evalStep;
    const feeds = this.#feeds(batch, graph, {}, (name) => judgedName(variant.options, name));
    const { loss, ...outputs } = await (await this.#session(variant, graph)).run(feeds);
    return {
      loss: Number(loss?.data[0]),
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      ),
    };
  }

  async close(): Promise<void> {
    const sessions = [...this.#variants.values()].flatMap((variant) => [...variant.sessions.values()]);
    for (const opened of sessions) {
      const session = await opened;
      if (this.#options.trace !== undefined) session.endProfiling();
      await session.release();
    }
    this.#variants.clear();
  }

  async #run(batch: Batch, graph: Graph, at: StepAt): Promise<number> {
    const variant = this.#variant(batch);
    const scalars: Feeds = Object.fromEntries(
      Object.entries(variant.options.optimizer.scalars(at.step, at.learningRate)).map(([name, value]) => [
        name,
        new Tensor('float32', Float32Array.of(value), []),
      ]),
    );
    const seed = stepSeed(this.#options.seed, at.batch ?? at.step);
    scalars[stepInputs.seed] = new Tensor('int32', Int32Array.of(seed), []);
    const session = await this.#session(variant, graph);
    const feeds = this.#feeds(batch, graph, scalars);
    const fetches: Feeds = { loss: new Tensor('float32', this.#loss, []) };
    const changed: Pair[] = [];
    for (const [name, pair] of this.#pairs) {
      if (!session.outputNames.includes(nextName(name))) continue;
      fetches[nextName(name)] = pair.tensors[pair.current ? 0 : 1];
      changed.push(pair);
    }
    freeCopies(await session.run(feeds, fetches), fetches);
    for (const pair of changed) pair.current = pair.current ? 0 : 1;
    return this.#loss[0] ?? Number.NaN;
  }

  /** A tensor for each input of a graph: of the batch, of the scalars, or of the state. */
  #feeds(batch: Batch, graph: Graph, scalars: Feeds, rename = (name: string) => name): Feeds {
    return Object.fromEntries(
      graph.inputs.map(({ name, elementType, shape = [] }) => {
        const data = batch.tensors[name];
        if (data) return [name, tensorOf(elementType, data, shape as number[])];
        const pair = this.#pairs.get(rename(name)) ?? this.#pairs.get(name);
        const value = scalars[name] ?? pair?.tensors[pair.current];
        if (!value) throw new Error(`the batch holds no "${name}"`);
        return [name, value];
      }),
    );
  }

  #variant({ rows, length }: BatchShape): Variant {
    const key = `${rows}x${length ?? ''}`;
    const known = this.#variants.get(key);
    if (known) return known;
    const options = stepFor(this.#options, { rows, length });
    const made = { options, compiled: compileStep(options), sessions: new Map() };
    this.#variants.set(key, made);
    return made;
  }

  #session({ sessions }: Variant, graph: Graph): Promise<InferenceSession> {
    const known = sessions.get(graph);
    if (known) return known;
    const opened = openSession(graph, this.#options);
    sessions.set(graph, opened);
    return opened;
  }
}

function stepFor({ step, target }: TrainerOptions, shape: BatchShape): StepOptions {
  return { target, ...step(shape) };
}

function tensorOf(elementType: string | undefined, data: BatchArray, dims: readonly number[]): Tensor {
  return new Tensor(elementType as 'float32', data as Float32Array, dims);
}

/** Gives the memory of the copies back now: left to the garbage collector, those of many steps pile up. */
function freeCopies(results: Readonly<Record<string, Tensor>>, fetches: Feeds): void {
  for (const [name, result] of Object.entries(results)) {
    const { buffer } = result.data as Float32Array;
    const own = fetches[name]?.data as Float32Array | undefined;
    if (buffer instanceof ArrayBuffer && buffer !== own?.buffer) buffer.transfer(0);
  }
}

/** A 31-bit number that differs from batch to batch (the finalizer of MurmurHash3). */
function stepSeed(seed: number, batch: number): number {
  let mixed = Math.imul(seed ^ Math.imul(batch, 0x9e3779b9), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & 0x7fffffff;
}

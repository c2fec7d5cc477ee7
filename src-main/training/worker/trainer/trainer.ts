/** @file Runs compiled training steps: the state in two sets of buffers that take turns. */
import { Tensor, type InferenceSession } from '../../../platform/worker/onnxruntime.ts';
import {
  Random,
  compileStep,
  fromState,
  initialize,
  evaluatedName,
  nextName,
  stepInputs,
  stepsAxis,
  toState,
  type CompiledStep,
  type Graph,
  type Layout,
  type Shape,
  type StateTensor,
  type StepOptions,
  type Target,
  type ValueInfo,
} from '../../../graph/index.ts';
import { freeCopies, next, now, packedPairs, pairOf, swap, type Pair } from './buffers.ts';
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
  /** Batches that stand one behind the other in the tensors, `rows` each; 1 unless given. */
  readonly count?: number | undefined;
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

export interface Evaluated {
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
  readonly runs: Map<Graph, Run>;
}

/** A graph that can run, and what goes through it. */
interface Run {
  readonly session: InferenceSession;
  /** Inputs that the batch gives. */
  readonly batch: readonly ValueInfo[];
  readonly reads: readonly (readonly [string, Pair])[];
  readonly writes: readonly (readonly [string, Pair])[];
  readonly windows: Map<number, Window>;
}

/** So many steps of a run: what changes from run to run is written into its feeds and fetches. */
interface Window {
  readonly feeds: Feeds;
  readonly fetches: Feeds;
  readonly scalars: ReadonlyMap<string, Float32Array>;
  readonly seeds: Int32Array;
  readonly losses: Float32Array;
}

/**
 * Holds a model in training. ONNX Runtime writes into the fetched buffers in place but returns copies, and an output
 * must never be the buffer of an input: so every tensor of the state has two buffers that take turns. Graphs are
 * compiled and sessions opened when a batch of a new shape comes. Measured in docs/decisions/0061.
 */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #variants = new Map<string, Variant>();
  readonly #pairs: ReadonlyMap<string, Pair>;
  /** What is kept from step to step. */
  readonly tensors: readonly StateTensor[];
  /** Whether one run can do several steps. */
  readonly repeats: boolean;
  readonly #layouts: ReadonlyMap<string, Layout>;

  private constructor(
    options: TrainerOptions,
    { state, layouts, repeats }: CompiledStep,
    pairs: ReadonlyMap<string, Pair>,
  ) {
    this.#options = options;
    this.tensors = state;
    this.repeats = repeats;
    this.#layouts = layouts;
    this.#pairs = pairs;
  }

  /** A trainer whose state starts at `state`, which may be taken over and written to, or fresh from `random`. */
  static open(options: TrainerOptions, shape: BatchShape, from: State | Random): Trainer {
    const compiled = compileStep(stepFor(options, shape));
    const tensors = compiled.state;
    const state = from instanceof Random ? initialState(tensors, from) : from;
    const pairs = packedPairs(compiled);
    for (const { name, shape: dims } of tensors) {
      const standard = state.get(name) ?? initialize(dims, { kind: 'zeros' }, new Random(0)).data;
      const layout = compiled.layouts.get(name);
      const data = (layout ? toState(standard as Float32Array, layout) : standard) as Float32Array;
      const packed = pairs.get(name);
      if (packed) (packed.tensors[0].data as Float32Array).set(data);
      else pairs.set(name, pairOf(data, new Float32Array(data.length), dims));
    }
    return new Trainer(options, compiled, pairs);
  }

  /** The state as it is now. It changes with the next step but one. */
  get state(): State {
    return new Map(
      this.tensors.map(({ name }) => {
        const data = now(this.#pair(name)).data as Float32Array;
        const layout = this.#layouts.get(name);
        return [name, layout ? fromState(data, layout) : data];
      }),
    );
  }

  /** Goes back (or on) to a state that a trainer of the same step had; copies it. */
  restore(state: State): void {
    for (const { name } of this.tensors) {
      const data = state.get(name);
      if (!data) throw new Error(`the state holds no "${name}"`);
      const layout = this.#layouts.get(name);
      (now(this.#pair(name)).data as Float32Array).set(layout ? toState(data, layout) : data);
    }
  }

  /** One update. Returns the batch's loss before it. */
  async step(batch: Batch, at: StepAt): Promise<number> {
    const [loss = Number.NaN] = await this.steps(batch, [at]);
    return loss;
  }

  /**
   * An update from each of the batches in `batch`, one after the other. More than one only where the trainer repeats.
   * Returns each batch's loss before its update; overwritten by the next call.
   */
  async steps(batch: Batch, at: readonly StepAt[]): Promise<Float32Array> {
    if (at.length !== 1 && !this.repeats) throw new Error('a run of this trainer does one step');
    const { compiled } = this.#variant(batch);
    return this.#run(batch, compiled.trainStep, at);
  }

  /** Adds the batch's gradients to those that the next update will use. Returns the batch's loss. */
  async accumulate(batch: Batch, at: StepAt): Promise<number> {
    const { compiled } = this.#variant(batch);
    if (!compiled.accumulateStep) throw new Error('this step was compiled without accumulation');
    const [loss = Number.NaN] = await this.#run(batch, compiled.accumulateStep, [at]);
    return loss;
  }

  /** Loss and outputs of a batch with the current parameters, or their averages where such are kept. */
  async evaluate(batch: Batch): Promise<Evaluated> {
    const variant = this.#variant(batch);
    const graph = variant.compiled.evalStep;
    const feeds = this.#feeds(batch, graph, (name) => evaluatedName(variant.options, name));
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

  async #run(batch: Batch, graph: Graph, at: readonly StepAt[]): Promise<Float32Array> {
    const variant = this.#variant(batch);
    const run = variant.runs.get(graph) ?? (await this.#prepare(variant, graph, batch));
    const window = windowOf(run, graph, {
      steps: at.length,
      scalarNames: variant.options.optimizer.scalarNames,
    });
    const { feeds, fetches, scalars, seeds, losses } = window;
    for (const { name, elementType, shape } of run.batch) {
      const data = batch.tensors[name];
      if (!data) throw new Error(`neither the batch nor the state holds "${name}"`);
      if (feeds[name]?.data !== data) feeds[name] = tensorOf(elementType, data, sizesFor(shape, at.length));
    }
    for (const [index, { step, learningRate, batch = step }] of at.entries()) {
      for (const [name, value] of Object.entries(variant.options.optimizer.scalars(step, learningRate)))
        scalars.get(name)?.set([value], index);
      seeds[index] = stepSeed(this.#options.seed, batch);
    }
    for (const [name, pair] of run.reads) feeds[name] = now(pair);
    for (const [name, pair] of run.writes) fetches[name] = next(pair);
    freeCopies(await run.session.run(feeds, fetches), fetches);
    swap(run.writes.map(([, pair]) => pair));
    return losses;
  }

  async #prepare(variant: Variant, graph: Graph, batch: Batch): Promise<Run> {
    const session = await this.#session(variant, graph);
    const fed = new Set([...variant.options.optimizer.scalarNames, stepInputs.seed]);
    const names = new Set(session.outputNames);
    const run: Run = {
      session,
      batch: graph.inputs.filter(({ name }) => name in batch.tensors),
      reads: graph.inputs
        .filter(({ name }) => !(name in batch.tensors || fed.has(name)))
        .map(({ name }) => [name, this.#pair(name)] as const),
      writes: Array.from(this.#pairs, ([name, pair]) => [nextName(name), pair] as const).filter(([name]) =>
        names.has(name),
      ),
      windows: new Map(),
    };
    variant.runs.set(graph, run);
    return run;
  }

  #pair(name: string): Pair {
    const pair = this.#pairs.get(name);
    if (!pair) throw new Error(`neither the batch nor the state holds "${name}"`);
    return pair;
  }

  /** A tensor for each input of a graph: of the batch, or of the state. */
  #feeds(batch: Batch, graph: Graph, rename: (name: string) => string): Feeds {
    return Object.fromEntries(
      graph.inputs.map(({ name, elementType, shape = [] }) => {
        const data = batch.tensors[name];
        if (data) return [name, tensorOf(elementType, data, shape as number[])];
        return [name, now(this.#pairs.get(rename(name)) ?? this.#pair(name))];
      }),
    );
  }

  #variant({ rows, length }: BatchShape): Variant {
    const key = `${rows}x${length ?? ''}`;
    const known = this.#variants.get(key);
    if (known) return known;
    const options = stepFor(this.#options, { rows, length });
    const made = { options, compiled: compileStep(options), sessions: new Map(), runs: new Map() };
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

/**
 * Packs and repeats on the processor only: other providers bind few tensors to one operator and run no Scan. A trace is
 * of single steps.
 */
function stepFor({ step, target, provider = 'cpu', trace }: TrainerOptions, shape: BatchShape): StepOptions {
  const own = provider === 'cpu';
  return { target, pack: own, repeat: own && trace === undefined, ...step(shape) };
}

/** What a run of so many steps is fed beside batch and state, and where it writes its losses. */
function windowOf(
  { windows }: Run,
  graph: Graph,
  { steps, scalarNames }: { readonly steps: number; readonly scalarNames: readonly string[] },
): Window {
  const known = windows.get(steps);
  if (known) return known;
  const scalars = new Map(scalarNames.map((name) => [name, new Float32Array(steps)]));
  const [seeds, losses] = [new Int32Array(steps), new Float32Array(steps)];
  const own = new Map<string, BatchArray>([...scalars, [stepInputs.seed, seeds]]);
  const feeds = graph.inputs.flatMap(({ name, elementType, shape }) => {
    const data = own.get(name);
    return data ? [[name, tensorOf(elementType, data, sizesFor(shape, steps))] as const] : [];
  });
  const { shape } = graph.outputs.find(({ name }) => name === 'loss')!;
  const fetches = { loss: new Tensor('float32', losses, sizesFor(shape, steps)) };
  const made = { feeds: Object.fromEntries(feeds), fetches, scalars, seeds, losses };
  windows.set(steps, made);
  return made;
}

/** A shape whose only symbol is the number of steps. */
function sizesFor(shape: Shape = [], steps: number): readonly number[] {
  return shape.map((size) => (size === stepsAxis ? steps : (size as number)));
}

function tensorOf(elementType: string | undefined, data: BatchArray, dims: readonly number[]): Tensor {
  return new Tensor(elementType as 'float32', data as Float32Array, dims);
}

/** A 31-bit number that differs from batch to batch (the finalizer of MurmurHash3). */
function stepSeed(seed: number, batch: number): number {
  let mixed = Math.imul(seed ^ Math.imul(batch, 0x9e3779b9), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & 0x7fffffff;
}

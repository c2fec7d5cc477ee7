/** @file Holds a model in training: parameters and optimizer state in two sets of buffers that take turns. */
import type { InferenceSession } from 'onnxruntime-node';
import { initialize, slotName, type Layer, type Optimizer, type Random } from '../../graph/index.ts';
import { DataParallelStep, sharedFloats } from './data-parallel.ts';
import { openSession } from './session.ts';
import type { Batch, SideIndex, Sides, State, StepRunner, TrainerOptions } from './step-runner.ts';
import { WholeStep, batchFeeds, stateFeeds, type Feeds } from './whole-step.ts';

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

/** The state's tensors in memory that all threads see: its values, or zeros. */
function sharedCopy(state: State, values: 'values' | 'zeros'): State {
  return new Map(
    Array.from(state, ([name, data]) => {
      const copy = sharedFloats(data.length);
      if (values === 'values') copy.set(data);
      return [name, copy] as const;
    }),
  );
}

/** With two threads and rows for both, each takes half of the batch; nothing in a step is large enough to share. */
function openStep(options: TrainerOptions, sides: Sides): Promise<StepRunner> {
  const rows = Number(options.compiled.evalStep.outputs.find(({ name }) => name === 'logits')?.shape?.[0]);
  return options.threads >= 2 && rows >= 2
    ? DataParallelStep.open(options, sides)
    : WholeStep.open(options, sides);
}

/**
 * ONNX Runtime writes into the fetched buffers in place but returns copies, and an output must never be the buffer of
 * an input: so there are two sides, and every step reads one and writes the other.
 */
export class Trainer {
  readonly #options: TrainerOptions;
  readonly #step: StepRunner;
  readonly #evaluate: InferenceSession;
  readonly #sides: Sides;
  readonly #parameters: readonly [Feeds, Feeds];
  #side: SideIndex = 0;

  private constructor(options: TrainerOptions, step: StepRunner, evaluate: InferenceSession, sides: Sides) {
    this.#options = options;
    this.#step = step;
    this.#evaluate = evaluate;
    this.#sides = sides;
    const names = new Set(options.layers.parameters.map(({ name }) => name));
    const parameters = (state: State) =>
      stateFeeds(options, new Map([...state].filter(([name]) => names.has(name))));
    this.#parameters = [parameters(sides[0]), parameters(sides[1])];
  }

  /** Compiles the sessions; `state` is copied. */
  static async open(options: TrainerOptions, state: State): Promise<Trainer> {
    const sides = [sharedCopy(state, 'values'), sharedCopy(state, 'zeros')] as const;
    const evaluate = await openSession(options.compiled.evalStep, options.threads);
    return new Trainer(options, await openStep(options, sides), evaluate, sides);
  }

  /** The parameters and the optimizer's state as they are now. They change with the next step but one. */
  get state(): State {
    return this.#sides[this.#side];
  }

  /** One step, the `step`-th counted from 1. Returns the batch's loss before it (nats). */
  async step(batch: Batch, step: number, learningRate: number): Promise<number> {
    const scalars = this.#options.optimizer.scalars(step, learningRate);
    const loss = await this.#step.run(batch, scalars, this.#side);
    this.#side = this.#side === 0 ? 1 : 0;
    return loss;
  }

  /** Loss and logits of a batch with the current parameters. */
  async evaluate(batch: Batch): Promise<{ readonly loss: number; readonly logits: Float32Array }> {
    const feeds = { ...this.#parameters[this.#side], ...batchFeeds(batch) };
    const { loss, logits } = await this.#evaluate.run(feeds);
    return { loss: Number(loss?.data[0]), logits: logits?.data as Float32Array };
  }

  /** Ends the sessions and the thread, if there is one. */
  async close(): Promise<void> {
    await this.#step.close();
    await this.#evaluate.release();
  }
}

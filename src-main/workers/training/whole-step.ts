/** @file A training step as one graph in this thread. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { batchInputs, nextName } from '../../graph/index.ts';
import { openSession } from './session.ts';
import type { Batch, Scalars, SideIndex, Sides, State, StepRunner, TrainerOptions } from './step-runner.ts';

export type Feeds = Record<string, Tensor>;

export class WholeStep implements StepRunner {
  readonly #session: InferenceSession;
  readonly #inputs: readonly Feeds[];
  /** The same buffers as outputs of a step that reads the other side. */
  readonly #outputs: readonly Feeds[];
  readonly #loss = new Float32Array(1);

  private constructor(session: InferenceSession, inputs: readonly Feeds[]) {
    this.#session = session;
    this.#inputs = inputs;
    this.#outputs = inputs.map((feeds) =>
      Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [nextName(name), tensor])),
    );
  }

  static async open(options: TrainerOptions, sides: Sides): Promise<WholeStep> {
    const session = await openSession(options.compiled.trainStep, options.threads);
    return new WholeStep(
      session,
      sides.map((state) => stateFeeds(options, state)),
    );
  }

  async run(batch: Batch, scalars: Scalars, side: SideIndex): Promise<number> {
    const numbers = Object.entries(scalars).map(
      ([name, value]) => [name, new Tensor('float32', Float32Array.of(value), [])] as const,
    );
    const feeds = { ...this.#inputs[side], ...batchFeeds(batch), ...Object.fromEntries(numbers) };
    const outputs = this.#outputs[side === 0 ? 1 : 0];
    await this.#session.run(feeds, { loss: new Tensor('float32', this.#loss, []), ...outputs });
    return this.#loss[0] ?? Number.NaN;
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}

/** Parameters and optimizer state as a graph's inputs. */
export function stateFeeds({ compiled }: Pick<TrainerOptions, 'compiled'>, state: State): Feeds {
  const feeds: Feeds = {};
  for (const { name, shape } of compiled.trainStep.inputs) {
    const data = state.get(name);
    if (data) feeds[name] = new Tensor('float32', data, shape?.map(Number) ?? []);
  }
  return feeds;
}

/** A batch as a graph's inputs. */
export function batchFeeds({ features, labels, weights }: Batch): Feeds {
  const rows = labels.length;
  return {
    [batchInputs.features]: new Tensor('int32', features, [rows, features.length / rows]),
    [batchInputs.labels]: new Tensor('int32', labels, [rows]),
    [batchInputs.weights]: new Tensor('float32', weights, [rows]),
  };
}

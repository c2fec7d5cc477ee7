/** @file One shard of a data-parallel step: the gradients of its rows, then the update of its share of the parameters. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import type { Graph } from '../../graph/index.ts';
import { openSession } from './session.ts';
import type { SideIndex } from './step-runner.ts';

export type Part = 'gradient' | 'update';

/** A tensor of a graph and the shared memory that it stands in. */
export interface Binding {
  readonly name: string;
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** What one run of a graph reads and writes. */
export interface Bindings {
  readonly inputs: readonly Binding[];
  readonly outputs: readonly Binding[];
}

/** A graph, and its bindings by the side that it reads. */
export interface Program {
  readonly graph: Graph;
  readonly sides: readonly [Bindings, Bindings];
}

/** All a shard needs, so that it can be sent to another thread. */
export interface ShardSpec {
  readonly programs: Readonly<Record<Part, Program>>;
  readonly threads: number;
}

type Feeds = Record<string, Tensor>;
type Run = (side: SideIndex) => Promise<void>;

export class Shard {
  readonly #sessions: readonly InferenceSession[];
  readonly #runs: Readonly<Record<Part, Run>>;

  private constructor(sessions: readonly InferenceSession[], runs: Readonly<Record<Part, Run>>) {
    this.#sessions = sessions;
    this.#runs = runs;
  }

  static async open({ programs, threads }: ShardSpec): Promise<Shard> {
    const gradient = await openSession(programs.gradient.graph, threads);
    const update = await openSession(programs.update.graph, threads);
    return new Shard([gradient, update], {
      gradient: bind(gradient, programs.gradient),
      update: bind(update, programs.update),
    });
  }

  run(part: Part, side: SideIndex): Promise<void> {
    return this.#runs[part](side);
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) await session.release();
  }
}

function bind(session: InferenceSession, { sides }: Program): Run {
  const [first, second] = sides.map(({ inputs, outputs }) => [tensors(inputs), tensors(outputs)] as const);
  return async (side) => {
    const [feeds, fetches] = (side === 0 ? first : second) ?? [];
    await session.run(feeds ?? {}, fetches ?? {});
  };
}

function tensors(bindings: readonly Binding[]): Feeds {
  return Object.fromEntries(
    bindings.map(({ name, data, shape }) => [
      name,
      data instanceof Int32Array ? new Tensor('int32', data, shape) : new Tensor('float32', data, shape),
    ]),
  );
}

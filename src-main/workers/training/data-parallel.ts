/**
 * @file A training step on two shards of a batch at once: this thread takes the first half of the rows, another thread
 * the second. Both add the gradients up in the same order, each for its share of the parameters, so the same thread
 * count gives the same bits.
 */
import {
  batchInputs,
  gradientName,
  nextName,
  shardGradientName,
  shareOf,
  slotName,
  type Graph,
  type ValueInfo,
} from '../../graph/index.ts';
import { ShardThread } from './shard-thread.ts';
import { Shard, type Binding, type Bindings, type ShardSpec } from './shard.ts';
import type { Batch, Scalars, SideIndex, Sides, State, StepRunner, TrainerOptions } from './step-runner.ts';

const shards = 2;

/** Shared memory of one shard: its rows, its part of the loss and its gradients by parameter. */
interface ShardBuffers {
  readonly features: Int32Array;
  readonly labels: Int32Array;
  readonly weights: Float32Array;
  readonly loss: Float32Array;
  readonly gradients: State;
}

interface Memory {
  readonly sides: Sides;
  readonly shards: readonly ShardBuffers[];
  readonly totalWeight: Float32Array;
  readonly scalars: State;
}

/** Zeros that all threads of this process can read and write. */
export function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

function sharedIntegers(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

export class DataParallelStep implements StepRunner {
  readonly #memory: Memory;
  readonly #here: Shard;
  readonly #there: ShardThread;

  private constructor(memory: Memory, here: Shard, there: ShardThread) {
    this.#memory = memory;
    this.#here = here;
    this.#there = there;
  }

  /** Opens the sessions of both threads; `sides` must be shared memory. */
  static async open(options: TrainerOptions, sides: Sides): Promise<DataParallelStep> {
    const memory = allocate(options, sides);
    const here = await Shard.open(shardSpec(options, memory, 0));
    return new DataParallelStep(memory, here, await ShardThread.open(shardSpec(options, memory, 1)));
  }

  async run(batch: Batch, scalars: Scalars, side: SideIndex): Promise<number> {
    const { totalWeight, shards: parts, scalars: numbers } = this.#memory;
    for (const [index, part] of parts.entries()) fill(part, batch, index);
    totalWeight[0] = batch.weights.reduce((sum, weight) => sum + weight, 0);
    for (const [name, value] of Object.entries(scalars)) numbers.get(name)?.set([value]);
    await Promise.all([this.#there.run('gradient', side), this.#here.run('gradient', side)]);
    await Promise.all([this.#there.run('update', side), this.#here.run('update', side)]);
    return parts.reduce((sum, { loss }) => sum + (loss[0] ?? Number.NaN), 0);
  }

  async close(): Promise<void> {
    await this.#there.close();
    await this.#here.close();
  }
}

/** Copies a shard's rows in; what the batch lacks to fill the last shard counts as padding with weight 0. */
function fill({ features, labels, weights }: ShardBuffers, batch: Batch, index: number): void {
  const part = <Data extends Float32Array | Int32Array>(data: Data, { length }: Data) =>
    data.subarray(index * length, (index + 1) * length);
  features.fill(0).set(part(batch.features, features));
  labels.fill(0).set(part(batch.labels, labels));
  weights.fill(0).set(part(batch.weights, weights));
}

function allocate({ compiled, layers, optimizer }: TrainerOptions, sides: Sides): Memory {
  const [batch = 0, ...row] = shapeOf(compiled.evalStep, batchInputs.features);
  const rows = Math.ceil(batch / shards);
  return {
    sides,
    totalWeight: sharedFloats(1),
    scalars: new Map(optimizer.scalarNames.map((name) => [name, sharedFloats(1)])),
    shards: Array.from({ length: shards }, () => ({
      features: sharedIntegers(rows * row.reduce((product, size) => product * size, 1)),
      labels: sharedIntegers(rows),
      weights: sharedFloats(rows),
      loss: sharedFloats(1),
      gradients: new Map(
        layers.parameters.map(({ name }) => [name, sharedFloats(sides[0].get(name)?.length ?? 0)]),
      ),
    })),
  };
}

function shapeOf(graph: Graph, input: string): readonly number[] {
  return fixed(graph.inputs.find(({ name }) => name === input)?.shape);
}

function fixed(shape: ValueInfo['shape'] = []): readonly number[] {
  return shape.filter((size) => typeof size === 'number');
}

/** The two graphs of a shard and where each of their tensors stands. */
function shardSpec({ compiled, layers, optimizer, threads }: TrainerOptions, memory: Memory, shard: number) {
  const buffers = memory.shards[shard];
  if (!buffers) throw new Error(`there is no shard ${shard}`);
  const { features, labels, weights, loss, gradients } = buffers;
  const rows = new Map<string, Binding['data']>([
    ...Object.entries({ features, labels, weights, loss, totalWeight: memory.totalWeight }),
    ...Array.from(gradients, ([name, data]) => [gradientName(name), data] as const),
  ]);
  const share = (data: Float32Array) => data.subarray(...shareOf(data.length, shards, shard));
  const shares = new Map<string, Float32Array>(memory.scalars);
  for (const [index, { gradients: parts }] of memory.shards.entries())
    for (const [name, data] of parts) shares.set(shardGradientName(name, index), share(data));
  const names = layers.parameters.flatMap(({ name }) => [
    name,
    ...optimizer.slots.map((slot) => slotName(name, slot)),
  ]);
  const read = (side: SideIndex) => memory.sides[side];
  const gradient = compiled.gradientStep(labels.length);
  const update = compiled.updateStep(shards, shard);
  const gradientOf = (side: SideIndex) => bindings(gradient, new Map([...rows, ...read(side)]));
  const updateOf = (side: SideIndex) => {
    const all = new Map(shares);
    for (const name of names) {
      all.set(name, share(read(side).get(name) ?? new Float32Array()));
      all.set(nextName(name), share(read(side === 0 ? 1 : 0).get(name) ?? new Float32Array()));
    }
    return bindings(update, all);
  };
  return {
    threads: Math.floor(threads / shards),
    programs: {
      gradient: { graph: gradient, sides: [gradientOf(0), gradientOf(1)] },
      update: { graph: update, sides: [updateOf(0), updateOf(1)] },
    },
  } satisfies ShardSpec;
}

function bindings({ inputs, outputs }: Graph, memory: ReadonlyMap<string, Binding['data']>): Bindings {
  const bind = ({ name, shape }: ValueInfo): Binding => {
    const data = memory.get(name);
    if (!data) throw new Error(`nothing stands for "${name}"`);
    return { name, data, shape: fixed(shape) };
  };
  return { inputs: inputs.map(bind), outputs: outputs.map(bind) };
}

import { describe, expect, it } from 'vitest';
import { Random } from '../../graph/index.ts';
import { ShardThread } from './shard-thread.ts';
import type { Program, ShardSpec } from './shard.ts';
import type { Batch } from './step-runner.ts';
import { textModel } from './text-model.ts';
import { Trainer, initialState } from './trainer.ts';

const sizes = { vocabulary: 30, embedding: 5, hidden: 3, classes: 3, length: 6 };

/** A batch whose last rows are missing. */
function batchOf(rows: number, missing: number): Batch {
  const random = new Random(rows);
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  return {
    features: Int32Array.from({ length: rows * sizes.length }, () => below(sizes.vocabulary)),
    labels: Int32Array.from({ length: rows }, () => below(sizes.classes)),
    weights: Float32Array.from({ length: rows }, (_, row) => (row < rows - missing ? 1 : 0)),
  };
}

/** Losses of some steps, and the state after them. */
async function train(batch: Batch, threads: number) {
  const model = textModel({ ...sizes, batch: batch.labels.length });
  const state = initialState(model.layers, model.optimizer, new Random(2));
  const trainer = await Trainer.open({ compiled: model, ...model, threads }, state);
  try {
    const losses: number[] = [];
    for (let step = 1; step <= 5; step++) losses.push(await trainer.step(batch, step, 1e-2));
    return { losses, state: new Map(trainer.state) };
  } finally {
    await trainer.close();
  }
}

function threadOf(program: Program): Promise<ShardThread> {
  const spec: ShardSpec = { programs: { gradient: program, update: program }, threads: 1 };
  return ShardThread.open(spec);
}

describe('a step on two shards', () => {
  it.for([
    { rows: 8, missing: 0 },
    { rows: 7, missing: 0 },
    { rows: 8, missing: 6 },
    { rows: 2, missing: 0 },
    { rows: 1, missing: 0 },
  ])('trains as one graph does, with $rows rows of which $missing are missing', async (shape) => {
    const batch = batchOf(shape.rows, shape.missing);
    const [whole, parallel] = [await train(batch, 1), await train(batch, 2)];
    for (const [index, loss] of parallel.losses.entries())
      expect(loss).toBeCloseTo(whole.losses[index] ?? 0, 5);
    for (const [name, data] of parallel.state)
      for (const [index, value] of data.entries())
        expect(value, name).toBeCloseTo(whole.state.get(name)?.[index] ?? Number.NaN, 4);
  });

  it('gives the same bits each time', async () => {
    const batch = batchOf(9, 2);
    expect(await train(batch, 2)).toEqual(await train(batch, 2));
  });
});

describe('the thread of a shard', () => {
  const empty = { inputs: [], outputs: [] };
  const graph = textModel({ ...sizes, batch: 2 }).gradientStep(1);

  it('that fails in a step says why, and stays failed', async () => {
    const thread = await threadOf({ graph, sides: [empty, empty] });
    await expect(thread.run('gradient', 0)).rejects.toThrow(/input '.*' is missing/);
    await expect(thread.run('update', 0)).rejects.toThrow(/input '.*' is missing/);
    await thread.close();
  });

  it('that cannot open its sessions says why', async () => {
    const broken = { ...graph, nodes: [] };
    await expect(threadOf({ graph: broken, sides: [empty, empty] })).rejects.toThrow(/gradient:|output/);
  });
});

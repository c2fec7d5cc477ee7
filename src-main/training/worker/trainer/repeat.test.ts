import { afterEach, describe, expect, it } from 'vitest';
import {
  Random,
  adamW,
  dense,
  dropout,
  networkOf,
  relu,
  sequential,
  softmaxCrossEntropy,
  type StepOptions,
} from '../../../graph/index.ts';
import { Trainer, type Batch } from './index.ts';

const [rows, features] = [16, 6];
const options: StepOptions = {
  network: networkOf(
    sequential(
      dense({ name: 'first', input: features, output: 800 }),
      relu,
      dropout({ name: 'dropout', rate: 0.3 }),
      dense({ name: 'second', input: 800, output: 3 }),
    ),
    { name: 'x', elementType: 'float32', shape: [features] },
  ),
  heads: [
    { output: 'logits', target: { name: 'y', elementType: 'int32', shape: [] }, loss: softmaxCrossEntropy() },
  ],
  optimizer: adamW(),
  batch: rows,
  clip: { norm: 0.5 },
  average: 0.9,
  frozen: (name) => name === 'first.bias',
};

function batchesOf(count: number, seed: number): Batch {
  const random = new Random(seed);
  const all = rows * count;
  return {
    rows,
    count,
    tensors: {
      x: Float32Array.from({ length: all * features }, () => random.normal()),
      y: Int32Array.from({ length: all }, () => Math.floor(3 * random.uniform())),
      weights: Float32Array.from({ length: all }, () => random.uniform()),
    },
  };
}

/** Some batches of several. */
function some({ count: all = 1, tensors }: Batch, from: number, count: number): Batch {
  const parts = Object.entries(tensors).map(([name, data]) => {
    const size = data.length / all;
    return [name, data.slice(from * size, (from + count) * size)] as const;
  });
  return { rows, count, tensors: Object.fromEntries(parts) };
}

const open: Trainer[] = [];
afterEach(async () => {
  for (const trainer of open.splice(0)) await trainer.close();
});

function trainerWith(changes: Partial<StepOptions>): Trainer {
  const step = () => ({ ...options, ...changes });
  const trainer = Trainer.open({ step, threads: 1, seed: 1 }, { rows }, new Random(4));
  open.push(trainer);
  return trainer;
}

const at = (step: number) => ({ step, learningRate: 0.01 / step });

describe('several steps in one run', () => {
  it('end with the bits of as many runs of one, whichever graph does them', async () => {
    const all = batchesOf(7, 5);
    const steps = Array.from({ length: 7 }, (_, index) => at(index + 1));
    const results = [];
    for (const sizes of [[7], [1, 4, 2], [1, 1, 1, 1, 1, 1, 1], undefined]) {
      const trainer = trainerWith({ repeat: sizes !== undefined });
      expect(trainer.repeats).toBe(sizes !== undefined);
      const losses: number[] = [];
      for (const size of sizes ?? steps.map(() => 1)) {
        const done = losses.length;
        losses.push(...(await trainer.steps(some(all, done, size), steps.slice(done, done + size))));
      }
      const state = Array.from(trainer.state, ([name, data]) => [name, data.slice()]);
      results.push({ losses, state });
    }
    for (const result of results.slice(1)) expect(result).toEqual(results[0]);
    expect(new Set(results[0]?.losses).size).toBe(7);
  });

  it('are refused where a run does one', async () => {
    const trainer = trainerWith({ accumulate: 2 });
    await expect(trainer.steps(batchesOf(2, 1), [at(1), at(2)])).rejects.toThrow('one step');
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import {
  Random,
  adam,
  adamW,
  compileStep,
  dense,
  lion,
  mostPacked,
  networkOf,
  relu,
  sequential,
  sgd,
  softmaxCrossEntropy,
  type StepOptions,
} from '../../../graph/index.ts';
import { Trainer, initialState, type Batch } from './index.ts';

const features = 6;
const rows = 16;
const hidden = 800;
const step: StepOptions = {
  network: networkOf(
    sequential(
      dense({ name: 'first', input: features, output: hidden }),
      relu,
      dense({ name: 'second', input: hidden, output: 3 }),
    ),
    { name: 'x', elementType: 'float32', shape: [features] },
  ),
  heads: [
    { output: 'logits', target: { name: 'y', elementType: 'int32', shape: [] }, loss: softmaxCrossEntropy() },
  ],
  optimizer: adam(),
  batch: rows,
};

function batchOf(seed: number): Batch {
  const random = new Random(seed);
  return {
    rows,
    tensors: {
      x: Float32Array.from({ length: rows * features }, () => random.normal()),
      y: Int32Array.from({ length: rows }, () => Math.floor(3 * random.uniform())),
      weights: Float32Array.from({ length: rows }, () => random.uniform()),
    },
  };
}

const open: Trainer[] = [];
afterEach(async () => {
  for (const trainer of open.splice(0)) await trainer.close();
});

function trainerOf(options: StepOptions): Trainer {
  const start = initialState(compileStep(options).state, new Random(4));
  const trainer = Trainer.open({ step: () => options, threads: 1, seed: 1 }, { rows }, start);
  open.push(trainer);
  return trainer;
}

/** Losses of some steps and of a evaluation, and the state, all to the bit. */
async function trained(trainer: Trainer) {
  const losses: number[] = [];
  for (let at = 1; at <= 5; at++)
    losses.push(await trainer.step(batchOf(at), { step: at, learningRate: 0.01 }));
  const { loss, outputs } = await trainer.evaluate(batchOf(9));
  return {
    losses,
    loss,
    outputs,
    state: new Map(Array.from(trainer.state, ([name, data]) => [name, data.slice()])),
  };
}

const cases: Record<string, Partial<StepOptions>> = {
  Adam: {},
  'AdamW, clipped, with averages': { optimizer: adamW(), clip: { norm: 0.5 }, average: 0.9 },
  'Lion with decay of what is chosen': {
    optimizer: lion({ weightDecay: 0.1 }),
    decays: (name) => name === 'first.bias',
  },
  'descent with something frozen': { optimizer: sgd(), frozen: (name) => name === 'first.bias' },
};

describe('packs', () => {
  it.each(Object.entries(cases))(
    'train to the same bits as tensors by themselves: %s',
    async (_, changes) => {
      const options = { ...step, ...changes };
      const packed = await trained(trainerOf({ ...options, pack: true }));
      expect(packed).toEqual(await trained(trainerOf({ ...options, pack: false })));
      expect(new Set(packed.losses).size).toBe(5);
    },
  );

  it('hold small tensors only, the decaying ones apart', () => {
    const { packs, trainStep } = compileStep({ ...step, optimizer: adamW(), pack: true });
    expect(features * hidden).toBeGreaterThan(mostPacked);
    expect(packs.map(({ name, roles }) => [name, roles.flat()])).toEqual([
      ['packed.decaying', ['second.weight', 'second.weight/adam.m', 'second.weight/adam.v']],
      [
        'packed',
        ['first.bias', 'second.bias', 'first.bias/adam.m', 'second.bias/adam.m'].concat([
          'first.bias/adam.v',
          'second.bias/adam.v',
        ]),
      ],
    ]);
    expect(trainStep.outputs.map(({ name }) => name)).toEqual(
      ['loss', 'next:first.weight', 'next:first.weight/adam.m', 'next:first.weight/adam.v'].concat([
        'next:packed.decaying',
        'next:packed',
      ]),
    );
  });

  it('go back to a state and on to the same bits', async () => {
    const trainer = trainerOf({ ...step, pack: true });
    const start = new Map(Array.from(trainer.state, ([name, data]) => [name, data.slice()]));
    const once = await trained(trainer);
    trainer.restore(start);
    expect(await trained(trainer)).toEqual(once);
  });

  it('leave a training that accumulates as it is', () => {
    expect(compileStep({ ...step, pack: true, accumulate: 2 }).packs).toEqual([]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { pythonSays } from '../../../../scripts/python.fixture.ts';
import {
  Random,
  adam,
  bilstmClassifier,
  compileStep,
  gruClassifier,
  lstmClassifier,
  networkOf,
  nextName,
  slotName,
  softmaxCrossEntropy,
  type StepOptions,
} from '../../../graph/index.ts';
import { Trainer, initialState, weightsSha256, type Batch, type State } from './index.ts';

const python = findPython('torch', 'numpy');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-model-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const networks = { lstm: lstmClassifier, bilstm: bilstmClassifier, gru: gruClassifier } as const;

interface Case {
  /** The LSTM unless said otherwise. */
  readonly kind?: keyof typeof networks;
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly classes: number;
  readonly length: number;
  readonly batch: number;
  /** Ids are drawn from this many, so that they repeat. */
  readonly distinct: number;
}

function stepOf({ length, batch, kind = 'lstm', ...sizes }: Case): StepOptions {
  return {
    network: networkOf(networks[kind](sizes), { name: 'features', elementType: 'int32', shape: [length] }),
    heads: [
      {
        output: 'logits',
        target: { name: 'labels', elementType: 'int32', shape: [] },
        loss: softmaxCrossEntropy(),
      },
    ],
    optimizer: adam(),
    batch,
  };
}

const parametersOf = (sizes: Case) => stepOf(sizes).network.parameters;

function open(sizes: Case, from: State | Random): Trainer {
  return Trainer.open({ step: () => stepOf(sizes), threads: 2, seed: 1 }, { rows: sizes.batch }, from);
}

function batchOf({ batch, length, classes, distinct }: Case, random: Random): Batch {
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  return {
    rows: batch,
    tensors: {
      features: Int32Array.from({ length: batch * length }, () => below(distinct)),
      labels: Int32Array.from({ length: batch }, () => below(classes)),
      weights: Float32Array.from({ length: batch }, (_, row) => (row < batch - 2 ? 1 : 0)),
    },
  };
}

/** The step's loss, and its gradients read from Adam's first moment, which after one step is the gradient. */
async function ownGradients(sizes: Case, state: State, batch: Batch) {
  const trainer = open(sizes, new Map(state));
  const loss = await trainer.step(batch, { step: 1, learningRate: 1e-3 });
  const gradients = new Map(
    parametersOf(sizes).map(({ name }) => [
      name,
      Float32Array.from(trainer.state.get(slotName(name, 'adam.m')) ?? []),
    ]),
  );
  await trainer.close();
  return { loss, gradients };
}

function torchGradients(sizes: Case, state: State, batch: Batch) {
  const parameters = Object.fromEntries(
    parametersOf(sizes).map(({ name, shape }) => [name, { shape, data: [...(state.get(name) ?? [])] }]),
  );
  const path = join(folder, 'spec.json');
  const spec = {
    kind: 'lstm',
    ...sizes,
    parameters,
    features: [...(batch.tensors['features'] ?? [])],
    labels: [...(batch.tensors['labels'] ?? [])],
    weights: [...(batch.tensors['weights'] ?? [])],
  };
  writeFileSync(path, JSON.stringify(spec));
  const script = join(import.meta.dirname, 'oracle', 'text-model.py');
  const output = pythonSays(python ?? '', [script, path]);
  return JSON.parse(output) as { loss: number; gradients: Record<string, number[]> };
}

function relativeDifference(own: Float32Array, other: readonly number[]): number {
  const scale = other.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  return own.reduce((most, value, index) => Math.max(most, Math.abs(value - (other[index] ?? 0))), 0) / scale;
}

const cases: readonly Case[] = [
  { vocabulary: 50, embedding: 7, hidden: 5, classes: 3, length: 9, batch: 6, distinct: 50 },
  { vocabulary: 300, embedding: 64, hidden: 64, classes: 2, length: 40, batch: 32, distinct: 3 },
  // More than 196,608 elements of gradient rows with few distinct ids: where an unchunked ScatterND loses updates.
  { vocabulary: 1000, embedding: 64, hidden: 32, classes: 4, length: 100, batch: 64, distinct: 5 },
  // The shapes of the benches' W3, W4 (with fewer words), W5 and W12.
  { vocabulary: 1000, embedding: 64, hidden: 64, classes: 2, length: 100, batch: 32, distinct: 1000 },
  { vocabulary: 2000, embedding: 128, hidden: 128, classes: 3, length: 200, batch: 32, distinct: 2000 },
  {
    kind: 'bilstm',
    vocabulary: 1000,
    embedding: 64,
    hidden: 64,
    classes: 2,
    length: 100,
    batch: 32,
    distinct: 9,
  },
  {
    kind: 'gru',
    vocabulary: 1000,
    embedding: 64,
    hidden: 64,
    classes: 2,
    length: 100,
    batch: 32,
    distinct: 9,
  },
];

describe('the text model', () => {
  it.for(cases)('has the loss and the gradients of PyTorch: %o', async (sizes, context) => {
    context.skip(!python, pythonMissing('torch', 'numpy'));
    const random = new Random(7);
    const state = initialState(compileStep(stepOf(sizes)).state, random);
    const batch = batchOf(sizes, random);
    const own = await ownGradients(sizes, state, batch);
    const torch = torchGradients(sizes, state, batch);
    expect(Math.abs(own.loss - torch.loss)).toBeLessThan(1e-6);
    for (const [name, gradient] of own.gradients)
      expect(relativeDifference(gradient, torch.gradients[name] ?? []), name).toBeLessThan(1e-5);
  });

  it('loses no update where many rows have the same id', async () => {
    const sizes = {
      vocabulary: 100,
      embedding: 64,
      hidden: 8,
      classes: 2,
      length: 100,
      batch: 64,
      distinct: 1,
    };
    const state = initialState(compileStep(stepOf(sizes)).state, new Random(3));
    const batch = batchOf(sizes, new Random(4));
    const runs = [await ownGradients(sizes, state, batch), await ownGradients(sizes, state, batch)];
    expect(runs[0]?.gradients).toEqual(runs[1]?.gradients);
  });

  it('learns, and twice the same', async () => {
    const sizes = { vocabulary: 40, embedding: 8, hidden: 8, classes: 2, length: 6, batch: 16, distinct: 40 };
    const hashes: string[] = [];
    for (const _ of [1, 2]) {
      const trainer = open(sizes, new Random(5));
      const batch = batchOf(sizes, new Random(6));
      const first = await trainer.step(batch, { step: 1, learningRate: 1e-2 });
      let last = first;
      for (let step = 2; step <= 120; step++) last = await trainer.step(batch, { step, learningRate: 1e-2 });
      expect(last).toBeLessThan(first / 10);
      hashes.push(
        weightsSha256(
          trainer.state,
          parametersOf(sizes).map(({ name }) => name),
        ),
      );
      await trainer.close();
    }
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('gives every parameter and all of its state anew', () => {
    const sizes = { vocabulary: 9, embedding: 2, hidden: 2, classes: 2, length: 3, batch: 2, distinct: 9 };
    const { trainStep } = compileStep(stepOf(sizes));
    const outputs = trainStep.outputs.map(({ name }) => name);
    for (const { name } of parametersOf(sizes))
      expect(outputs).toEqual(
        expect.arrayContaining([name, slotName(name, 'adam.m'), slotName(name, 'adam.v')].map(nextName)),
      );
  });
});

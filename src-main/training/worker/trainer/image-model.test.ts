import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { pythonSays } from '../../../../scripts/python.fixture.ts';
import {
  Random,
  adam,
  batchNorm,
  cifarNet,
  compileStep,
  conv2d,
  dense,
  globalAveragePool,
  maxPool,
  networkOf,
  relu,
  residualNet,
  sequential,
  slotName,
  smallCnn,
  softmaxCrossEntropy,
  type Layer,
  type StepOptions,
  type Target,
} from '../../../graph/index.ts';
import { Trainer, initialState, probeTarget, type Batch, type State } from './index.ts';

const python = findPython('torch', 'numpy');
const learningRate = 1e-3;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-images-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  readonly network: string;
  readonly layer: Layer;
  readonly sizes: object;
  readonly image: readonly [channels: number, height: number, width: number];
  readonly batch: number;
  /** Largest relative difference of a gradient that is rounding. */
  readonly rounding: number;
}

function convolutional(
  make: typeof cifarNet,
  image: Case['image'],
  filters: readonly number[],
  units: number,
): Case {
  const [channels, height, width] = image;
  const sizes = { channels, height, width, classes: 10, filters, dense: units };
  return { network: make.name, layer: make(sizes), sizes, image, batch: 16, rounding: 1e-5 };
}

/** Dividing by the deviation of a batch makes rounding larger. */
function residual(image: Case['image'], stages: readonly number[], blocks: number): Case {
  const sizes = { channels: image[0], classes: 10, stages, blocks };
  return { network: residualNet.name, layer: residualNet(sizes), sizes, image, batch: 16, rounding: 3e-5 };
}

/** W1, W2 and W11 of the benches on a smaller batch, and sizes that divide into no block. */
const cases: Readonly<Record<string, Case>> = {
  W1: convolutional(cifarNet, [3, 32, 32], [32, 64, 64], 64),
  W2: convolutional(smallCnn, [1, 28, 28], [32, 64], 128),
  W11: { ...residual([3, 32, 32], [16, 32], 1), batch: 32 },
  'odd sizes': { ...convolutional(smallCnn, [2, 13, 11], [6, 24], 12), batch: 5 },
  'a deeper residual net': { ...residual([1, 9, 9], [8, 16, 32], 2), batch: 6 },
  'large images': { ...residual([3, 40, 36], [16, 32], 1), batch: 4 },
};

function stepOf({ layer, image, batch }: Case): StepOptions {
  return {
    network: networkOf(layer, { name: 'images', elementType: 'float32', shape: image }),
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

/** Images with an even background: there whole windows of a pool are equal. */
function batchOf({ image, batch }: Case, random: Random): Batch {
  const pixels = batch * image.reduce((a, b) => a * b, 1);
  return {
    rows: batch,
    tensors: {
      images: Float32Array.from({ length: pixels }, () => Math.max(0, random.uniform() - 0.3)),
      labels: Int32Array.from({ length: batch }, () => Math.floor(random.uniform() * 10)),
      weights: Float32Array.from({ length: batch }, (_, row) => (row < batch - 1 ? 1 : 0)),
    },
  };
}

function open(given: Case, state: State, target: Target | undefined): Trainer {
  const step = () => stepOf(given);
  const copy = new Map(Array.from(state, ([name, data]) => [name, Float32Array.from(data)]));
  return Trainer.open({ step, threads: 1, seed: 1, target }, { rows: given.batch }, copy);
}

function torch(given: Case, state: State, batch: Batch) {
  const { parameters, buffers = [] } = given.layer;
  const shapes = (list: typeof parameters) =>
    Object.fromEntries(list.map(({ name, shape }) => [name, shape]));
  for (const [name, data] of [...state, ...Object.entries(batch.tensors)]) {
    if (!name.includes('/')) writeFileSync(join(folder, name), data as Float32Array);
  }
  const { network, sizes, image } = given;
  const spec = {
    network,
    sizes,
    folder,
    learningRate,
    images: [given.batch, ...image],
    parameters: shapes(parameters),
    buffers: shapes(buffers),
  };
  writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec));
  const script = join(import.meta.dirname, 'oracle', 'image-model.py');
  return JSON.parse(pythonSays(python ?? '', [script, join(folder, 'spec.json')])) as number;
}

function written(file: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(join(folder, file))).buffer);
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
}

/** The largest difference from what PyTorch gave, in units of the largest number there. */
function difference(own: Float32Array | undefined, other: Float32Array): number {
  if (own?.length !== other.length) return Number.NaN;
  return largest(own.map((value, index) => value - other[index]!)) / largest(other);
}

describe('a step of an image network', () => {
  it.for(Object.entries(cases))(
    'is that of PyTorch, in blocks and without: %s',
    async ([, given], context) => {
      context.skip(!python, pythonMissing('torch', 'numpy'));
      const random = new Random(7);
      const state = initialState(compileStep(stepOf(given)).state, random);
      const batch = batchOf(given, random);
      const expected = torch(given, state, batch);
      for (const target of [undefined, await probeTarget()]) {
        const trainer = open(given, state, target);
        const loss = await trainer.step(batch, { step: 1, learningRate });
        expect(Math.abs(loss - expected)).toBeLessThan(2e-6);
        for (const { name } of given.layer.parameters) {
          const gradient = trainer.state.get(slotName(name, 'adam.m'))!;
          const theirs = written(`${name}.gradient`);
          expect(difference(gradient, theirs), name).toBeLessThan(given.rounding);
          // Adam's first update is the learning rate times the gradient's sign: where that is rounding, so is this.
          const least = 1e-3 * largest(theirs);
          const clear = theirs.map((value) => (Math.abs(value) > least ? 1 : 0));
          const [updated, expected] = [trainer.state.get(name)!, written(`${name}.next`)];
          const off = updated.map((value, index) => (value - expected[index]!) * clear[index]!);
          expect(largest(off), name).toBeLessThan(1e-5);
        }
        for (const { name } of given.layer.buffers ?? [])
          expect(difference(trainer.state.get(name), written(`${name}.next`)), name).toBeLessThan(1e-5);
        await trainer.close();
      }
    },
  );

  it('keeps the state in ONNX order outside, whatever it is inside', async () => {
    const given = cases['W2']!;
    const state = initialState(compileStep(stepOf(given)).state, new Random(3));
    const trainer = open(given, state, await probeTarget());
    expect(trainer.state).toEqual(state);
    const other = initialState(compileStep(stepOf(given)).state, new Random(4));
    trainer.restore(other);
    expect(trainer.state).toEqual(other);
    await trainer.close();
  });

  it('lies the same way for every batch size', () => {
    for (const given of Object.values(cases))
      for (const batch of [1, 7, 64]) {
        const { layouts } = compileStep({ ...stepOf(given), batch, target: { blockSize: 8 } });
        expect(layouts).toEqual(compileStep({ ...stepOf(given), target: { blockSize: 8 } }).layouts);
      }
  });

  it('is the same in blocks as without, whatever the windows', async () => {
    const target = await probeTarget();
    const between = (min: number, max: number) => fc.integer({ min, max });
    const geometry = fc.record({
      kernel: between(1, 4),
      stride: between(1, 3),
      padding: between(0, 2),
      height: between(11, 14),
      width: between(11, 14),
      batch: between(1, 18),
      pool: between(1, 3),
      normal: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(geometry, async ({ kernel, stride, padding, height, width, batch, pool, normal }) => {
        const sizes = { kernel, stride, padding: Math.min(padding, kernel - 1) };
        const layer = sequential(
          conv2d({ name: 'first', input: 3, output: 16, kernel: 3, padding: 1 }),
          relu,
          ...(pool > 1 && stride < 3 ? [maxPool({ size: pool })] : []),
          conv2d({ name: 'second', input: 16, output: 32, ...sizes, bias: false }),
          ...(normal ? [batchNorm({ name: 'norm', channels: 32 })] : []),
          relu,
          globalAveragePool,
          dense({ name: 'output', input: 32, output: 10 }),
        );
        const given = { ...cases['W11']!, layer, image: [3, height, width] as const, batch };
        const state = initialState(compileStep(stepOf(given)).state, new Random(5));
        const data = batchOf(given, new Random(6));
        const weights = new Float32Array(batch).fill(1);
        const results: State[] = [];
        for (const option of [undefined, target]) {
          const trainer = open(given, state, option);
          const tensors = { ...data.tensors, weights };
          await trainer.step({ ...data, tensors }, { step: 1, learningRate });
          results.push(trainer.state);
          await trainer.close();
        }
        for (const { name } of layer.parameters) {
          const [own, other] = results.map((result) => result.get(slotName(name, 'adam.m'))!);
          const scale = Math.max(largest(other!), 1e-4);
          expect(largest(own!.map((value, index) => value - other![index]!)) / scale, name).toBeLessThan(
            1e-4,
          );
        }
      }),
      { numRuns: 12, seed: 4 },
    );
  });
});

/**
 * @file Trains one step of a network whose channels fill blocks of 8 and not of 16, in the blocks of this processor and
 * without, and tells the size of a block, the convolutions in blocks, and the largest difference of a gradient relative to
 * its largest number.
 */
import {
  Random,
  adam,
  batchNorm,
  compileStep,
  conv2d,
  dense,
  globalAveragePool,
  maxPool,
  networkOf,
  relu,
  residual,
  sequential,
  slotName,
  softmaxCrossEntropy,
} from '../../../graph/index.ts';
import { Trainer, initialState, probeTarget } from './index.ts';

const rows = 4;
const image = [3, 11, 10] as const;
const layer = sequential(
  conv2d({ name: 'first', input: 3, output: 8, kernel: 3, padding: 1 }),
  relu,
  maxPool({ size: 2 }),
  conv2d({ name: 'second', input: 8, output: 24, kernel: 3, stride: 2, padding: 1, bias: false }),
  batchNorm({ name: 'norm', channels: 24 }),
  residual(conv2d({ name: 'third', input: 24, output: 24, kernel: 3, padding: 1 })),
  relu,
  globalAveragePool,
  dense({ name: 'output', input: 24, output: 10 }),
);
const options = {
  network: networkOf(layer, { name: 'images', elementType: 'float32', shape: image }),
  heads: [
    {
      output: 'logits',
      target: { name: 'labels', elementType: 'int32', shape: [] } as const,
      loss: softmaxCrossEntropy(),
    },
  ],
  optimizer: adam(),
  batch: rows,
};
const random = new Random(1);
const tensors = {
  images: Float32Array.from({ length: rows * image[0] * image[1] * image[2] }, () => random.normal()),
  labels: Int32Array.from({ length: rows }, (_, row) => row),
  weights: new Float32Array(rows).fill(1),
};
const start = initialState(compileStep(options).state, random);

async function gradients(target: { readonly blockSize?: 8 | 16 | undefined }) {
  const state = new Map(Array.from(start, ([name, data]) => [name, Float32Array.from(data)]));
  const trainer = Trainer.open({ step: () => options, threads: 1, seed: 1, target }, { rows }, state);
  await trainer.step({ rows, tensors }, { step: 1, learningRate: 1e-3 });
  const found = layer.parameters.map(({ name }) =>
    Float32Array.from(trainer.state.get(slotName(name, 'adam.m')) ?? [Number.NaN]),
  );
  await trainer.close();
  return found;
}

const target = await probeTarget();
const [own, portable] = [await gradients(target), await gradients({})];
const differences = own.map((gradient, index) => {
  const other = portable[index]!;
  const largest = Math.max(...other.map(Math.abs));
  return Math.max(...gradient.map((value, at) => Math.abs(value - (other[at] ?? Number.NaN)))) / largest;
});
const { nodes } = compileStep({ ...options, target }).trainStep;
const blocked = nodes.filter(({ op }) => op === 'com.microsoft.nchwc.Conv').length;
console.log(JSON.stringify({ blockSize: target.blockSize, blocked, difference: Math.max(...differences) }));

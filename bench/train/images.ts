/** @file Workloads that read images: W1, W2 and W11. */
import {
  cifarNet,
  networkOf,
  residualNet,
  smallCnn,
  softmaxCrossEntropy,
  type Layer,
} from '../../src-main/graph/index.ts';
import { below, uniform, type Family, type Workload } from './workload.ts';

const batch = 64;

function workload(
  layer: Layer,
  shape: readonly [channels: number, height: number, width: number],
  rest: Pick<Workload, 'title' | 'goal'>,
): Workload {
  const pixels = batch * shape.reduce((a, b) => a * b, 1);
  return {
    ...rest,
    batch,
    peers: ['default'],
    network: networkOf(layer, { name: 'x', elementType: 'float32', shape }),
    heads: [
      {
        output: 'logits',
        target: { name: 'y', elementType: 'int32', shape: [] },
        loss: softmaxCrossEntropy(),
      },
    ],
    draw: (random) => ({ x: uniform(random, pixels), y: below(random, 10, batch) }),
  };
}

export const images: Family = {
  W1: () => {
    const sizes = { channels: 3, height: 32, width: 32, classes: 10, filters: [32, 64, 64], dense: 64 };
    const title = 'CIFAR-10 net of the Keras tutorial (32-64-64, dense 64), batch 64';
    return workload(cifarNet(sizes), [3, 32, 32], { title, goal: 0.55 });
  },
  W2: () => {
    const sizes = { channels: 1, height: 28, width: 28, classes: 10, filters: [32, 64], dense: 128 };
    const title = 'MNIST CNN (32-64, dense 128), batch 64';
    return workload(smallCnn(sizes), [1, 28, 28], { title, goal: 0.55 });
  },
  W11: () => {
    const layer = residualNet({ channels: 3, classes: 10, stages: [16, 32], blocks: 1 });
    const title = 'residual net with batch normalization (16-32), batch 64';
    return workload(layer, [3, 32, 32], { title, goal: 0.7 });
  },
};

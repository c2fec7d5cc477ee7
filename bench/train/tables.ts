/** @file Workloads on tables and flat images: W8 to W10. */
import {
  binaryCrossEntropy,
  dense,
  meanSquaredError,
  networkOf,
  relu,
  sequential,
  sigmoid,
  softmaxCrossEntropy,
  type Layer,
} from '../../src-main/graph/index.ts';
import { below, bits, uniform, type Family } from './workload.ts';

/** Dense layers of the given sizes with rectified linear units between them. */
function perceptron(...sizes: readonly number[]): readonly Layer[] {
  return sizes.slice(1).flatMap((output, index) => {
    const layer = dense({ name: `dense${index + 1}`, input: sizes[index] ?? 0, output });
    return index + 2 < sizes.length ? [layer, relu] : [layer];
  });
}

const row = (size: number) => ({ name: 'x', elementType: 'float32', shape: [size] }) as const;

export const tables: Family = {
  W8: () => ({
    title: 'MLP 784-256-128-10, batch 64',
    goal: 0.5,
    peers: ['default'],
    batch: 64,
    network: networkOf(sequential(...perceptron(784, 256, 128, 10)), row(784)),
    heads: [
      {
        output: 'logits',
        target: { name: 'y', elementType: 'int32', shape: [] },
        loss: softmaxCrossEntropy(),
      },
    ],
    draw: (random) => ({ x: uniform(random, 64 * 784), y: below(random, 10, 64) }),
  }),
  W9: () => ({
    title: 'autoencoder 784-128-32-128-784, batch 64',
    goal: 0.6,
    peers: ['default'],
    batch: 64,
    network: networkOf(
      sequential(...perceptron(784, 128, 32, 128, 784), sigmoid),
      row(784),
      'reconstruction',
    ),
    heads: [{ output: 'reconstruction', target: row(784), loss: meanSquaredError() }],
    draw: (random) => ({ x: uniform(random, 64 * 784) }),
  }),
  W10: () => ({
    title: 'logistic regression, 30 features, batch 32',
    goal: 0.15,
    peers: ['default'],
    batch: 32,
    network: networkOf(dense({ name: 'dense', input: 30, output: 1 }), row(30)),
    heads: [
      {
        output: 'logits',
        target: { name: 'y', elementType: 'float32', shape: [1] },
        loss: binaryCrossEntropy(),
      },
    ],
    draw: (random) => ({ x: uniform(random, 32 * 30), y: bits(random, 32) }),
  }),
};

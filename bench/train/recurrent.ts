/** @file Workloads that read sequences of ids step by step: W3 to W5, W12, and the default text recipe. */
import {
  bilstmClassifier,
  binaryCrossEntropy,
  gruClassifier,
  lstmClassifier,
  networkOf,
  softmaxCrossEntropy,
  type Layer,
  type SequenceClassifierSizes,
} from '../../src-main/graph/index.ts';
import { below, bits, type Family, type Workload } from './workload.ts';

interface Sizes {
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly length: number;
  readonly batch: number;
  /** 1 makes it binary: one logit and a binary cross-entropy. */
  readonly outputs: number;
}

interface Rest extends Pick<Workload, 'title' | 'goal' | 'peers'> {
  readonly classifier: (sizes: SequenceClassifierSizes) => Layer;
}

function workload(sizes: Sizes, { classifier, ...rest }: Rest): Workload {
  const { vocabulary, length, batch, outputs } = sizes;
  const binary = outputs === 1;
  const ids = { name: 'x', elementType: 'int32', shape: [length] } as const;
  return {
    ...rest,
    batch,
    network: networkOf(classifier({ ...sizes, classes: outputs }), ids),
    heads: [
      binary
        ? {
            output: 'logits',
            target: { name: 'y', elementType: 'float32', shape: [1] },
            loss: binaryCrossEntropy(),
          }
        : {
            output: 'logits',
            target: { name: 'y', elementType: 'int32', shape: [] },
            loss: softmaxCrossEntropy(),
          },
    ],
    draw: (random) => ({
      x: below(random, vocabulary, batch * length),
      y: binary ? bits(random, batch) : below(random, outputs, batch),
    }),
  };
}

export const recurrent: Family = {
  W3: () =>
    workload(
      { vocabulary: 1000, embedding: 64, hidden: 64, length: 100, batch: 32, outputs: 1 },
      {
        title: 'Embedding(1000, 64) + LSTM(64), 100 tokens, batch 32',
        goal: 1,
        peers: ['default'],
        classifier: lstmClassifier,
      },
    ),
  W4: () =>
    workload(
      { vocabulary: 10_000, embedding: 128, hidden: 128, length: 200, batch: 32, outputs: 3 },
      {
        title: 'Embedding(10000, 128) + LSTM(128), 200 tokens, batch 32, 3 classes',
        goal: 1,
        peers: ['flushed', 'default'],
        classifier: lstmClassifier,
      },
    ),
  W5: () =>
    workload(
      { vocabulary: 10_000, embedding: 64, hidden: 64, length: 100, batch: 32, outputs: 1 },
      {
        title: 'Embedding(10000, 64) + BiLSTM(64), 100 tokens, batch 32',
        goal: 0.8,
        peers: ['default'],
        classifier: bilstmClassifier,
      },
    ),
  W12: () =>
    workload(
      { vocabulary: 1000, embedding: 64, hidden: 64, length: 100, batch: 32, outputs: 1 },
      {
        title: 'Embedding(1000, 64) + GRU(64), 100 tokens, batch 32',
        goal: 0.4,
        peers: ['default'],
        classifier: gruClassifier,
      },
    ),
  text: () =>
    workload(
      { vocabulary: 10_000, embedding: 64, hidden: 64, length: 200, batch: 64, outputs: 2 },
      {
        title: 'default recipe: Embedding(10000, 64) + LSTM(64), 200 tokens, batch 64',
        goal: null,
        peers: ['flushed', 'default'],
        classifier: lstmClassifier,
      },
    ),
};

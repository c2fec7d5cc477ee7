/** @file Workloads that learn from several labels, spans, masks and boxes: W13 to W16. */
import {
  addLosses,
  bilstmTagger,
  binaryCrossEntropy,
  centerDetector,
  centerFocal,
  dice,
  layerOf,
  lstmClassifier,
  maskedDistance,
  networkOf,
  softmaxCrossEntropy,
  unet,
  type Random,
} from '../../src-main/graph/index.ts';
import { below, bits, uniform, type Family } from './workload.ts';

const peers = ['default'] as const;

export const answers: Family = {
  W13: () => {
    const [batch, length, labels] = [32, 100, 20];
    const layer = lstmClassifier({ vocabulary: 10_000, embedding: 64, hidden: 64, classes: labels });
    return {
      title: 'several labels: Embedding(10000, 64) + LSTM(64), 100 tokens, 20 labels, batch 32',
      goal: 1,
      peers,
      batch,
      network: networkOf(layer, { name: 'x', elementType: 'int32', shape: [length] }),
      heads: [
        {
          output: 'logits',
          target: { name: 'y', elementType: 'float32', shape: [labels] },
          loss: binaryCrossEntropy(),
        },
      ],
      draw: (random) => ({ x: below(random, 10_000, batch * length), y: bits(random, batch * labels) }),
    };
  },
  W14: () => {
    const [batch, length, tags] = [32, 50, 9];
    const layer = bilstmTagger({ vocabulary: 10_000, embedding: 100, hidden: 100, tags });
    return {
      title: 'tagger: Embedding(10000, 100) + BiLSTM(100), 50 tokens, 9 tags, batch 32',
      goal: 1,
      peers,
      batch,
      network: networkOf(layer, { name: 'x', elementType: 'int32', shape: [length] }),
      heads: [
        {
          output: 'logits',
          target: { name: 'y', elementType: 'int32', shape: [length] },
          loss: softmaxCrossEntropy({ ignoreIndex: -1 }),
        },
      ],
      draw: (random) => ({
        x: below(random, 10_000, batch * length),
        y: below(random, tags, batch * length),
      }),
    };
  },
  W15: () => {
    const [batch, size, classes] = [16, 64, 4];
    return {
      title: 'U-Net (16-32-64) with batch normalization on 64 x 64, cross-entropy and Dice, batch 16',
      goal: 1,
      peers,
      batch,
      network: networkOf(unet({ channels: 3, classes, stages: [16, 32, 64] }), {
        name: 'x',
        elementType: 'float32',
        shape: [3, size, size],
      }),
      heads: [
        {
          output: 'logits',
          target: { name: 'y', elementType: 'int32', shape: [size, size] },
          loss: addLosses({ loss: softmaxCrossEntropy() }, { loss: dice() }),
        },
      ],
      draw: (random) => ({
        x: uniform(random, batch * 3 * size * size),
        y: below(random, classes, batch * size * size),
      }),
    };
  },
  W16: () => {
    const [batch, size, cells, classes] = [16, 128, 32, 3];
    return {
      title: 'detector without anchors (16, cells of 4 pixels) on 128 x 128, 3 classes, batch 16',
      goal: 1,
      peers,
      batch,
      network: centerDetector(
        { name: 'x', elementType: 'float32', shape: [3, size, size] },
        layerOf((_, pixels) => pixels),
        { channels: 3, classes, width: 16, stride: 4 },
      ),
      heads: [
        {
          output: 'heat',
          target: { name: 'y', elementType: 'float32', shape: [cells, cells, classes] },
          loss: centerFocal(),
        },
        {
          output: 'boxes',
          target: { name: 'places', elementType: 'float32', shape: [cells, cells, 5] },
          loss: maskedDistance(),
        },
      ],
      draw: (random) => ({
        x: uniform(random, batch * 3 * size * size),
        y: some(random, batch * cells * cells * classes),
        places: Float32Array.from({ length: batch * cells * cells * 5 }, (_, at) =>
          at % 5 === 4 ? Number(random.uniform() < 0.01) : random.uniform(),
        ),
      }),
    };
  },
};

/** A hundredth of them 1, the others below. */
function some(random: Random, count: number): Float32Array {
  return uniform(random, count).map((value) => (value < 0.01 ? 1 : 0.9 * value));
}

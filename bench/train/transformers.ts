/** @file Workloads of Transformers: W6 classifies texts, W7 writes them. */
import { encoderClassifier, gptDecoder, networkOf, softmaxCrossEntropy } from '../../src-main/graph/index.ts';
import { below, type Family } from './workload.ts';

const sizes = { length: 128, size: 128, heads: 4, inner: 512 };

export const transformers: Family = {
  W6: () => {
    const [vocabulary, batch, classes] = [10_000, 32, 2];
    const network = encoderClassifier({ ...sizes, vocabulary, layers: 2, classes });
    return {
      title: 'Transformer encoder, 2 blocks of width 128, 128 tokens of 10,000, batch 32',
      goal: 0.9,
      peers: ['default'],
      batch,
      network: networkOf(network, { name: 'x', elementType: 'int32', shape: [sizes.length] }),
      heads: [
        {
          output: 'logits',
          target: { name: 'y', elementType: 'int32', shape: [] },
          loss: softmaxCrossEntropy(),
        },
      ],
      draw: (random) => ({
        x: below(random, vocabulary, batch * sizes.length),
        y: below(random, classes, batch),
      }),
    };
  },
  W7: () => {
    const [vocabulary, batch] = [100, 16];
    const network = gptDecoder({ ...sizes, vocabulary, layers: 4 });
    const tokens = { elementType: 'int32', shape: [sizes.length] } as const;
    return {
      title: 'GPT decoder, 4 blocks of width 128, 128 tokens of 100, batch 16',
      goal: 0.95,
      peers: ['default'],
      batch,
      network: networkOf(network, { name: 'x', ...tokens }),
      heads: [{ output: 'logits', target: { name: 'y', ...tokens }, loss: softmaxCrossEntropy() }],
      draw: (random) => ({
        x: below(random, vocabulary, batch * sizes.length),
        y: below(random, vocabulary, batch * sizes.length),
      }),
    };
  },
};

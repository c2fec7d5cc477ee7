/** @file A small training step that has bodies in it: an LSTM over five words, with two classes. */
import {
  adam,
  dense,
  embedding,
  lstm,
  networkOf,
  sequential,
  softmaxCrossEntropy,
  timeMajor,
  type Layer,
  type StepOptions,
} from './index.ts';

/** @param before layers `[batch, 2]` -> `[batch, 2]` before the last one */
export function lstmStep(...before: readonly Layer[]): StepOptions {
  const layers = sequential(
    timeMajor,
    embedding({ name: 'embedding', vocabulary: 20, size: 3 }),
    lstm({ name: 'lstm', input: 3, hidden: 2 }),
    ...before,
    dense({ name: 'output', input: 2, output: 2 }),
  );
  return {
    network: networkOf(layers, { name: 'features', elementType: 'int32', shape: [5] }),
    heads: [
      {
        output: 'logits',
        target: { name: 'labels', elementType: 'int32', shape: [] },
        loss: softmaxCrossEntropy(),
      },
    ],
    optimizer: adam(),
    batch: 4,
  };
}

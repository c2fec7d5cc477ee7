/** @file Our contestant: the whole training step (forward, backward, Adam) of a case, on two threads. */
import { Random, adam, lstmClassifier, networkOf, softmaxCrossEntropy } from '../../src-main/graph/index.ts';
import { Trainer } from '../../src-main/workers/training/index.ts';
import { contestant } from '../contestant.ts';
import { cases, isCaseName } from './cases.ts';

const name = process.argv[2];
if (!isCaseName(name)) throw new Error(`there is no case ${String(name)}`);
const { batch, length, vocabulary, classes } = cases[name];
const random = new Random(1);
const below = (limit: number) => Math.floor(random.uniform() * limit);
const options = {
  network: networkOf(lstmClassifier(cases[name]), {
    name: 'features',
    elementType: 'int32',
    shape: [length],
  }),
  heads: [
    {
      output: 'logits',
      target: { name: 'labels', elementType: 'int32', shape: [] },
      loss: softmaxCrossEntropy(),
    },
  ],
  optimizer: adam(),
  batch,
} as const;
const trainer = Trainer.open({ step: () => options, threads: 2, seed: 1 }, { rows: batch }, random);
const tensors = {
  features: Int32Array.from({ length: batch * length }, () => below(vocabulary)),
  labels: Int32Array.from({ length: batch }, () => below(classes)),
  weights: new Float32Array(batch).fill(1),
};
let step = 0;
await contestant(() => trainer.step({ rows: batch, tensors }, { step: ++step, learningRate: 1e-3 }));

/** @file Our contestant: the whole training step (forward, backward, Adam) of a case, on two threads. */
import { Random } from '../../src-main/graph/index.ts';
import { Trainer, initialState, textModel } from '../../src-main/workers/training/index.ts';
import { contestant } from '../contestant.ts';
import { cases, isCaseName } from './cases.ts';

const name = process.argv[2];
if (!isCaseName(name)) throw new Error(`there is no case ${String(name)}`);
const { batch, length, vocabulary, classes } = cases[name];
const model = textModel(cases[name]);
const random = new Random(1);
const below = (limit: number) => Math.floor(random.uniform() * limit);
const state = initialState(model.layers, model.optimizer, random);
const trainer = await Trainer.open({ compiled: model, ...model, threads: 2 }, state);
const data = {
  features: Int32Array.from({ length: batch * length }, () => below(vocabulary)),
  labels: Int32Array.from({ length: batch }, () => below(classes)),
  weights: new Float32Array(batch).fill(1),
};
let step = 0;
await contestant(() => trainer.step(data, ++step, 1e-3));

/**
 * @file Opens the sessions that a process may open before it trains, then counts the denormal numbers that a training
 * leaves in its state. In a process of its own: what its first session says holds for all of them.
 */
import { Random, adam, dense, networkOf, softmaxCrossEntropy } from '../../../graph/index.ts';
import { Trainer, probeTarget } from './index.ts';

const [rows, features] = [4, 8];
await probeTarget();
const options = {
  network: networkOf(dense({ name: 'output', input: features, output: 2 }), {
    name: 'x',
    elementType: 'float32',
    shape: [features],
  }),
  heads: [
    {
      output: 'logits',
      target: { name: 'y', elementType: 'int32', shape: [] } as const,
      loss: softmaxCrossEntropy(),
    },
  ],
  optimizer: adam(),
  batch: rows,
};
const trainer = Trainer.open({ step: () => options, threads: 1, seed: 1 }, { rows }, new Random(1));
// After one push nothing moves the weights, and Adam's averages of their slopes halve every seven steps.
for (let step = 1; step <= 1200; step++) {
  const x = new Float32Array(rows * features).fill(step === 1 ? 1 : 0);
  const weights = new Float32Array(rows).fill(1);
  await trainer.step(
    { rows, tensors: { x, y: new Int32Array(rows), weights } },
    { step, learningRate: 0.01 },
  );
}
const slopes = trainer.state.get('output.weight/adam.m') ?? [];
// Comparing is no arithmetic: the flag of this thread does not change what is seen.
const bits = new Uint32Array(Float32Array.from(slopes).buffer);
const denormal = bits.filter((each) => (each & 0x7f800000) === 0 && (each & 0x007fffff) !== 0);
console.log(JSON.stringify({ slopes: slopes.length, denormal: denormal.length }));
await trainer.close();

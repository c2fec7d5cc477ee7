/**
 * @file Our contestant: the whole training step (forward, backward, Adam) of a workload on two threads, so many in a run
 * as training would do.
 */
import { Random, adam } from '../../src-main/graph/index.ts';
import { Trainer, probeTarget, stepsPerRun } from '../../src-main/training/worker/trainer/index.ts';
import { contestant } from '../contestant.ts';
import { joined } from './joined.ts';
import { workloads } from './workloads.ts';

const name = process.argv[2] ?? '';
const workload = workloads[name]?.();
if (!workload) throw new Error(`there is no workload ${name}`);
const { batch: rows, network, heads, draw } = workload;
const random = new Random(1);
const options = { network, heads, optimizer: adam(), batch: rows };
const target = await probeTarget();
const trainer = Trainer.open({ step: () => options, threads: 2, seed: 1, target }, { rows }, random);
const one = { ...draw(random), weights: new Float32Array(rows).fill(1) };
let step = 0;

/** Does so many steps in one run. */
function runOf(count: number): () => Promise<unknown> {
  const tensors = joined(Array.from({ length: count }, () => one));
  const learningRate = 1e-3;
  return () =>
    trainer.steps(
      { rows, count, tensors },
      Array.from({ length: count }, () => ({ step: ++step, learningRate })),
    );
}

const single = runOf(1);
for (let warmUp = 0; warmUp < 3; warmUp++) await single();
const start = performance.now();
await single();
const bytes = Object.values(one).reduce((total, { byteLength }) => total + byteLength, 0);
const count = stepsPerRun(performance.now() - start, bytes);
await contestant(runOf(count), count);

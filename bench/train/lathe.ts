/** @file Our contestant: the whole training step (forward, backward, Adam) of a workload, on two threads. */
import { Random, adam } from '../../src-main/graph/index.ts';
import { Trainer, probeTarget } from '../../src-main/workers/training/index.ts';
import { contestant } from '../contestant.ts';
import { workloads } from './workloads.ts';

const name = process.argv[2] ?? '';
const workload = workloads[name]?.();
if (!workload) throw new Error(`there is no workload ${name}`);
const { batch: rows, network, heads, draw } = workload;
const random = new Random(1);
const options = { network, heads, optimizer: adam(), batch: rows };
const target = await probeTarget();
const trainer = Trainer.open({ step: () => options, threads: 2, seed: 1, target }, { rows }, random);
const batch = { rows, tensors: { ...draw(random), weights: new Float32Array(rows).fill(1) } };
let step = 0;
await contestant(() => trainer.step(batch, { step: ++step, learningRate: 1e-3 }));

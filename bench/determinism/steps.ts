/** @file Trains workloads for some steps and prints a line each: its name, and the hash of all that training keeps. */
import { Random, adam } from '../../src-main/graph/index.ts';
import { Trainer, probeTarget, weightsSha256 } from '../../src-main/workers/training/index.ts';
import { workloads } from '../train/workloads.ts';

const steps = Number(process.argv[2]);

/** Each step has a batch of its own. */
async function hashAfter(name: string): Promise<string> {
  const made = workloads[name]?.();
  if (!made) throw new Error(`there is no workload ${name}`);
  const { batch: rows, network, heads, draw } = made;
  const random = new Random(1);
  const options = { network, heads, optimizer: adam(), batch: rows };
  const target = await probeTarget();
  const trainer = Trainer.open({ step: () => options, threads: 2, seed: 1, target }, { rows }, random);
  for (let step = 1; step <= steps; step++) {
    const tensors = { ...draw(random), weights: new Float32Array(rows).fill(1) };
    await trainer.step({ rows, tensors }, { step, learningRate: 1e-3 });
  }
  const hash = weightsSha256(trainer.state, [...trainer.state.keys()]);
  await trainer.close();
  return hash;
}

for (const name of process.argv.slice(3)) console.log(`${name} ${await hashAfter(name)}`);

/**
 * @file Trains workloads for some steps, so many in a run, and prints a line each: its name, and the hash of all that
 * training keeps.
 */
import { Random, adam } from '../../src-main/graph/index.ts';
import { Trainer, probeTarget, weightsSha256 } from '../../src-main/training/worker/trainer/index.ts';
import { joined } from '../train/joined.ts';
import { workloads } from '../train/workloads.ts';

const [steps, perRun] = process.argv.slice(2, 4).map(Number) as [number, number];

/** Each step has a batch of its own. */
async function hashAfter(name: string): Promise<string> {
  const made = workloads[name]?.();
  if (!made) throw new Error(`there is no workload ${name}`);
  const { batch: rows, network, heads, draw } = made;
  const random = new Random(1);
  const options = { network, heads, optimizer: adam(), batch: rows };
  const target = await probeTarget();
  const trainer = Trainer.open({ step: () => options, threads: 2, seed: 1, target }, { rows }, random);
  for (let done = 0; done < steps;) {
    const count = Math.min(perRun, steps - done);
    const drawn = Array.from({ length: count }, () => draw(random));
    const tensors = { ...joined(drawn), weights: new Float32Array(count * rows).fill(1) };
    const at = drawn.map(() => ({ step: ++done, learningRate: 1e-3 }));
    await trainer.steps({ rows, count, tensors }, at);
  }
  const hash = weightsSha256(trainer.state, [...trainer.state.keys()]);
  await trainer.close();
  return hash;
}

for (const name of process.argv.slice(4)) console.log(`${name} ${await hashAfter(name)}`);

/** @file A contestant: the whole training step of a workload on an execution provider. */
import { Random, adam } from '../../src-main/graph/index.ts';
import { Trainer, probeTarget, type Provider } from '../../src-main/training/worker/trainer/index.ts';
import { PROVIDERS } from '../../src-shared/platform/values.ts';
import { contestant } from '../contestant.ts';
import { workloads } from '../train/workloads.ts';

const [name = '', wanted = 'cpu'] = process.argv.slice(2);
const workload = workloads[name]?.();
if (!workload) throw new Error(`there is no workload ${name}`);
const provider: Provider | undefined = PROVIDERS.find((each) => each === wanted);
if (!provider) throw new Error(`there is no provider ${wanted}`);
const { batch: rows, network, heads, draw } = workload;
const random = new Random(1);
const options = { network, heads, optimizer: adam(), batch: rows };
const target = provider === 'cpu' ? await probeTarget() : {};
const trainer = Trainer.open(
  { step: () => options, threads: 2, seed: 1, provider, target },
  { rows },
  random,
);
const batch = { rows, tensors: { ...draw(random), weights: new Float32Array(rows).fill(1) } };
let step = 0;
await contestant(() => trainer.step(batch, { step: ++step, learningRate: 1e-3 }));

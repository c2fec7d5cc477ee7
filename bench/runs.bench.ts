/** @file Several training steps in one run of the runtime beside one step a run: `bench -- runs [W8 W10 …]`. */
import { Random, adam } from '../src-main/graph/index.ts';
import { Trainer, probeTarget } from '../src-main/training/worker/trainer/index.ts';
import { median, type Bench, type Report } from './report.ts';
import { joined } from './train/joined.ts';
import type { Workload } from './train/workload.ts';
import { workloads } from './train/workloads.ts';

const counts = [1, 4, 16] as const;
/** Rounds, after one to warm up. */
const rounds = 7;
/** Each variant's turn in a round: the threads of the one before spin for a while, and a median does not see that. */
const [turnMilliseconds, fewestRuns] = [250, 3];

interface Variant {
  readonly count: number | undefined;
  /** Milliseconds of a step. */
  readonly measure: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** So many steps a run, or one step a run of the graph of a single step. */
async function variantOf({ network, heads, batch, draw }: Workload, repeats: number | undefined) {
  const random = new Random(1);
  const options = { network, heads, optimizer: adam(), batch, repeat: repeats !== undefined };
  const given = { step: () => options, threads: 2, seed: 1, target: await probeTarget() };
  const trainer = Trainer.open(given, { rows: batch }, random);
  const one = { ...draw(random), weights: new Float32Array(batch).fill(1) };
  const count = repeats ?? 1;
  const tensors = joined(Array.from({ length: count }, () => one));
  let step = 0;
  const measure = async () => {
    const times: number[] = [];
    const end = performance.now() + turnMilliseconds;
    while (performance.now() < end || times.length < fewestRuns) {
      const at = Array.from({ length: count }, () => ({ step: ++step, learningRate: 1e-3 }));
      const start = performance.now();
      await trainer.steps({ rows: batch, count, tensors }, at);
      times.push((performance.now() - start) / count);
    }
    return median(times);
  };
  return { count: repeats, measure, close: () => trainer.close() };
}

async function compare(name: string, workload: Workload, report: Report): Promise<void> {
  const variants: Variant[] = [];
  for (const count of [undefined, ...counts]) variants.push(await variantOf(workload, count));
  const times = variants.map((): number[] => []);
  for (let round = 0; round <= rounds; round++)
    for (const [index, { measure }] of variants.entries()) {
      const time = await measure();
      if (round > 0) times[index]!.push(time);
    }
  for (const { close } of variants) await close();
  const [single = [], ...others] = times;
  for (const [index, own] of others.entries())
    report({
      case: `${name}, ${counts[index]} a run`,
      unit: 'ms/step',
      lathe: median(own),
      peer: median(single),
      peerName: 'the graph of one step',
      ratio: median(own.map((time, round) => time / single[round]!)),
      goal: null,
      pairs: rounds,
    });
}

export const bench: Bench = {
  about: 'several training steps in one run of the runtime beside one step a run: runs [W8 W10 …]',
  async run(report) {
    const wanted = process.argv.slice(3).filter((name) => !name.startsWith('--'));
    for (const [name, make] of Object.entries(workloads))
      if (wanted.length === 0 || wanted.includes(name)) await compare(name, make(), report);
  },
};

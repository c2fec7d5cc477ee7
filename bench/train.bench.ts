/** @file The training steps (forward, backward, Adam) of sixteen workloads beside PyTorch's: `bench -- train [W1 W3 …]`. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findPython } from '../scripts/python.ts';
import { Contestant, measurePairs } from './pairs.ts';
import { median, type Bench, type Report } from './report.ts';
import type { Denormals, Workload } from './train/workload.ts';
import { workloads } from './train/workloads.ts';

/** The geometric mean of the ratios that counts as reached. */
const meanGoal = 0.65;
/** The twelve whose mean has been followed from the beginning. */
const inMean = /^W([1-9]|1[0-2])$/;
const missing = 'missing: PyTorch (npm run oracles installs it)';

interface Peer {
  readonly python: string;
  readonly version: string;
}

function findPeer(): Peer | undefined {
  const python = findPython('torch');
  if (!python) return undefined;
  const print = ['-c', 'import torch; print(torch.__version__)'];
  return { python, version: execFileSync(python, print, { encoding: 'utf8' }).trim() };
}

const ours = (name: string) =>
  Contestant.start(process.execPath, [join(import.meta.dirname, 'train', 'lathe.ts'), name]);

const theirs = ({ python }: Peer, name: string, denormals: Denormals) =>
  Contestant.start(python, ['-u', join(import.meta.dirname, 'train', 'peer.py'), name, denormals]);

/** One line: a workload beside one peer. Returns the ratio. */
async function compare(
  [name, workload]: readonly [string, Workload],
  denormals: Denormals,
  { peer, report }: { readonly peer: Peer; readonly report: Report },
): Promise<number> {
  const contestants = [await ours(name), await theirs(peer, name, denormals)] as const;
  try {
    const { note, ...result } = await measurePairs(...contestants, { pairs: 7, seconds: 45 });
    const memory = contestants.map(({ peakBytes }) => Math.round((peakBytes ?? NaN) / 1e6));
    const notes = [`peak memory ${memory.join(' MB, PyTorch ')} MB`, ...(note === undefined ? [] : [note])];
    report({
      ...result,
      case: `${name} ${workload.title}`,
      unit: 'ms/step',
      peerName: `PyTorch ${peer.version}${denormals === 'flushed' ? ', denormals flushed' : ''}`,
      goal: workload.peers[0] === denormals ? workload.goal : null,
      note: notes.join('; '),
    });
    return result.ratio;
  } finally {
    for (const contestant of contestants) contestant.stop();
  }
}

async function alone(name: string, { title, goal }: Workload, report: Report): Promise<void> {
  const contestant = await ours(name);
  try {
    await contestant.measure(4);
    const lathe = median([await contestant.measure(10), await contestant.measure(10)]);
    const none = { peer: null, peerName: missing, ratio: null, pairs: 0 };
    report({ ...none, case: `${name} ${title}`, unit: 'ms/step', lathe, goal });
  } finally {
    contestant.stop();
  }
}

function reportMean(ratios: readonly number[], report: Report): void {
  const ratio = Math.exp(ratios.reduce((total, each) => total + Math.log(each), 0) / ratios.length);
  report({
    case: `geometric mean of ${ratios.length} ratios`,
    unit: 'of PyTorch',
    lathe: ratio,
    peer: 1,
    peerName: 'PyTorch',
    ratio,
    goal: meanGoal,
    pairs: ratios.length,
  });
}

export const bench: Bench = {
  about: 'the training steps (forward, backward, Adam) of sixteen workloads beside PyTorch: train [W1 W3 …]',
  async run(report) {
    const asked = process.argv.slice(3).filter((name) => !name.startsWith('--'));
    const unknown = asked.find((name) => !Object.hasOwn(workloads, name));
    if (unknown !== undefined)
      throw new Error(`there is no workload ${unknown}; there are ${Object.keys(workloads).join(', ')}`);
    const peer = findPeer();
    const ratios: number[] = [];
    for (const [name, make] of Object.entries(workloads)) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      const workload = make();
      if (!peer) {
        await alone(name, workload, report);
        continue;
      }
      for (const [index, denormals] of workload.peers.entries()) {
        const ratio = await compare([name, workload], denormals, { peer, report });
        if (index === 0 && inMean.test(name)) ratios.push(ratio);
      }
    }
    if (ratios.length > 1) reportMean(ratios, report);
  },
};

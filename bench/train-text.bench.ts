/** @file The LSTM classifier's training step beside PyTorch's. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findPython } from '../scripts/python.ts';
import { Contestant, measurePairs } from './pairs.ts';
import type { Bench, Report } from './report.ts';
import { cases, shapeOf, type CaseName } from './train-text/cases.ts';

/** PyTorch as people use it, and with its switch for denormal numbers, which gradients far back in time turn into. */
const peers = ['default', 'flushed'] as const;

const goal = 1;

async function compare(
  name: CaseName,
  peer: (typeof peers)[number],
  { python, version, report }: Peer,
): Promise<void> {
  const torch = ['-u', join(import.meta.dirname, 'train-text', 'peer.py'), JSON.stringify(cases[name]), peer];
  const ours = await Contestant.start(process.execPath, [
    join(import.meta.dirname, 'train-text', 'lathe.ts'),
    name,
  ]);
  const theirs = await Contestant.start(python, torch);
  try {
    const result = await measurePairs(ours, theirs, { pairs: 7, seconds: 45 });
    const peerName = `PyTorch ${version}${peer === 'flushed' ? ', denormals flushed' : ''}`;
    report({ case: `${shapeOf(cases[name])} (${peer})`, unit: 'ms/step', peerName, goal, ...result });
  } finally {
    ours.stop();
    theirs.stop();
  }
}

interface Peer {
  readonly python: string;
  readonly version: string;
  readonly report: Report;
}

async function alone(name: CaseName, report: Report): Promise<void> {
  const ours = await Contestant.start(process.execPath, [
    join(import.meta.dirname, 'train-text', 'lathe.ts'),
    name,
  ]);
  const lathe = await ours.measure(20);
  ours.stop();
  const peerName = 'missing: PyTorch (npm run oracles installs it)';
  report({
    case: shapeOf(cases[name]),
    unit: 'ms/step',
    lathe,
    peer: null,
    peerName,
    ratio: null,
    goal,
    pairs: 0,
  });
}

export const bench: Bench = {
  about: "the LSTM classifier's training step (forward, backward, Adam) beside PyTorch's",
  async run(report) {
    const python = findPython('torch');
    const wanted = process.argv.slice(3).filter((name) => !name.startsWith('--'));
    const names = (Object.keys(cases) as CaseName[]).filter(
      (name) => wanted.length === 0 || wanted.includes(name),
    );
    const version =
      python &&
      execFileSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' }).trim();
    for (const name of names)
      if (python && version) for (const peer of peers) await compare(name, peer, { python, version, report });
      else await alone(name, report);
  },
};

/** @file Search: TPE beside Optuna's on functions with a known minimum, the same trials over 30 seeds each. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { findPython } from '../scripts/python.ts';
import { FUNCTIONS, bestOf } from '../src-shared/search/functions.fixture.ts';
import { median, type Bench, type Report } from './report.ts';
import { compareAsha } from './search/asha.ts';

const SEEDS = Array.from({ length: 30 }, (_, seed) => seed + 1);
/** Median best within 5 % of Optuna's, or better. */
const GOAL = 1.05;
const PEER = path.join(import.meta.dirname, 'search', 'peer.py');

/** Optuna's best of each seed, by function and sampler; null where Optuna is not here. */
function peer(): Readonly<Record<string, readonly number[]>> | null {
  const python = findPython('optuna');
  if (!python) {
    console.error('optuna is missing (npm run oracles installs it in .venv): TPE is measured alone.');
    return null;
  }
  const asked = JSON.stringify({
    seeds: SEEDS,
    trials: Object.fromEntries(FUNCTIONS.map(({ name, trials }) => [name, trials])),
  });
  return JSON.parse(execFileSync(python, [PEER, asked], { encoding: 'utf8', maxBuffer: 1e8 }));
}

/** How much worse ours is than theirs, relative to theirs: 1 where they are the same, below where ours is better. */
const ratioOf = (ours: number, theirs: number): number => 1 + (ours - theirs) / Math.abs(theirs);

function functions(report: Report): void {
  const optuna = peer();
  for (const one of FUNCTIONS) {
    for (const sampler of ['tpe', 'tpe-multivariate', 'random'] as const) {
      const lathe = median(SEEDS.map((seed) => bestOf(one, { sampler, seed, trials: one.trials })));
      const theirs = optuna?.[`${one.name} ${sampler}`];
      const other = theirs ? median(theirs) : null;
      report({
        case: `${one.name}, ${sampler}, ${one.trials} trials: median best (the minimum is ${one.minimum})`,
        unit: '',
        lathe,
        peer: other,
        peerName: other === null ? null : 'optuna',
        ratio: other === null ? null : ratioOf(lathe, other),
        goal: other === null || sampler === 'random' ? null : GOAL,
        pairs: other === null ? 0 : SEEDS.length,
      });
    }
  }
}

async function spam(report: Report): Promise<void> {
  const { random, asha } = await compareAsha();
  report({
    case: 'SpamAssassin, text-tfidf, 27 random trials of 27 epochs: epochs with ASHA',
    unit: 'epochs',
    lathe: asha.epochs,
    peer: random.epochs,
    peerName: 'random search',
    ratio: asha.epochs / random.epochs,
    goal: 1 / 3,
    pairs: 1,
    note: `best validation loss ${asha.best.toPrecision(4)}, of random search ${random.best.toPrecision(4)}`,
  });
}

export const bench: Bench = {
  about: 'the best value that TPE finds beside Optuna over 30 seeds, and the epochs that ASHA saves',
  async run(report) {
    functions(report);
    await spam(report);
  },
};

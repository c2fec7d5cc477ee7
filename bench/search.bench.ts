/** @file Search: TPE beside Optuna's on functions with a known minimum, the same trials over 30 seeds each. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { findPython } from '../scripts/python.ts';
import { FUNCTIONS, bestOf } from '../src-shared/search/functions.fixture.ts';
import { median, type Bench } from './report.ts';

const SEEDS = Array.from({ length: 30 }, (_, seed) => seed + 1);
/** Of the distance to the minimum: what is left of it, ours over Optuna's. */
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

export const bench: Bench = {
  about: 'the best value that TPE finds, beside Optuna and random search, over 30 seeds',
  run(report) {
    const optuna = peer();
    for (const one of FUNCTIONS) {
      for (const sampler of ['tpe', 'tpe-multivariate', 'random'] as const) {
        const regrets = SEEDS.map((seed) => bestOf(one, { sampler, seed, trials: one.trials }) - one.minimum);
        const theirs = optuna?.[`${one.name} ${sampler}`]?.map((value) => value - one.minimum) ?? null;
        const [lathe, other] = [median(regrets), theirs && median(theirs)];
        report({
          case: `${one.name}, ${sampler}, ${one.trials} trials: distance to the minimum`,
          unit: 'of the function',
          lathe,
          peer: other,
          peerName: other === null ? null : 'optuna',
          ratio: other === null ? null : lathe / other,
          goal: other === null || sampler === 'random' ? null : GOAL,
          pairs: other === null ? 0 : SEEDS.length,
        });
      }
    }
    return Promise.resolve();
  },
};

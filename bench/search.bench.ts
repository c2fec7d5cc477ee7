/** @file Search: TPE beside Optuna's over 30 seeds each, and the epochs that early stopping saves: `bench -- search [branin] [hartmann6] [table] [early]`. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { findPython } from '../scripts/python.ts';
import { FUNCTIONS, bestOf, type TestFunction } from '../src-shared/search/functions.fixture.ts';
import { median, type Bench, type Report } from './report.ts';
import { compareEarlyStopping, MEASURED } from './search/early.ts';
import { TABLE, tableLosses } from './search/measured.ts';

const SEEDS = Array.from({ length: 30 }, (_, seed) => seed + 1);
/** Median best within 5 % of Optuna's, or better. */
const GOAL = 1.05;
const PEER = path.join(import.meta.dirname, 'search', 'peer.py');

/** The table of measured trainings as a function: a combination of values has the loss that was measured. */
function tableFunction(): TestFunction {
  const losses = tableLosses();
  const space = TABLE.space;
  return {
    name: 'table',
    space,
    value: (values) =>
      losses[
        space.reduce((place, dimension, at) => {
          if (dimension.kind !== 'choice') return place;
          return place * dimension.options.length + dimension.options.indexOf(values[at]!);
        }, 0)
      ]!,
    minimum: Math.min(...losses),
    trials: 50,
    near: Infinity,
  };
}

/** Optuna's best of each seed, by case and sampler; null where Optuna is not here. */
function peer(cases: readonly TestFunction[]): Readonly<Record<string, readonly number[]>> | null {
  const python = findPython('optuna');
  if (!python) {
    console.error('optuna is missing (npm run oracles installs it in .venv): TPE is measured alone.');
    return null;
  }
  const asked = JSON.stringify({
    seeds: SEEDS,
    trials: Object.fromEntries(cases.map(({ name, trials }) => [name, trials])),
    table: { space: TABLE.space, losses: tableLosses() },
  });
  return JSON.parse(execFileSync(python, [PEER, asked], { encoding: 'utf8', maxBuffer: 1e8 }));
}

/** How much worse ours is than theirs, relative to theirs: 1 where they are the same, below where ours is better. */
const ratioOf = (ours: number, theirs: number): number => 1 + (ours - theirs) / Math.abs(theirs);

function besideOptuna(cases: readonly TestFunction[], report: Report): void {
  const optuna = peer(cases);
  for (const one of cases) {
    for (const sampler of ['tpe-multivariate', 'tpe', 'random'] as const) {
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

function earlyStopping(measured: (typeof MEASURED)[number], report: Report): void {
  for (const { rule, epochs, whole, worse, same, inThird } of compareEarlyStopping(measured, SEEDS))
    report({
      case: `${measured.of}, random trials: epochs with ${rule}`,
      unit: 'epochs',
      lathe: epochs,
      peer: whole,
      peerName: 'random search',
      ratio: epochs / whole,
      // The median rule is not made to save as much.
      goal: rule === 'the median rule' ? null : 1 / 3,
      pairs: SEEDS.length,
      note: [
        `the same best in ${same} of ${SEEDS.length} searches; elsewhere its loss is worse by ${(100 * worse).toPrecision(2)} % at most`,
        ...(inThird === null
          ? []
          : [`with a third of the epochs, on more trials, as good or better in ${inThird}`]),
      ].join('; '),
    });
}

export const bench: Bench = {
  about:
    'the best value that TPE finds beside Optuna over 30 seeds, and the epochs that ASHA and halving save',
  async run(report) {
    const asked = process.argv.slice(3).filter((part) => !part.startsWith('--'));
    const isAsked = (part: string): boolean => asked.length === 0 || asked.includes(part);
    const cases = [...FUNCTIONS, tableFunction()].filter(({ name }) => isAsked(name));
    if (cases.length > 0) besideOptuna(cases, report);
    if (isAsked('early')) for (const measured of MEASURED) earlyStopping(measured, report);
  },
};

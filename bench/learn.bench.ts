/**
 * @file What models learn, over seeds: `bench -- learn [--json] [case …] [--seeds 1,2]`. Outcomes are kept, and a training
 * that was cut off goes on; `bench/learning/kept` holds them, remove it to measure anew.
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Case, Outcome } from './learning/case.ts';
import { coefficientsCase } from './learning/coefficients.ts';
import { gptCase } from './learning/gpt.ts';
import { defaultCases } from './learning/defaults.ts';
import { Kept, fingerprintOf } from './learning/kept.ts';
import { recipeCases } from './learning/recipes.ts';
import { Workspace } from './learning/workspace.ts';
import type { Bench, Report } from './report.ts';

const folder = join(import.meta.dirname, 'learning', 'kept');

function casesIn(workspace: Workspace): Readonly<Record<string, Case>> {
  return {
    logistic: coefficientsCase(workspace),
    ...recipeCases(workspace),
    ...defaultCases(workspace),
    gpt: gptCase(folder),
  };
}

/** Mean, and deviation as of a sample. */
function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}

/** One line: a case with a seed. */
function tellOutcome(report: Report, name: string, one: Case, [seed, outcome]: readonly [number, Outcome]) {
  const { lathe, peer, ratio, seconds, note: told = one.title } = outcome;
  const { unit, goal, peerName } = one;
  const note = `${told}; ${seconds.toFixed(0)} s`;
  report({ case: `${name}, seed ${seed}`, unit, lathe, peer, peerName, ratio, goal, pairs: 1, note });
}

/** One line: the mean over the seeds. */
function tellMean(report: Report, name: string, one: Case, outcomes: readonly Outcome[]): void {
  const mean = (values: readonly (number | null)[]) =>
    values.every((value) => value !== null) ? spreadOf(values) : null;
  const lathe = spreadOf(outcomes.map((outcome) => outcome.lathe));
  const peer = mean(outcomes.map((outcome) => outcome.peer));
  const ratio = mean(outcomes.map((outcome) => outcome.ratio));
  const deviations = [
    `deviation ${lathe.deviation.toPrecision(2)}`,
    ...(peer ? [`of ${one.peerName} ${peer.deviation.toPrecision(2)}`] : []),
  ];
  report({
    case: `${name}, mean of ${outcomes.length} seeds`,
    unit: one.unit,
    goal: one.goal,
    peerName: one.peerName,
    pairs: outcomes.length,
    lathe: lathe.mean,
    peer: peer?.mean ?? null,
    ratio: ratio?.mean ?? null,
    note: deviations.join(', '),
  });
}

function tellSeconds(report: Report, name: string, goal: number, outcomes: readonly Outcome[]): void {
  const seconds = spreadOf(outcomes.map((outcome) => outcome.seconds));
  report({
    case: `${name}, mean time of ${outcomes.length} trainings`,
    unit: 's',
    lathe: seconds.mean,
    goal,
    peer: null,
    peerName: null,
    ratio: null,
    pairs: outcomes.length,
    note: `deviation ${seconds.deviation.toPrecision(2)}`,
  });
}

interface Asked {
  readonly names: readonly string[];
  readonly seeds: readonly number[];
}

function asked(): Asked {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(3),
    allowPositionals: true,
    options: { json: { type: 'boolean' }, seeds: { type: 'string', default: '1,2,3,4,5' } },
  });
  const seeds = values.seeds.split(',').map(Number);
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0))
    throw new Error(`--seeds takes whole numbers, 1,2,3, not ${values.seeds}`);
  return { names: positionals, seeds };
}

async function outcomeOf(kept: Kept, name: string, one: Case, seed: number): Promise<Outcome> {
  const entry = { case: name, fingerprint: fingerprintOf(one.settings), seed };
  const known = kept.find(entry);
  if (known) return known;
  const outcome = await one.run(seed);
  if (!Number.isFinite(outcome.lathe)) throw new Error(`${name} with seed ${seed} ended in no number`);
  console.error(`${name}, seed ${seed}: done; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  kept.add(entry, outcome);
  return outcome;
}

export const bench: Bench = {
  about:
    'what models learn over seeds 1-5: learn [logistic mnist-cnn spam-lstm default-mixed …] [--seeds 1,2]',
  async run(report) {
    const { names, seeds } = asked();
    const workspace = new Workspace(join(folder, 'workspace'));
    const cases = casesIn(workspace);
    const unknown = names.find((name) => !Object.hasOwn(cases, name));
    if (unknown !== undefined)
      throw new Error(`there is no case ${unknown}; there are ${Object.keys(cases).join(', ')}`);
    const kept = new Kept(join(folder, 'outcomes.jsonl'));
    try {
      for (const [name, one] of Object.entries(cases)) {
        if (names.length > 0 && !names.includes(name)) continue;
        const outcomes: Outcome[] = [];
        for (const seed of seeds) {
          const outcome = await outcomeOf(kept, name, one, seed);
          outcomes.push(outcome);
          tellOutcome(report, name, one, [seed, outcome]);
        }
        tellMean(report, name, one, outcomes);
        if (one.goalSeconds !== undefined) tellSeconds(report, name, one.goalSeconds, outcomes);
      }
    } finally {
      await workspace.close();
    }
  },
};

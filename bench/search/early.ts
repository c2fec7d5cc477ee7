/**
 * @file Random search with and without early stopping, on curves of trainings that were measured here: a trial that is ended early is
 * the beginning of the whole training, bit for bit, so its curve says what it would have measured.
 */
import { Random } from '../../src-shared/planning/engine/forecast/random.ts';
import type { EarlyStopping } from '../../src-shared/contract.ts';
import { firstRung, shouldStop, type Curve } from '../../src-shared/search/early-stopping.ts';
import { dueRung, halve, type Halving } from '../../src-shared/search/halving.ts';
import { median } from '../report.ts';
import { CURVES, WAGES, curves } from './measured.ts';

/** Of the measured trainings each seed draws so many, in an order of its own. */
const TRIALS = 27;
const FACTOR = 3;

/** Whole trainings by epoch, measured once. */
export const MEASURED = [
  { of: 'SpamAssassin, text-tfidf', losses: () => curves('curves.jsonl'), epochs: CURVES.fixed.epochs },
  { of: 'wages, table-regressor', losses: () => curves('wages-curves.jsonl'), epochs: WAGES.fixed.epochs },
] as const;

export interface EarlyOutcome {
  readonly rule: string;
  /** Medians over the seeds. */
  readonly epochs: number;
  readonly whole: number;
  /** By which share the best loss is worse than that of all trials trained through, at most. */
  readonly worse: number;
  /** Seeds in which it is the same. */
  readonly same: number;
  /** Seeds in which a third of the epochs, spent on the same trials and then on further ones, finds one as good or better; of rules that go trial by trial. */
  readonly inThird: number | null;
}

type Losses = readonly number[];

interface Spent {
  readonly epochs: number;
  readonly best: number;
}

export function compareEarlyStopping(
  { losses: read, epochs }: (typeof MEASURED)[number],
  seeds: readonly number[],
): readonly EarlyOutcome[] {
  const all = read();
  // As a search has them that says no more than their names.
  const rungs = { first: firstRung(epochs, FACTOR), factor: FACTOR };
  const asha: EarlyStopping = { kind: 'asha', ...rungs };
  const fromOne: EarlyStopping = { kind: 'asha', first: 1, factor: FACTOR };
  const halving: Halving = { kind: 'halving', ...rungs };
  const medianRule: EarlyStopping = { kind: 'median', trials: 5, epochs: 1 };
  type Search = (trials: readonly Losses[], most?: number) => Spent;
  const rules: readonly { readonly rule: string; readonly search: Search; readonly isOneByOne: boolean }[] = [
    { rule: 'ASHA', search: (trials, most) => oneByOne(asha, trials, most), isOneByOne: true },
    {
      rule: 'ASHA from the first epoch on',
      search: (trials, most) => oneByOne(fromOne, trials, most),
      isOneByOne: true,
    },
    { rule: 'successive halving', search: (trials) => inRounds(halving, trials), isOneByOne: false },
    {
      rule: 'the median rule',
      search: (trials, most) => oneByOne(medianRule, trials, most),
      isOneByOne: true,
    },
  ];
  return rules.map(({ rule, search, isOneByOne }) => {
    const outcomes = seeds.map((seed) => {
      const random = new Random(seed, 'early');
      const shuffled = all
        .map((losses) => ({ losses, at: random.uniform() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ losses }) => losses);
      const trials = shuffled.slice(0, TRIALS);
      const whole = oneByOne({ kind: 'none' }, trials);
      return { whole, early: search(trials), third: search(shuffled, whole.epochs / 3) };
    });
    return {
      rule,
      epochs: median(outcomes.map(({ early }) => early.epochs)),
      whole: median(outcomes.map(({ whole }) => whole.epochs)),
      worse: Math.max(...outcomes.map(({ whole, early }) => early.best / whole.best - 1)),
      inThird: isOneByOne ? outcomes.filter(({ whole, third }) => third.best <= whole.best).length : null,
      same: outcomes.filter(({ whole, early }) => early.best === whole.best).length,
    };
  });
}

const curveOf = (number: number, losses: Losses, ended: boolean): Curve => ({
  number,
  ended,
  losses: losses.map((loss, at) => ({ epoch: at + 1, loss })),
});

/** One trial after the other, each until the rule ends it or the epochs are spent. */
function oneByOne(rule: EarlyStopping, trials: readonly Losses[], most = Infinity): Spent {
  const done: Curve[] = [];
  let [epochs, best] = [0, Infinity];
  for (const [number, losses] of trials.entries()) {
    if (epochs + 1 > most) break;
    let length = 1;
    while (
      length < losses.length &&
      epochs + length + 1 <= most &&
      !shouldStop(rule, curveOf(number, losses.slice(0, length), false), done)
    )
      length++;
    done.push(curveOf(number, losses.slice(0, length), true));
    epochs += length;
    best = Math.min(best, ...losses.slice(0, length));
  }
  return { epochs, best };
}

/** All trials to a rung, then the best of them to the next. */
function inRounds(rule: Halving, trials: readonly Losses[]): Spent {
  const lengths = trials.map(() => 0);
  const rungs = trials.map(() => 0);
  const train = (at: number): void => {
    const epochs = trials[at]!.length;
    for (let due: number | null = null; due === null && lengths[at]! < epochs;) {
      lengths[at]!++;
      const own = curveOf(at, trials[at]!.slice(0, lengths[at]), false);
      due = dueRung(rule, own, { passed: rungs[at]!, epochs });
      if (due !== null) rungs[at] = due;
    }
  };
  for (const at of trials.keys()) train(at);
  const ended = new Set<number>();
  for (;;) {
    const contenders = trials.map((losses, at) => ({
      ...curveOf(at, losses.slice(0, lengths[at]), false),
      heldAt: ended.has(at) || lengths[at] === losses.length ? null : rungs[at]!,
    }));
    if (contenders.every(({ heldAt }) => heldAt === null)) break;
    const { goOn, end } = halve(rule, contenders);
    for (const at of end) ended.add(at);
    for (const at of goOn) train(at);
  }
  const best = Math.min(...trials.map((losses, at) => Math.min(...losses.slice(0, lengths[at]))));
  return { epochs: lengths.reduce((sum, one) => sum + one, 0), best };
}

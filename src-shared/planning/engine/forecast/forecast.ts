/** @file The forecast of a plan: when it and its milestones finish, how likely a date is, and what drives it. */
import type { Plan } from '../plan.ts';
import { PlanError } from '../problems.ts';
import type { CivilMinutes } from '../time/civil.ts';
import { checkDistribution, momentsOf, type Distribution } from './distributions.ts';
import { driversOf, type Risk, type VaryingDriver } from './drivers.ts';
import { compileModel, type Model } from './model.ts';
import { Ranker } from './ranks.ts';
import { BLOCK, Trials } from './trials.ts';

export interface ForecastInput {
  readonly plan: Plan;
  /** By id of a task; others take what the plan says. */
  readonly estimates?: Readonly<Record<string, Distribution>>;
  readonly risks?: readonly Risk[];
  /** 10,000 unless said. */
  readonly trials?: number;
  readonly seed: number;
  /** Ids of tasks whose finish is forecast; the milestones unless said. */
  readonly milestones?: readonly string[];
  /** Given the finishes of each milestone in the order of the trials, to compare them with those of another plan. */
  readonly onMoments?: (milestone: string, moments: Float64Array) => void;
  /** Told after each block how many trials are done, so that a worker can show progress and be cancelled. */
  readonly onProgress?: (done: number) => void;
}

/** The distribution of a moment over the trials. Dates are whole civil minutes. */
export interface DateForecast {
  readonly p50: CivilMinutes;
  readonly p80: CivilMinutes;
  readonly p95: CivilMinutes;
  readonly mean: CivilMinutes;
  /** Standard deviation in civil minutes. */
  readonly deviation: number;
  /** The moments of all trials, ascending: for a curve, {@link quantileOf} and {@link probabilityBy}. */
  readonly samples: Float64Array;
}

/** A task or a risk by how it drives the finish. */
export interface DriverImpact {
  readonly type: 'task' | 'risk';
  readonly id: string;
  readonly title: string;
  /** Spearman's rank correlation of its minutes with the finish, -1 … 1. */
  readonly correlation: number;
  /** Mean finish over the tenth of the trials where it takes least, and where it takes most: the bar of a tornado chart. */
  readonly finishWhenLow: CivilMinutes;
  readonly finishWhenHigh: CivilMinutes;
}

export interface Forecast {
  readonly seed: number;
  readonly trials: number;
  readonly finish: DateForecast;
  readonly milestones: readonly (DateForecast & { readonly id: string })[];
  /** The longest bar first. */
  readonly drivers: readonly DriverImpact[];
  /** By task: the share of trials in which it was on the path to the last finish, 0 … 1. */
  readonly criticality: readonly { readonly task: string; readonly index: number }[];
  /** Tasks that cannot be placed; they are left out. */
  readonly unplaced: readonly string[];
}

const DEFAULT_TRIALS = 10_000;
const MOST_TRIALS = 1_000_000;
/** Samples kept for ranks, in all: 64 MiB. With more drivers x trials the ranks are of the first trials alone. */
const MOST_KEPT = 16_000_000;

/**
 * Simulates a plan. The same input gives the same forecast; a changed estimate leaves the samples of the others as they are.
 * @throws PlanError as `schedulePlan`, and `planning.estimate`, `planning.trials`.
 */
export function forecastPlan(input: ForecastInput): Forecast {
  const { seed, trials = DEFAULT_TRIALS, estimates = {}, risks = [], onProgress } = input;
  if (!Number.isInteger(trials) || trials < 1 || trials > MOST_TRIALS)
    throw new PlanError('planning.trials', { trials });
  const model = compileModel(withWork(input.plan, estimates));
  const { plan, indexOf, isSummary, paces } = model.network;
  const drivers = driversOf(model, { estimates, risks, seed });
  const chosen =
    input.milestones ??
    plan.tasks.filter((_, task) => isSummary[task] === 0 && paces[task]!.minutes === 0).map(({ id }) => id);
  const watched = chosen.map((id) => {
    const task = indexOf.get(id);
    if (task === undefined) throw new PlanError('planning.missing', { of: 'milestones', id }, [id]);
    return { id, task, samples: new Float64Array(trials) };
  });
  const run = new Trials(model, drivers);
  const finishes = new Float64Array(trials);
  const kept = keptFor(drivers.length, trials);
  for (let done = 0; done < trials; done += BLOCK) {
    const count = Math.min(BLOCK, trials - done);
    run.runBlock(count, (driver, samples) => {
      const room = Math.min(count, kept.count - done);
      for (let at = 0; at < room; at++) kept.samples[driver]![done + at] = samples[at]!;
    });
    finishes.set(run.end.subarray(0, count), done);
    for (const { task, samples } of watched) samples.set(run.finishes(task, count).subarray(0, count), done);
    onProgress?.(done + count);
  }
  for (const { id, samples } of watched) input.onMoments?.(id, samples);
  const placed = watched.filter(({ task }) => model.placed[model.network.endOf[task]!] === 1);
  return {
    seed,
    trials,
    drivers: impactsOf(drivers, kept, finishes),
    finish: dateForecast(finishes),
    milestones: placed.map(({ id, samples }) => ({ id, ...dateForecast(samples) })),
    criticality: plan.tasks.map(({ id }, task) => ({ task: id, index: run.onPath[task]! / trials })),
    unplaced: unplacedIn(model),
  };
}

/** A task with an estimate and no work of its own has the mean's. */
function withWork(plan: Plan, estimates: Readonly<Record<string, Distribution>>): Plan {
  const tasks = plan.tasks.map((task) => {
    const estimate = Object.hasOwn(estimates, task.id) ? estimates[task.id] : undefined;
    if (!estimate || (task.work?.minutes ?? 0) > 0) return task;
    checkDistribution(task.title, estimate);
    return {
      ...task,
      work: { type: task.work?.type ?? 'duration', minutes: Math.ceil(momentsOf(estimate).mean) },
    };
  });
  return { ...plan, tasks };
}

function unplacedIn({ network, placed }: Model): readonly string[] {
  return network.plan.tasks.filter((_, task) => placed[network.endOf[task]!] === 0).map(({ id }) => id);
}

interface Kept {
  readonly count: number;
  /** By driver. */
  readonly samples: readonly Float32Array[];
}

function keptFor(drivers: number, trials: number): Kept {
  const count = Math.min(trials, 2 ** 20, Math.max(1, Math.floor(MOST_KEPT / Math.max(1, drivers))));
  return { count, samples: Array.from({ length: drivers }, () => new Float32Array(count)) };
}

function impactsOf(
  drivers: readonly VaryingDriver[],
  { count, samples }: Kept,
  finishes: Float64Array,
): readonly DriverImpact[] {
  const ranker = new Ranker(count);
  const outcomes = ranker.ranked(finishes.subarray(0, count));
  const impacts = drivers.map(({ type, id, title }, driver): DriverImpact => {
    const { low, high, correlation } = ranker.effect(samples[driver]!, outcomes);
    return { type, id, title, correlation, finishWhenLow: Math.round(low), finishWhenHigh: Math.round(high) };
  });
  const length = ({ finishWhenLow, finishWhenHigh }: DriverImpact) =>
    Math.abs(finishWhenHigh - finishWhenLow);
  return impacts.sort((a, b) => length(b) - length(a));
}

function dateForecast(moments: Float64Array): DateForecast {
  const samples = moments.slice().sort();
  const first = samples[0]!;
  // Sums of what is near each other keep their digits.
  const mean = samples.reduce((sum, one) => sum + (one - first), 0) / samples.length;
  const square = samples.reduce((sum, one) => sum + (one - first - mean) ** 2, 0);
  return {
    p50: quantileOf(samples, 0.5),
    p80: quantileOf(samples, 0.8),
    p95: quantileOf(samples, 0.95),
    mean: Math.round(first + mean),
    deviation: Math.sqrt(square / Math.max(1, samples.length - 1)),
    samples,
  };
}

/** The first whole minute by which at least that share of the ascending samples is over. */
export function quantileOf(samples: Float64Array, share: number): CivilMinutes {
  const at = Math.ceil(share * samples.length - 1e-9) - 1;
  // A millionth of a minute is rounding.
  return Math.ceil(samples[Math.min(samples.length - 1, Math.max(0, at))]! - 1e-6);
}

/** The share of the ascending samples that are over by a moment: the probability of a date. */
export function probabilityBy(samples: Float64Array, moment: CivilMinutes): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples[middle]! <= moment + 1e-6) low = middle + 1;
    else high = middle;
  }
  return low / samples.length;
}

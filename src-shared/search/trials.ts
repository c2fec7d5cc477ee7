/** @file Trials against each other: by one objective or several, with constraints. */
import type { Parameters } from '../tracking/record.ts';
import type { Constraint, Objective } from './contract.ts';
import type { TRIAL_STATES } from './values.ts';

/** What a sampler and the best-of need to know of a trial. */
export interface Trial {
  readonly number: number;
  readonly values: Parameters;
  readonly state: (typeof TRIAL_STATES)[number];
  /** Each objective so that lower is better; null where one was not measured. */
  readonly losses: readonly number[] | null;
  /** By how much the constraints are broken, each relative to its bound; 0 where all hold. */
  readonly violation: number;
  /** Epochs that it got to. */
  readonly epochs: number;
}

type Measured = Readonly<Record<string, number>>;

/** Objectives so that lower is better; null where one is missing or is no number. */
export function lossesOf(objectives: readonly Objective[], measured: Measured): number[] | null {
  const losses = objectives.map(({ metric, direction }) => {
    const value = Object.hasOwn(measured, metric) ? measured[metric]! : NaN;
    return direction === 'minimize' ? value : -value;
  });
  return losses.every(Number.isFinite) ? losses : null;
}

/** The sum of what breaks constraints, each relative to its bound. What was not measured breaks its constraint. */
export function violationOf(constraints: readonly Constraint[], measured: Measured): number {
  return constraints.reduce((sum, { metric, comparison, value }) => {
    const has = Object.hasOwn(measured, metric) ? measured[metric]! : NaN;
    if (!Number.isFinite(has)) return sum + 1;
    const over = comparison === '<=' ? has - value : value - has;
    return sum + Math.max(0, over) / (Math.abs(value) || 1);
  }, 0);
}

/** Whether `a` is at least as good in every objective and better in one. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((loss, i) => loss <= b[i]!) && a.some((loss, i) => loss < b[i]!);
}

/** How many fronts lie before each: 0 for those that none dominates (non-dominated sorting, Deb et al. 2002). */
export function frontsOf(losses: readonly (readonly number[])[]): number[] {
  const fronts = new Array<number>(losses.length).fill(-1);
  let left = losses.map((_, i) => i);
  for (let front = 0; left.length > 0; front++) {
    const current = left.filter((i) => !left.some((j) => dominates(losses[j]!, losses[i]!)));
    for (const i of current) fronts[i] = front;
    left = left.filter((i) => fronts[i] === -1);
  }
  return fronts;
}

/** How lonely each is inside of its front: the sum of the distances of its neighbors by objective; the ends count as infinite. */
export function crowdingOf(losses: readonly (readonly number[])[]): number[] {
  const distances = new Array<number>(losses.length).fill(0);
  for (const objective of losses[0]?.keys() ?? []) {
    const order = losses.map((_, i) => i).toSorted((i, j) => losses[i]![objective]! - losses[j]![objective]!);
    const width = losses[order.at(-1)!]![objective]! - losses[order[0]!]![objective]!;
    for (const [place, i] of order.entries()) {
      const [before, after] = [order[place - 1], order[place + 1]];
      const isEnd = before === undefined || after === undefined;
      distances[i]! += isEnd
        ? Infinity
        : width > 0
          ? (losses[after]![objective]! - losses[before]![objective]!) / width
          : 0;
    }
  }
  return distances;
}

/** Trials with a result that keep every constraint, whether they went through, wait or were ended early. */
const isCandidate = ({ losses, violation, state }: Trial): boolean =>
  losses !== null && violation === 0 && state !== 'running' && state !== 'failed';

/** The best feasible trial by the first objective; the earlier one of equals. Null where there is none. */
export function bestTrial<One extends Trial>(trials: readonly One[]): One | null {
  return trials
    .filter(isCandidate)
    .reduce<One | null>(
      (best, one) => (best === null || one.losses![0]! < best.losses![0]! ? one : best),
      null,
    );
}

/** The feasible trials that none dominates, by the first objective. */
export function paretoFront<One extends Trial>(trials: readonly One[]): readonly One[] {
  const candidates = trials.filter(isCandidate);
  return candidates
    .filter((one) => !candidates.some((other) => dominates(other.losses!, one.losses!)))
    .toSorted((a, b) => a.losses![0]! - b.losses![0]!);
}

/** The least loss so far after each trial that ended, feasible ones alone. */
export function bestSoFar(
  trials: readonly Trial[],
): readonly { readonly number: number; readonly loss: number }[] {
  let best = Infinity;
  return trials.filter(isCandidate).flatMap(({ number, losses }) => {
    best = Math.min(best, losses![0]!);
    return [{ number, loss: best }];
  });
}

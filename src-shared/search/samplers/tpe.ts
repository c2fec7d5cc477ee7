/**
 * @file TPE, the tree-structured Parzen estimator (Bergstra et al. 2011) as Optuna runs it: ten random trials first, the best
 * tenth against the rest, 24 candidates, the one with the greatest ratio of densities.
 */
import type { Random } from '../../planning/engine/forecast/random.ts';
import type { Parameters } from '../../tracking/record.ts';
import type { Dimension } from '../contract.ts';
import { fill } from '../space.ts';
import { crowdingOf, frontsOf, type Trial } from '../trials.ts';
import { parzenEstimator } from './parzen.ts';
import { drawValue } from './random.ts';

const STARTUP_TRIALS = 10;
const CANDIDATES = 24;

/** So many of the trials that ended count as good. */
export const goodCount = (ended: number): number => Math.min(Math.ceil(0.1 * ended), 25);

/**
 * The next trial. Trials under way count as bad ones, so that parallel trials do not all try the same.
 *
 * @param isJoint whether dimensions are looked at together; those with a condition never are
 */
export function suggestByTpe(
  space: readonly Dimension[],
  trials: readonly Trial[],
  { random, isJoint = false }: { readonly random: Random; readonly isJoint?: boolean },
): Parameters {
  const known = trials.filter(({ state, losses }) => state === 'running' || (state !== 'failed' && losses));
  const ended = known.filter(({ state }) => state !== 'running');
  if (ended.length < STARTUP_TRIALS) return fill(space, (dimension) => drawValue(dimension, random));
  const good = new Set(inOrder(ended).slice(0, goodCount(ended.length)));
  const next = (dimensions: readonly Dimension[]): Parameters => {
    const has = ({ values }: Trial): boolean => dimensions.every(({ name }) => values[name] !== undefined);
    const of = (isGood: boolean): Parameters[] =>
      known.filter((trial) => good.has(trial) === isGood && has(trial)).map(({ values }) => values);
    return bestCandidate(
      parzenEstimator(dimensions, of(true)),
      parzenEstimator(dimensions, of(false)),
      random,
    );
  };
  const joint = isJoint ? space.filter(({ when }) => when === null) : [];
  const together = joint.length > 0 ? next(joint) : {};
  return fill(space, (dimension) => together[dimension.name] ?? next([dimension])[dimension.name]!);
}

type Estimator = ReturnType<typeof parzenEstimator>;

function bestCandidate(good: Estimator, bad: Estimator, random: Random): Parameters {
  let [best, greatest] = [good.sample(random), -Infinity];
  for (let i = 0; i < CANDIDATES; i++) {
    const candidate = i === 0 ? best : good.sample(random);
    const ratio = good.logDensity(candidate) - bad.logDensity(candidate);
    if (ratio > greatest) [best, greatest] = [candidate, ratio];
  }
  return best;
}

/**
 * The best first: what went through by its objectives (by fronts, the lonelier first, where there are several), then what was
 * ended early by how far it got, then what breaks constraints by how much.
 */
export function inOrder(ended: readonly Trial[]): readonly Trial[] {
  const feasible = ended.filter(({ violation }) => violation === 0);
  const isWhole = ({ state }: Trial): boolean => state === 'finished';
  const whole = byObjectives(feasible.filter(isWhole));
  const cut = feasible
    .filter((trial) => !isWhole(trial))
    .toSorted((a, b) => b.epochs - a.epochs || a.losses![0]! - b.losses![0]!);
  const infeasible = ended
    .filter(({ violation }) => violation > 0)
    .toSorted((a, b) => a.violation - b.violation);
  return [...whole, ...cut, ...infeasible];
}

function byObjectives(trials: readonly Trial[]): readonly Trial[] {
  if ((trials[0]?.losses?.length ?? 1) === 1) return trials.toSorted((a, b) => a.losses![0]! - b.losses![0]!);
  const losses = trials.map((one) => one.losses!);
  const [fronts, crowding] = [frontsOf(losses), crowdingOf(losses)];
  return trials
    .map((trial, i) => ({ trial, front: fronts[i]!, lonely: crowding[i]! }))
    .toSorted((a, b) => a.front - b.front || (a.lonely === b.lonely ? 0 : b.lonely - a.lonely))
    .map(({ trial }) => trial);
}

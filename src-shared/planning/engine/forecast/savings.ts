/** @file How much earlier a milestone is finished without the remaining work of some tasks: what doing it now is worth. */
import type { Plan } from '../plan.ts';
import { forecastPlan, quantileOf, type ForecastInput } from './forecast.ts';
import { BLOCK } from './trials.ts';

/** Civil minutes that a milestone is finished earlier. */
export interface Saving {
  readonly mean: number;
  /** Eight trials in ten are within. */
  readonly low: number;
  readonly high: number;
}

/** Whole blocks, so that these trials are the first of a longer forecast with the same seed. */
export const SAVING_TRIALS = 16 * BLOCK;

/**
 * Compares trials pair by pair: all that is not asked about takes the same time in both, because each task draws from a
 * generator of its own. The tasks stay where they are in the network and take a minute; what risks add to them is saved too.
 *
 * @param moments finishes of the milestone with all work, in the order of the trials, {@link SAVING_TRIALS} at least
 * @throws PlanError as `forecastPlan`
 */
export function savingOf(
  input: ForecastInput,
  {
    tasks,
    milestone,
    moments,
  }: { readonly tasks: readonly string[]; readonly milestone: string; readonly moments: Float64Array },
): Saving {
  const gone = new Set(tasks);
  const estimates = Object.entries(input.estimates ?? {}).filter(([id]) => !gone.has(id));
  const saved = new Float64Array(SAVING_TRIALS);
  const risks = (input.risks ?? []).map((risk) => ({
    ...risk,
    tasks: risk.tasks.filter((task) => !gone.has(task)),
  }));
  const { onProgress: _, ...rest } = input;
  forecastPlan({
    ...rest,
    risks,
    plan: withoutWork(input.plan, gone),
    estimates: Object.fromEntries(estimates),
    trials: SAVING_TRIALS,
    milestones: [milestone],
    onMoments: (_milestone, without) => {
      for (let trial = 0; trial < SAVING_TRIALS; trial++) saved[trial] = moments[trial]! - without[trial]!;
    },
  });
  const mean = saved.reduce((sum, one) => sum + one, 0) / SAVING_TRIALS;
  const ascending = saved.sort();
  // No minus before a 0.
  return { mean, low: quantileOf(ascending, 0.1) + 0, high: quantileOf(ascending, 0.9) + 0 };
}

function withoutWork(plan: Plan, gone: ReadonlySet<string>): Plan {
  const tasks = plan.tasks.map((task) =>
    gone.has(task.id) && task.work ? { ...task, work: { ...task.work, minutes: 1 } } : task,
  );
  return { ...plan, tasks };
}

/** @file The job `forecast`: Monte-Carlo trials of a plan. */
import { AppError, isProblemKey } from '../../../src-shared/platform/errors.ts';
import { chanceBy } from '../../../src-shared/planning/chances.ts';
import {
  forecastPlan,
  inLevelledOrder,
  momentsOf,
  PlanError,
  quantileOf,
  SAVING_TRIALS,
  savingOf,
  type DateForecast as EngineDate,
  type ForecastInput,
  type OwnStarts,
  type Saving,
} from '../../../src-shared/planning/engine/index.ts';
import type { DateForecast, Forecast } from '../../../src-shared/planning/forecast-contract.ts';
import type { JobFunction } from '../../platform/pool/protocol.ts';

export interface ForecastSpec extends Pick<
  ForecastInput,
  'plan' | 'estimates' | 'risks' | 'trials' | 'seed'
> {
  /** The end of the day that each milestone, and the project by its own id, is promised for. */
  readonly due: Readonly<Record<string, number>>;
  readonly project: string;
  /** Tasks that levelling moved, which then has its order kept in every trial; absent where the plan was not levelled. */
  readonly levelled?: OwnStarts;
  readonly milestones: readonly string[];
  /** The tasks that are the work of a gate. */
  readonly work: readonly {
    readonly gate: string;
    readonly milestone: string;
    readonly tasks: readonly string[];
  }[];
}

export type ForecastResult = Omit<Forecast, 'id' | 'at' | 'author' | 'sources'>;

/** Bars of a tornado and rows of criticality that people look at. */
const MOST_ROWS = 15;

export const forecast: JobFunction<ForecastSpec, never, ForecastResult> = async (asked, port) => {
  const { levelled, due, project, work } = asked;
  const plan = levelled ? simulated(() => inLevelledOrder(asked.plan, levelled)) : asked.plan;
  const spec = { ...asked, plan };
  const titles = new Map(plan.tasks.map(({ id, title }) => [id, title]));
  const stopIfAborted = (): void => {
    if (port.signal.aborted) throw new AppError('house.cancelled', { what: 'The forecast' });
  };
  // An id may be the name of what every object has.
  const dueOf = (id: string) => (Object.hasOwn(due, id) ? due[id] : undefined);
  const titleOf = (id: string): string => titles.get(id) ?? id;
  const moments = new Map<string, Float64Array>();
  const { finish, milestones, drivers, criticality, unplaced, seed, trials } = simulated(() =>
    forecastPlan({
      ...spec,
      onProgress(done) {
        stopIfAborted();
        port.progress(done, spec.trials ?? null);
      },
      onMoments: (id, all) => moments.set(id, all),
    }),
  );
  const left = new Set(unplaced);
  /** Gates of one milestone often wait for the same work, which is simulated once. */
  const known = new Map<string, Saving>();
  const savings = work.flatMap(({ gate, milestone, tasks }) => {
    const all = moments.get(milestone);
    if (!all || all.length < SAVING_TRIALS || left.has(milestone)) return [];
    stopIfAborted();
    const key = [milestone, ...tasks].join(' ');
    const saving = known.get(key) ?? simulated(() => savingOf(spec, { tasks, milestone, moments: all }));
    known.set(key, saving);
    const named = tasks.map((task) => ({ task, title: titleOf(task) }));
    return [{ gate, milestone, tasks: named, hours: hoursLeft(tasks, spec), ...saving }];
  });
  return Promise.resolve({
    seed,
    trials,
    order: levelled ? 'levelled' : 'dependencies',
    finish: dateOf(finish, dueOf(project)),
    milestones: milestones.map(({ id, ...date }) => ({
      milestone: id,
      name: titleOf(id),
      ...dateOf(date, dueOf(id)),
    })),
    drivers: drivers.slice(0, MOST_ROWS).map((driver) => ({ ...driver })),
    criticality: criticality
      .filter(({ index }) => index > 0)
      .toSorted((a, b) => b.index - a.index)
      .slice(0, MOST_ROWS)
      .map(({ task, index }) => ({ task, title: titleOf(task), index })),
    unplaced: unplaced.map(titleOf),
    savings,
  });
};

/** Expected hours that are left of tasks. */
function hoursLeft(tasks: readonly string[], { plan, estimates = {} }: ForecastSpec): number {
  const asked = new Set(tasks);
  const minutes = plan.tasks
    .filter(({ id }) => asked.has(id))
    .reduce((sum, { id, work, progress }) => {
      const estimate = Object.hasOwn(estimates, id) ? estimates[id] : undefined;
      const whole = estimate ? momentsOf(estimate).mean : (work?.minutes ?? 0);
      return sum + whole * (1 - (progress?.percentDone ?? 0) / 100);
    }, 0);
  return minutes / 60;
}

/** @throws AppError of the key of a `PlanError` */
function simulated<Result>(simulate: () => Result): Result {
  try {
    return simulate();
  } catch (thrown) {
    if (thrown instanceof PlanError && isProblemKey(thrown.key))
      throw new AppError(thrown.key, thrown.parameters, { cause: thrown });
    throw thrown;
  }
}

function dateOf({ p50, p80, p95, samples }: EngineDate, due: number | undefined): DateForecast {
  const quantiles = Array.from({ length: 101 }, (_, i) => quantileOf(samples, i / 100));
  return {
    p50,
    p80,
    p95,
    quantiles,
    due: due ?? null,
    chance: due === undefined ? null : chanceBy(quantiles, due),
  };
}

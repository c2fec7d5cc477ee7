/** @file Baselines: a schedule as it was promised, and how far today's is from it. */
import type { Schedule, ScheduledTask } from '../schedule/scheduled.ts';
import type { Calendar } from '../time/calendar.ts';
import type { CivilMinutes } from '../time/civil.ts';

/** One task as promised. Minutes are working minutes; dates are null where it could not be placed. */
export interface BaselineTask {
  readonly id: string;
  readonly isSummary: boolean;
  readonly start: CivilMinutes | null;
  readonly finish: CivilMinutes | null;
  readonly duration: number;
  readonly effort: number;
}

export interface Baseline {
  readonly name: string;
  readonly takenAt: CivilMinutes;
  readonly start: CivilMinutes | null;
  readonly finish: CivilMinutes | null;
  readonly tasks: readonly BaselineTask[];
}

/** Keeps a schedule as a baseline: plain data, independent of the plan from then on. */
export function takeBaseline(
  schedule: Schedule,
  { name, takenAt }: Pick<Baseline, 'name' | 'takenAt'>,
): Baseline {
  const tasks = schedule.tasks.map(({ id, isSummary, start, finish, duration, effort }): BaselineTask => ({
    id,
    isSummary,
    start,
    finish,
    duration,
    effort,
  }));
  return { name, takenAt, start: schedule.start, finish: schedule.finish, tasks };
}

/** Today less baseline: positive is later, longer or more. Null where one of the two has no date. */
export interface Variance {
  readonly id: string;
  /** `added`: only in the schedule; `removed`: only in the baseline. */
  readonly change: 'kept' | 'added' | 'removed';
  /** Working minutes of the calendar. */
  readonly start: number | null;
  readonly finish: number | null;
  /** Working minutes of the task's own calendar. */
  readonly duration: number | null;
  readonly effort: number | null;
}

export interface BaselineVariance {
  /** Working minutes from the baseline's finish to the schedule's. */
  readonly finish: number | null;
  /** Tasks of the schedule in its order, then those that were removed. */
  readonly tasks: readonly Variance[];
}

/** How far a schedule is from a baseline; start and finish are counted in `calendar`. */
export function varianceOf(schedule: Schedule, baseline: Baseline, calendar: Calendar): BaselineVariance {
  const between = (from: number | null, to: number | null) =>
    from === null || to === null ? null : calendar.between(from, to);
  const promised = new Map(baseline.tasks.map((task) => [task.id, task]));
  const compare = (task: ScheduledTask): Variance => {
    const before = promised.get(task.id);
    if (!before) return { id: task.id, change: 'added', ...NOTHING_TO_COMPARE };
    return {
      id: task.id,
      change: 'kept',
      start: between(before.start, task.start),
      finish: between(before.finish, task.finish),
      duration: task.duration - before.duration,
      effort: task.effort - before.effort,
    };
  };
  const today = new Set(schedule.tasks.map(({ id }) => id));
  const removed = baseline.tasks
    .filter(({ id }) => !today.has(id))
    .map(({ id }): Variance => ({ id, change: 'removed', ...NOTHING_TO_COMPARE }));
  return {
    finish: between(baseline.finish, schedule.finish),
    tasks: [...schedule.tasks.map(compare), ...removed],
  };
}

const NOTHING_TO_COMPARE = { start: null, finish: null, duration: null, effort: null } as const;

/** @file Baselines as documents: saved from a schedule, read by the engine, compared with today's. */
import {
  DAY,
  dayOf,
  earnedValue,
  parseDay,
  type Calendar,
  type EarnedValueReport,
  type Schedule,
  type ScheduledTask,
} from '../../../src-shared/planning/engine/index.ts';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import type { TimeEntryDocument } from '../work/hours.ts';
import { hoursOf } from '../work/hours.ts';

export type BaselineBody = PlanBody<'baseline'>;

/** The dates and hours of a schedule; tasks that cannot be placed have no promise. */
export function baselineOf(
  schedule: Schedule,
  { name, at }: Pick<BaselineBody, 'name' | 'at'>,
): BaselineBody {
  const placed = schedule.tasks.flatMap(({ id, start, finish, effort }) =>
    start === null || finish === null ? [] : [[id, { start, finish, hours: effort / 60 }] as const],
  );
  return { name, at, tasks: Object.fromEntries(placed) };
}

/** Working minutes that a task's finish is later than promised; undefined where one of the two is missing. */
export function finishVariance(
  task: ScheduledTask | undefined,
  baseline: BaselineBody | undefined,
  calendar: Calendar | undefined,
): number | undefined {
  const promised = task && baseline?.tasks[task.id];
  if (!promised || task.finish === null || !calendar) return undefined;
  return calendar.between(promised.finish, task.finish);
}

export interface EarnedSource {
  readonly schedule: Schedule;
  readonly baseline: BaselineBody;
  readonly entries: readonly TimeEntryDocument[];
  readonly calendar: Calendar;
  /** Civil day. */
  readonly today: number;
  /** Milliseconds since 1970, for timers that run. */
  readonly now: number;
}

/** Earned value in hours at the end of today. What the baseline does not know was never promised, but its hours cost. */
export function earnedHours({
  schedule,
  baseline,
  entries,
  calendar,
  today,
  now,
}: EarnedSource): EarnedValueReport {
  const actual = hoursByTask(entries, now, Infinity);
  const byId = new Map(schedule.tasks.map((task) => [task.id, task]));
  const leaves = Object.entries(baseline.tasks).filter(([id]) => !(byId.get(id)?.isSummary ?? false));
  const promised = new Set(leaves.map(([id]) => id));
  const tasks = leaves.map(([id, { start, finish, hours }]) => ({
    id,
    plannedStart: start,
    plannedFinish: finish,
    budget: hours,
    percentDone: byId.get(id)?.percentDone ?? 0,
    actualCost: actual.get(id) ?? 0,
  }));
  const unplanned = [...actual]
    .filter(([id]) => !promised.has(id))
    .map(([id, actualCost]) => ({
      id,
      plannedStart: today * DAY,
      plannedFinish: today * DAY,
      budget: 0,
      percentDone: 0,
      actualCost,
    }));
  return earnedValue([...tasks, ...unplanned], (today + 1) * DAY, calendar);
}

function hoursByTask(entries: readonly TimeEntryDocument[], now: number, until: number): Map<string, number> {
  const hours = new Map<string, number>();
  for (const { body } of entries)
    if (parseDay(body.day)! <= until) hours.set(body.task, (hours.get(body.task) ?? 0) + hoursOf(body, now));
  return hours;
}

type Points = readonly (readonly [day: number, hours: number])[];

/**
 * PV over the days of the baseline; AC up to today by the day that hours were worked; EV up to today, a task's at once on the
 * day it was finished, and what is half done at today.
 */
export function earnedCurves(
  source: EarnedSource,
  projectStart: number,
): { pv: Points; ev: Points; ac: Points } {
  const { schedule, baseline, entries, calendar, today, now } = source;
  const byId = new Map(schedule.tasks.map((task) => [task.id, task]));
  const leaves = Object.entries(baseline.tasks).filter(([id]) => !(byId.get(id)?.isSummary ?? false));
  const last = leaves.reduce((most, [, { finish }]) => Math.max(most, dayOf(finish)), today);
  const step = Math.max(1, Math.ceil((last - projectStart + 1) / 120));
  const days: number[] = [];
  for (let day = projectStart; day < last + step; day += step) days.push(day);
  const plan = leaves.map(([id, { start, finish, hours }]) => ({
    id,
    plannedStart: start,
    plannedFinish: finish,
    budget: hours,
    percentDone: 0,
    actualCost: 0,
  }));
  const pv = days.map(
    (day) => [day - projectStart, earnedValue(plan, (day + 1) * DAY, calendar).plannedValue] as const,
  );
  const past = [...days.filter((day) => day < today), ...(today >= projectStart ? [today] : [])];
  const finished = (day: number) =>
    leaves.reduce((sum, [id, { hours }]) => {
      const task = byId.get(id);
      const isDone = task?.state === 'finished' && task.finish !== null && dayOf(task.finish - 1) <= day;
      return sum + (isDone ? hours : 0);
    }, 0);
  const ev = past.map(
    (day) => [day - projectStart, day === today ? earnedHours(source).earnedValue : finished(day)] as const,
  );
  const ac = past.map((day) => {
    const spent = [...hoursByTask(entries, now, day).values()].reduce((sum, hours) => sum + hours, 0);
    return [day - projectStart, spent] as const;
  });
  return { pv, ev, ac };
}

/** @file The schedule of a plan: early and late dates, slack, what drives each task, the critical path, and warnings. */
import type { Plan } from '../plan.ts';
import type { PlanWarning } from '../warnings.ts';
import type { TaskState } from './actuals.ts';
import { driverOf, drivingPath } from './driving-path.ts';
import { EarlyDates } from './early.ts';
import { LateDates } from './late.ts';
import { buildNetwork, type Network } from './network.ts';
import { warningsOf } from './schedule-warnings.ts';
import type { Schedule, ScheduledTask } from './scheduled.ts';

/**
 * Schedules a plan as early as possible: O(tasks + dependencies), times the logarithm of a calendar's exceptions.
 * @throws PlanError where the plan cannot be read or its dependencies form a cycle; see {@link buildNetwork}.
 */
export function schedulePlan(plan: Plan): Schedule {
  const network = buildNetwork(plan);
  return scheduleOf(new EarlyDates(network).run());
}

/** The schedule of early dates that are known, as levelling makes them. */
export function scheduleOf(early: EarlyDates, more: readonly PlanWarning[] = []): Schedule {
  const { network } = early;
  const late = new LateDates(early);
  const tasks = rollUp(
    network,
    network.plan.tasks.map((_, index) => scheduledTask(early, late, index)),
  );
  const known = (value: number) => (Number.isFinite(value) ? value : null);
  const finish = known(early.end);
  const last = tasks.findLast((task) => !task.isSummary && task.finish !== null && task.finish === finish);
  return {
    start: known(tasks.reduce((least, { start }) => Math.min(least, start ?? Infinity), Infinity)),
    finish,
    tasks,
    criticalPath: last ? drivingPath({ tasks }, last.id, network.plan).map(({ task }) => task) : [],
    warnings: [...warningsOf(early), ...more],
  };
}

function scheduledTask(early: EarlyDates, late: LateDates, task: number): ScheduledTask {
  const { network } = early;
  const { plan, paces, isSummary, endOf } = network;
  const end = endOf[task]!;
  const { state, remaining, done } = early.actuals[task]!;
  const pace = paces[task]!;
  const placed = Number.isFinite(early.finish[end]);
  const date = (value: number) => (placed && Number.isFinite(value) ? value : null);
  const open = placed && state !== 'finished';
  const totalSlack = open ? pace.slack(early.resume[task]!, late.start[task]!) : placed ? 0 : null;
  const { id } = plan.tasks[task]!;
  return {
    id,
    isSummary: isSummary[task] === 1,
    isMilestone: isSummary[task] === 0 && pace.minutes === 0,
    state,
    start: date(early.start[end]!),
    finish: date(early.finish[end]!),
    resume: date(early.resume[end]!),
    lateStart: state === 'finished' ? date(early.start[end]!) : date(late.start[end]!),
    lateFinish: state === 'finished' ? date(early.finish[end]!) : date(late.finish[end]!),
    duration: pace.minutes,
    remaining,
    effort: pace.minutes * pace.units,
    percentDone: percentOf(plan, task, { done, minutes: pace.minutes, state }),
    totalSlack,
    freeSlack: open ? Math.max(0, pace.slack(early.resume[task]!, late.freeStart[task]!)) : placed ? 0 : null,
    critical: open && totalSlack !== null && totalSlack <= 0,
    driver: driverOf(early, task),
  };
}

function percentOf(
  plan: Plan,
  task: number,
  at: { done: number; minutes: number; state: TaskState },
): number {
  if (at.state === 'finished') return 100;
  return plan.tasks[task]!.progress?.percentDone ?? 0;
}

/** Sums of sub-tasks into their summary tasks, innermost first: ends stand in the order behind what is in them. */
function rollUp(network: Network, tasks: readonly ScheduledTask[]): readonly ScheduledTask[] {
  const { order, taskOf, parents, isSummary, calendar } = network;
  const rolled = [...tasks];
  const children = new Map<number, number[]>();
  parents.forEach((parent, task) => {
    if (parent >= 0) children.set(parent, [...(children.get(parent) ?? []), task]);
  });
  for (const node of order) {
    if (node < isSummary.length) continue;
    const task = taskOf[node]!;
    rolled[task] = summarize(
      rolled[task]!,
      children.get(task)!.map((child) => rolled[child]!),
      calendar,
    );
  }
  return rolled;
}

/** The least or greatest of what is known. */
function extreme(
  parts: readonly ScheduledTask[],
  choose: (a: number, b: number) => number,
  value: (part: ScheduledTask) => number | null,
): number | null {
  const known = parts.map(value).filter((one) => one !== null);
  return known.length > 0 ? known.reduce(choose) : null;
}

function summarize(
  summary: ScheduledTask,
  parts: readonly ScheduledTask[],
  calendar: Network['calendar'],
): ScheduledTask {
  const sum = (value: (part: ScheduledTask) => number) =>
    parts.reduce((total, part) => total + value(part), 0);
  const least = (value: (part: ScheduledTask) => number | null) => {
    const open = parts.filter((part) => part.state !== 'finished').map(value);
    const values = open.filter((one) => one !== null);
    return values.length > 0 ? Math.min(...values) : summary.start === null ? null : 0;
  };
  const weighs = parts.some(({ effort }) => effort > 0);
  const weight = (part: ScheduledTask) => (weighs ? part.effort : 1);
  const { start, finish } = summary;
  const states = new Set(parts.map(({ state }) => state));
  return {
    ...summary,
    state: states.size === 1 ? parts[0]!.state : 'started',
    duration: start === null || finish === null ? 0 : calendar.between(start, finish),
    remaining: sum((part) => part.remaining),
    effort: sum((part) => part.effort),
    percentDone: sum((part) => weight(part) * part.percentDone) / sum(weight),
    lateStart: extreme(parts, Math.min, (part) => part.lateStart),
    lateFinish: extreme(parts, Math.max, (part) => part.lateFinish),
    totalSlack: least((part) => part.totalSlack),
    freeSlack: least((part) => part.freeSlack),
    critical: parts.some((part) => part.critical),
  };
}

/** @file Reads a plan at the door: every id is known and its own, every number is one. Nothing behind it checks again. */
import type { Dependency, Plan, Resource, Task } from '../plan.ts';
import { PlanError } from '../problems.ts';
import { Calendar } from '../time/calendar.ts';

/** A plan whose references are resolved: ids to places in its lists. */
export interface CheckedPlan {
  readonly plan: Plan;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly calendar: Calendar;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly dependencies: readonly Dependency[];
  /** By task: the index of its summary task, or -1. */
  readonly parents: Int32Array;
  /** By task: 1 where it has sub-tasks. */
  readonly isSummary: Uint8Array;
}

/**
 * @throws PlanError `planning.idTwice`, `.missing`, `.notANumber`, `.finishBeforeStart`, `.parentCycle`, `.summaryDependency`, and
 * those of calendars.
 */
export function checkPlan(plan: Plan): CheckedPlan {
  const calendars = new Map(keyed(plan.calendars).map((one) => [one.id, new Calendar(one)]));
  const calendar = calendars.get(plan.calendar) ?? missing('plan', plan.calendar);
  const resources = new Map(keyed(plan.resources ?? []).map((one) => [one.id, one]));
  const indexOf = new Map(keyed(plan.tasks).map((one, index) => [one.id, index]));
  checkMoments('plan', { start: plan.start, statusDate: plan.statusDate });
  for (const { name, capacity, calendar: own } of resources.values()) {
    checkAmounts(name, { capacity });
    if (own !== undefined && !calendars.has(own)) missing(name, own);
  }
  for (const task of plan.tasks) checkTask(task, { calendars, resources });
  const { parents, isSummary } = hierarchy(plan.tasks, indexOf);
  const dependencies = plan.dependencies ?? [];
  for (const one of dependencies) checkDependency(one, { plan, indexOf, isSummary });
  return { plan, calendars, calendar, resources, indexOf, dependencies, parents, isSummary };
}

function keyed<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  const ids = new Set<string>();
  for (const { id } of items) {
    if (ids.has(id)) throw new PlanError('planning.idTwice', { id }, [id]);
    ids.add(id);
  }
  return items;
}

function missing(of: string, id: string): never {
  throw new PlanError('planning.missing', { of, id }, [id]);
}

type Numbers = Readonly<Record<string, number | undefined>>;

/** Minutes, units and the like: finite and not negative. */
function checkAmounts(task: string, fields: Numbers): void {
  for (const [field, value] of Object.entries(fields))
    if (value !== undefined && !(value >= 0 && value < Infinity))
      throw new PlanError('planning.notANumber', { task, field, value });
}

/** Whole minutes that a date can be written for. */
function checkMoments(task: string, fields: Numbers): void {
  for (const [field, value] of Object.entries(fields))
    if (value !== undefined && !(Number.isInteger(value) && Math.abs(value) < 4e9))
      throw new PlanError('planning.notANumber', { task, field, value });
}

type Known = Pick<CheckedPlan, 'calendars' | 'resources'>;

function checkTask(task: Task, { calendars, resources }: Known): void {
  const { title, work, progress, constraint, deadline, calendar } = task;
  if (calendar !== undefined && !calendars.has(calendar)) missing(title, calendar);
  checkAmounts(title, { [work?.type ?? 'work']: work?.minutes, percentDone: progress?.percentDone });
  checkMoments(title, { deadline, constraint: constraint?.date });
  checkMoments(title, { actualStart: progress?.actualStart, actualFinish: progress?.actualFinish });
  if ((progress?.percentDone ?? 0) > 100)
    throw new PlanError('planning.notANumber', {
      task: title,
      field: 'percentDone',
      value: progress!.percentDone!,
    });
  if ((progress?.actualFinish ?? Infinity) < (progress?.actualStart ?? -Infinity))
    throw new PlanError('planning.finishBeforeStart', { task: title }, [task.id]);
  for (const { resource, units } of task.assignments ?? []) {
    if (!resources.has(resource)) missing(title, resource);
    checkAmounts(title, { units });
  }
  for (const { units } of task.skills ?? []) checkAmounts(title, { units });
}

function hierarchy(tasks: readonly Task[], indexOf: CheckedPlan['indexOf']) {
  const parents = new Int32Array(tasks.length).fill(-1);
  const isSummary = new Uint8Array(tasks.length);
  tasks.forEach(({ title, parent }, index) => {
    if (parent === undefined) return;
    parents[index] = indexOf.get(parent) ?? missing(title, parent);
    isSummary[parents[index]!] = 1;
  });
  // A chain of parents that comes back: each task is walked once.
  const walked = new Int32Array(tasks.length).fill(-1);
  for (let from = 0; from < tasks.length; from++) {
    let at = from;
    while (at >= 0 && walked[at] === -1) {
      walked[at] = from;
      at = parents[at]!;
    }
    if (at >= 0 && walked[at] === from) throwParentCycle(tasks, parents, at);
  }
  return { parents, isSummary };
}

function throwParentCycle(tasks: readonly Task[], parents: Int32Array, on: number): never {
  const cycle = [on];
  for (let at = parents[on]!; at !== on; at = parents[at]!) cycle.push(at);
  const names = cycle.map((index) => tasks[index]!.title).join(' → ');
  const ids = cycle.map((index) => tasks[index]!.id);
  throw new PlanError('planning.parentCycle', { tasks: names }, ids);
}

function checkDependency(
  { from, to, type, lag = 0 }: Dependency,
  { plan, indexOf, isSummary }: Pick<CheckedPlan, 'plan' | 'indexOf' | 'isSummary'>,
): void {
  const source = indexOf.get(from);
  const target = indexOf.get(to);
  if (source === undefined) missing(target === undefined ? to : plan.tasks[target]!.title, from);
  if (target === undefined) missing(plan.tasks[source]!.title, to);
  const task = plan.tasks[target]!.title;
  if (!(Math.abs(lag) < 1e9))
    throw new PlanError('planning.notANumber', { task, field: 'lag', value: lag }, [to]);
  if (isSummary[target] === 1 && (type === 'FF' || type === 'SF'))
    throw new PlanError('planning.summaryDependency', { task, type, from: plan.tasks[source]!.title }, [to]);
}

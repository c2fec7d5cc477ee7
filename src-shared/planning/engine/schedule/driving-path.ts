/** @file The driving path to a task: the chain of those that set its start, back to what waits for nothing. */
import type { Plan } from '../plan.ts';
import { EDGE } from './network.ts';
import { SET_BY, type EarlyDates } from './early.ts';
import type { Driver, Schedule, ScheduledTask } from './scheduled.ts';

const OWN: ReadonlyMap<number, Exclude<Driver['type'], 'dependency'>> = new Map([
  [SET_BY.projectStart, 'projectStart'],
  [SET_BY.constraint, 'constraint'],
  [SET_BY.statusDate, 'statusDate'],
  [SET_BY.levelling, 'levelling'],
  [SET_BY.actual, 'actual'],
]);

/** What set the start of a task; what came through its summary task is what set that one's. */
export function driverOf({ network, setBy }: EarlyDates, task: number): Driver {
  const { edges, dependencies } = network;
  let edge = setBy[task]!;
  while (edge >= 0 && edges.type[edge] === EDGE.begin) edge = setBy[edges.from[edge]!]!;
  if (edge < 0) return { type: OWN.get(edge) ?? 'projectStart' };
  const { from, type } = dependencies[edge]!;
  return { type: 'dependency', from, dependencyType: type };
}

export interface DrivingStep {
  /** The id of a task without sub-tasks. */
  readonly task: string;
  /** What set its start. */
  readonly driver: Driver;
}

/**
 * The driving path to a task, first to last; empty where the task is unknown or not placed. Where a dependency comes from a
 * summary task, the path goes on with the sub-task that sets the date.
 */
export function drivingPath(
  { tasks }: Pick<Schedule, 'tasks'>,
  to: string,
  plan: Pick<Plan, 'tasks'>,
): readonly DrivingStep[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const children = Map.groupBy(plan.tasks, ({ parent }) => parent);
  const path: DrivingStep[] = [];
  let at = deciding(byId.get(to), false);
  while (at && at.start !== null) {
    path.push({ task: at.id, driver: at.driver });
    const { driver }: ScheduledTask = at;
    if (driver.type !== 'dependency') break;
    at = deciding(byId.get(driver.from), driver.dependencyType === 'SS' || driver.dependencyType === 'SF');
  }
  return path.reverse();

  /** Within a summary task: who starts it, or finishes it. */
  function deciding(task: ScheduledTask | undefined, byStart: boolean): ScheduledTask | undefined {
    if (!task?.isSummary) return task;
    const parts = (children.get(task.id) ?? []).flatMap(({ id }) => byId.get(id) ?? []);
    const first = parts.find((part) => (byStart ? part.start === task.start : part.finish === task.finish));
    return deciding(first, byStart);
  }
}

/** @file The driving path to a task on the timeline: the chain of those that set its start. */
import { drivingPath, type Plan, type Schedule } from '../../../src-shared/planning/engine/index.ts';

export interface TimelinePath {
  readonly to: string;
  /** First to last. */
  readonly tasks: readonly string[];
  readonly has: ReadonlySet<string>;
  /** `from>to` of the dependencies that it follows. */
  readonly links: ReadonlySet<string>;
}

/** Undefined where the task is not placed, or gone. */
export function pathTo(to: string, schedule: Schedule, plan: Plan): TimelinePath | undefined {
  const steps = drivingPath(schedule, to, plan);
  if (steps.length === 0) return undefined;
  const tasks = steps.map(({ task }) => task);
  const links = steps.flatMap(({ task, driver }) =>
    driver.type === 'dependency' ? [`${driver.from}>${task}`] : [],
  );
  return { to, tasks, has: new Set([...tasks, to]), links: new Set(links) };
}

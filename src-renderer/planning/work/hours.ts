/** @file Hours that were worked: typed, by a timer, and rolled up from sub-tasks. */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { expectedHours } from '../../../src-shared/planning/schedule-input.ts';
import type { TaskDocument } from './changes.ts';

export interface TimeEntryDocument {
  readonly id: string;
  readonly body: PlanBody<'timeEntry'>;
}

const MS_OF_HOUR = 3_600_000;

/** Hours of an entry up to now; what a timer has run since counts. */
export function hoursOf({ hours, running }: PlanBody<'timeEntry'>, now: number): number {
  return hours + (running === null ? 0 : Math.max(0, now - Date.parse(running)) / MS_OF_HOUR);
}

/** An entry with its timer stopped; to the minute. */
export function stopped(body: PlanBody<'timeEntry'>, now: number): PlanBody<'timeEntry'> {
  return { ...body, hours: Math.round(hoursOf(body, now) * 60) / 60, running: null };
}

export interface Rolled {
  /** Hours expected; what has no estimate counts nothing. */
  readonly expected: number;
  readonly tracked: number;
}

/** What a task and all under it are expected to take and took. A summary task's own estimate does not count. */
export function rollUp(
  tasks: readonly TaskDocument[],
  entries: readonly TimeEntryDocument[],
  now: number,
): ReadonlyMap<string, Rolled> {
  const own = new Map<string, number>();
  for (const { body } of entries) own.set(body.task, (own.get(body.task) ?? 0) + hoursOf(body, now));
  const children = Map.groupBy(tasks, ({ body }) => body.parent);
  const rolled = new Map<string, Rolled>();
  const roll = ({ id, body }: TaskDocument, above: readonly string[]): Rolled => {
    const known = rolled.get(id);
    if (known) return known;
    const under = (children.get(id) ?? []).filter((child) => !above.includes(child.id) && child.id !== id);
    const parts = under.map((child) => roll(child, [...above, id]));
    const sum = parts.reduce(
      (a, b) => ({ expected: a.expected + b.expected, tracked: a.tracked + b.tracked }),
      {
        expected: parts.length === 0 && body.estimate ? expectedHours(body.estimate) : 0,
        tracked: own.get(id) ?? 0,
      },
    );
    rolled.set(id, sum);
    return sum;
  };
  for (const task of tasks) roll(task, []);
  return rolled;
}

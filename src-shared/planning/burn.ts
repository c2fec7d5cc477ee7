/** @file The work of a plan as burn-up and burn-down: hours in the scope, done and promised, day by day. */
import type { PlanBody, TaskLife } from './contract.ts';
import { DAY, burnDays, burnSeries, dayOf, parseDay, type BurnPoint, type WorkItem } from './engine/index.ts';
import { ASSUMED_HOURS, expectedHours } from './schedule-input.ts';

export interface BurnSource {
  readonly tasks: readonly TaskLife[];
  /** Whose finishes are the promise; none without one. */
  readonly baseline: PlanBody<'baseline'> | undefined;
  /** The day on the wall, in days since 1970. */
  readonly today: number;
  /** Minutes since 1970 on the wall of an instant. */
  readonly civil: (instant: string) => number;
}

/**
 * Hours by the estimate of today: a summary task has those of its sub-tasks alone, a recurring task none. A task is in the
 * scope since it was written down, or since it was begun where that is earlier, and done at once when it was finished.
 */
export function workItems({ tasks, baseline, today, civil }: BurnSource): readonly WorkItem[] {
  const parents = new Set(
    tasks.flatMap(({ body, removedAt }) => (removedAt === null ? (body.parent ?? []) : [])),
  );
  return tasks.flatMap(({ id, addedAt, removedAt, body }): WorkItem[] => {
    if (parents.has(id) || body.recurrence !== null) return [];
    const doneAt = body.column === 'done' && removedAt === null ? endOf(body.actualFinish, today) : undefined;
    const begunAt = body.actualStart === null ? Infinity : parseDay(body.actualStart)! * DAY + 1;
    const promised = baseline?.tasks[id]?.finish;
    return [
      {
        amount: body.estimate ? expectedHours(body.estimate) : ASSUMED_HOURS,
        addedAt: Math.min(civil(addedAt), begunAt, doneAt ?? Infinity),
        ...(removedAt !== null && { removedAt: civil(removedAt) }),
        ...(doneAt !== undefined && { doneAt }),
        ...(promised !== undefined && { plannedAt: promised }),
      },
    ];
  });
}

const endOf = (day: string | null, today: number): number =>
  ((day === null ? today : parseDay(day)!) + 1) * DAY;

/** The chart's points, up to today or the last promise; none while there is no work. */
export function burnOf(source: BurnSource): readonly BurnPoint[] {
  const items = workItems(source);
  const days = burnDays(items);
  if (!days) return [];
  const { today } = source;
  return burnSeries(items, { first: Math.min(days.first, today), last: Math.max(days.last, today), today });
}

/** A line from where the work is today to all of it being done at a forecast moment. */
export function forecastLine(
  points: readonly BurnPoint[],
  finish: number,
): readonly (readonly [day: number, done: number])[] {
  const now = points.findLast(({ done }) => done !== null);
  const end = dayOf(finish - 1);
  if (!now || now.done === null || now.done >= now.scope || end <= now.day) return [];
  return [
    [now.day, now.done],
    [end, now.scope],
  ];
}

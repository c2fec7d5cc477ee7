/** @file Burn-up and burn-down: scope, work done and the promised line, day by day. */
import { DAY, dayOf, type CivilDay, type CivilMinutes } from '../time/civil.ts';

/** A piece of work: a task with its effort, a batch of labels with their count. Any one unit. */
export interface WorkItem {
  readonly amount: number;
  /** When it came into the scope. */
  readonly addedAt: CivilMinutes;
  /** When it left the scope without being done. */
  readonly removedAt?: CivilMinutes;
  readonly doneAt?: CivilMinutes;
  /** When it was promised. */
  readonly plannedAt?: CivilMinutes;
}

/** The state at the end of a day. */
export interface BurnPoint {
  readonly day: CivilDay;
  /** All that was in the scope. */
  readonly scope: number;
  /** What was done; null after `today`. Burn-up draws it beside the scope. */
  readonly done: number | null;
  /** Scope less done; null after `today`. Burn-down draws it. */
  readonly remaining: number | null;
  /** What was promised to be done by then of what has a promise. */
  readonly planned: number;
}

/** One point a day, from the first to the last; both are part of it. O(items + days). */
export function burnSeries(
  items: readonly WorkItem[],
  { first, last, today }: { readonly first: CivilDay; readonly last: CivilDay; readonly today: CivilDay },
): readonly BurnPoint[] {
  const days = Math.max(0, last - first + 1);
  const changes = {
    scope: new Float64Array(days),
    done: new Float64Array(days),
    planned: new Float64Array(days),
  };
  const add = (series: Float64Array, at: CivilMinutes | undefined, amount: number) => {
    // What happened at 00:00 is the end of the day before.
    const day = at === undefined ? Infinity : Math.max(0, dayOf(at - 1) - first);
    if (day < days) series[day]! += amount;
  };
  for (const { amount, addedAt, removedAt, doneAt, plannedAt } of items) {
    add(changes.scope, addedAt, amount);
    add(changes.scope, removedAt, -amount);
    add(changes.done, doneAt, amount);
    add(changes.planned, plannedAt, amount);
  }
  const sums = { scope: 0, done: 0, planned: 0 };
  return Array.from({ length: days }, (_, index): BurnPoint => {
    for (const name of ['scope', 'done', 'planned'] as const) sums[name] += changes[name][index]!;
    const known = first + index <= today;
    return {
      day: first + index,
      scope: sums.scope,
      done: known ? sums.done : null,
      remaining: known ? sums.scope - sums.done : null,
      planned: sums.planned,
    };
  });
}

/** The days of a burn chart for items: from the first that anything happens to the last. Undefined without items. */
export function burnDays(
  items: readonly WorkItem[],
): { readonly first: CivilDay; readonly last: CivilDay } | undefined {
  const moments = items.flatMap(({ addedAt, removedAt, doneAt, plannedAt }) =>
    [addedAt, removedAt, doneAt, plannedAt].filter((one) => one !== undefined),
  );
  if (moments.length === 0) return undefined;
  const ends = moments.map((moment) => Math.floor((moment - 1) / DAY)).sort((a, b) => a - b);
  return { first: ends[0]!, last: ends.at(-1)! };
}

/** @file Labels by day, counted from what was said of each sample, some samples at a time: nobody waits for a million. */
import { setImmediate } from 'node:timers/promises';
import type { LabelsByDay } from '../../src-shared/labeling/contract.ts';
import type { Queries } from './queries.ts';

/** Samples counted before others have their turn; some milliseconds. */
const SLICE = 5000;

/** @param slice samples counted in one go */
export async function countLabelsByDay(
  queries: Queries,
  task: string,
  slice: number = SLICE,
): Promise<LabelsByDay> {
  const { total } = queries.counts.get(task) ?? { total: 0 };
  const last = queries.lastPosition.get(task) ?? -1;
  const days = new Map<string, LabelsByDay['days'][number]>();
  for (let from = 0; from <= last; from += slice) {
    for (const { day, labeled, given } of queries.labeledByDay.all({ task, from, until: from + slice })) {
      const before = days.get(day) ?? { day, labeled: 0, given: 0 };
      days.set(day, { day, labeled: before.labeled + labeled, given: before.given + given });
    }
    await setImmediate();
  }
  return { total, days: [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1)) };
}

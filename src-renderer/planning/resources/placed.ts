/** @file The open work of a plan, placed between its first and last day for the load of people. */
import type { LoadTask } from '../../../src-shared/planning/money.ts';
import type { PlanStore } from '../plan.svelte.ts';

export interface Work {
  readonly placed: readonly LoadTask[];
  /** Hours without an owner, and of how many tasks. */
  readonly unplaced: { readonly hours: number; readonly tasks: number };
}

/**
 * What is left of each task, by its most likely effort. A task lies between its start or today, whichever is later, and
 * its due day or that of its first milestone; a task with others under it has their effort and none of its own.
 */
export function workOf(documents: PlanStore, today: string): Work {
  const tasks = documents.of('task');
  const project = documents.of('project')[0]?.body;
  const parents = new Set(tasks.map(({ body }) => body.parent));
  const placed: LoadTask[] = [];
  const unplaced = { hours: 0, tasks: 0 };
  for (const { id, body } of tasks) {
    const hours = parents.has(id) ? 0 : (body.estimate?.likely ?? 0) * (1 - body.done);
    if (hours <= 0 || body.column === 'done') continue;
    if (body.owners.length === 0) {
      unplaced.hours += hours;
      unplaced.tasks += 1;
      continue;
    }
    const dues = body.milestones.flatMap((one) => documents.body('milestone', one)?.due ?? []);
    const begins = body.start ?? project?.start ?? today;
    const from = begins > today ? begins : today;
    const until = body.due ?? dues.sort()[0] ?? project?.due ?? from;
    placed.push({ owners: body.owners, from, until: until < from ? from : until, hours });
  }
  return { placed, unplaced };
}

export type Fill = 'free' | 'fine' | 'full' | 'over';

/** How full a week is; work in a week without hours is too much. */
export function fillOf(hours: number, available: number): Fill {
  if (hours < 0.05) return 'free';
  if (hours > available + 0.05) return 'over';
  return hours > available * 0.8 ? 'full' : 'fine';
}

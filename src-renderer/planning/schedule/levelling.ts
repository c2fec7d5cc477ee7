/** @file Levelling of documents: from a plan without earlier levelling, into the tasks that it moves. */
import { DAY, parseDay, type Levelling, type Plan } from '../../../src-shared/planning/engine/index.ts';
import type { PlanChange } from '../../../src-shared/planning/contract.ts';
import type { TaskDocument } from '../work/changes.ts';

/** The plan with each task's own start alone, so that a second levelling does not begin from the first. */
export function unlevelled(plan: Plan, tasks: readonly TaskDocument[]): Plan {
  const levelled = new Map(
    tasks.filter(({ body }) => body.levelled !== undefined).map(({ id, body }) => [id, body]),
  );
  return {
    ...plan,
    tasks: plan.tasks.map((task) => {
      const body = levelled.get(task.id);
      if (!body) return task;
      const { constraint: _, ...free } = task;
      if (body.start === null) return free;
      return {
        ...free,
        constraint: { type: 'startNoEarlierThan' as const, date: parseDay(body.start)! * DAY },
      };
    }),
  };
}

/** What becomes of tasks: those moved begin where levelling put them, the others are free again, people chosen own their tasks. */
export function levelChanges({ moves, chosen }: Levelling, tasks: readonly TaskDocument[]): PlanChange[] {
  const to = new Map(moves.map((move) => [move.task, move.to]));
  const owners = new Map(chosen.map(({ task, resource }) => [task, resource]));
  return tasks.flatMap(({ id, body }): PlanChange[] => {
    const { levelled, ...free } = body;
    const owner = owners.get(id);
    if (to.get(id) === levelled && owner === undefined) return [];
    const moved = to.get(id);
    return [
      {
        id,
        kind: 'task',
        body: {
          ...free,
          ...(moved !== undefined && { levelled: moved }),
          ...(owner !== undefined && { owners: [owner] }),
        },
      },
    ];
  });
}

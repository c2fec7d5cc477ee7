/** @file People, machines, and plans that need them, for tests of levelling. */
import fc from 'fast-check';
import { somePlan } from '../plan.fixture.ts';
import type { Plan, Resource, Task } from '../plan.ts';
import type { Schedule } from '../schedule/scheduled.ts';

export const mei: Resource = { id: 'mei', name: 'Mei', type: 'person', skills: ['labels', 'images'] };
export const max: Resource = { id: 'max', name: 'Max', type: 'person', skills: ['labels'] };
export const gpus: Resource = { id: 'gpus', name: 'GPUs', type: 'machine', calendar: 'always', capacity: 4 };

export const by = (resource: string, units = 1) => ({ assignments: [{ resource, units }] });

const someDemand = fc.record({
  units: fc.constantFrom(0.25, 0.5, 1),
  resource: fc.constantFrom('mei', 'max', 'gpus', 'skill', 'none', 'both'),
});

/** Plans whose tasks need people, skills and machines. */
export const planWithPeople = fc
  .tuple(somePlan(), fc.array(someDemand, { minLength: 14, maxLength: 14 }))
  .map(([plan, demands]): Plan => {
    const demanded = (one: Task, { resource, units }: (typeof demands)[number]): Task => {
      if (!one.work || resource === 'none') return one;
      const { calendar: _, ...rest } = one;
      if (resource === 'skill') return { ...rest, skills: [{ skill: 'labels', units }] };
      const both = ['mei', 'max'].map((id) => ({ resource: id, units }));
      return {
        ...rest,
        ...(resource === 'both'
          ? { assignments: both }
          : by(resource, resource === 'gpus' ? 4 * units : units)),
      };
    };
    const tasks = plan.tasks.map((one, index) => demanded(one, demands[index % demands.length]!));
    return { ...plan, tasks, resources: [{ ...mei, calendar: 'mornings' }, max, gpus] };
  });

/** The most units of each resource in use at once, counted from the dates alone. */
export function peaks(plan: Plan, { tasks }: Schedule): Record<string, number> {
  const events = tasks.flatMap(({ id, resume, finish, isSummary, state }) => {
    if (isSummary || resume === null || finish === null || state === 'finished' || resume === finish)
      return [];
    return (plan.tasks.find((one) => one.id === id)!.assignments ?? []).flatMap(({ resource, units }) => [
      { at: resume, resource, units },
      { at: finish, resource, units: -units },
    ]);
  });
  const use: Record<string, number> = {};
  const most: Record<string, number> = {};
  for (const { resource, units } of events.toSorted((a, b) => a.at - b.at || a.units - b.units)) {
    use[resource] = (use[resource] ?? 0) + units;
    most[resource] = Math.max(most[resource] ?? 0, use[resource]);
  }
  return most;
}

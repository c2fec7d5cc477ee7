/** @file What a task needs of each resource. */
import type { Assignment, Task } from '../plan.ts';

/** Units by resource. */
export function needsOf({ assignments = [] }: Task): readonly Assignment[] {
  const sums = new Map<string, number>();
  for (const { resource, units } of assignments) sums.set(resource, (sums.get(resource) ?? 0) + units);
  return [...sums].map(([resource, units]) => ({ resource, units }));
}

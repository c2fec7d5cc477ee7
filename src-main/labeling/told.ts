/** @file Labels as they are told: a class by its name, every other answer as a value. */
import { readStored } from '../../src-shared/labeling/tasks/stored.ts';
import type { TaskValue } from '../../src-shared/labeling/tasks/values.ts';
import type { Content } from './fold.ts';
import type { Queries } from './queries.ts';
import type { Task } from './tasks.ts';

/** What lists and items say of a label. */
export function tellLabel(
  queries: Queries,
  task: Pick<Task, 'kind'>,
  content: Content | null,
): { label: string | null; labelValue?: TaskValue } {
  if (content === null) return { label: null };
  if (typeof content === 'number') return { label: queries.className.get(content) ?? null };
  return { label: null, labelValue: tellValue(queries, task, content) };
}

/** A label as an answer of its kind of task. */
export function tellValue(queries: Queries, { kind }: Pick<Task, 'kind'>, content: Content): TaskValue {
  const nameOf = (id: number): string => queries.className.get(id) ?? String(id);
  if (typeof content === 'number') return { label: nameOf(content) };
  return { ...readStored(kind, content, nameOf) };
}

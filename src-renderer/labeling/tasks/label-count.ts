/** @file How many classes an answer of several may name. Pure. */
import type { SchemaOptions } from '../../../src-shared/labeling/tasks/schema.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';

type Counts = Pick<SchemaOptions, 'least' | 'most'>;

/** What keeps so many classes from being saved; undefined when nothing does. */
export function countProblem(count: number, { least, most }: Counts): 'few' | 'many' | undefined {
  if (most !== null && count > most) return 'many';
  return count < least ? 'few' : undefined;
}

/** Whether an answer names as many classes as it may, and is no empty text. */
export function keepsCounts(value: TaskValue, counts: Counts): boolean {
  if (typeof value['text'] === 'string') return value['text'].trim() !== '';
  const labels: unknown = value['labels'];
  return !Array.isArray(labels) || countProblem(labels.length, counts) === undefined;
}

/** Whether an answer says something that every item can be given: no class at all does not. */
export function answersAll(value: TaskValue, counts: Counts): boolean {
  const labels: unknown = value['labels'];
  return keepsCounts(value, counts) && !(Array.isArray(labels) && labels.length === 0);
}

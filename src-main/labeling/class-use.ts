/** @file How many items and answers name each class of a task. */
import { setImmediate } from 'node:timers/promises';
import { classesIn } from '../../src-shared/labeling/tasks/stored.ts';
import { inSchema } from './classes.ts';
import type { Queries } from './queries.ts';
import type { Task } from './tasks.ts';

export interface ClassUse {
  readonly name: string;
  /** Whose label names it. */
  readonly items: number;
  /** Of people, as they stand. */
  readonly answers: number;
}

/** Rows read before others have a turn; some milliseconds. */
const SLICE = 2000;

export async function countUse(queries: Queries, { id: task, kind }: Task): Promise<ClassUse[]> {
  const answers = new Map<number, number>();
  const last = queries.lastCurrent.get(task) ?? -1;
  for (let from = 0; from <= last; from += SLICE) {
    for (const { class: label, value } of queries.currentsFrom.all(task, from, from + SLICE))
      for (const id of label === null ? classesIn(kind, value!) : [label])
        answers.set(id, (answers.get(id) ?? 0) + 1);
    await setImmediate();
  }
  return inSchema(queries.classes.all(task)).map(({ id, name, samples }) => ({
    name,
    items: samples,
    answers: answers.get(id) ?? 0,
  }));
}

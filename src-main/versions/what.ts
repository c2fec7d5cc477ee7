/** @file What a freeze takes of a dataset: the labels of one of its annotation tasks, or samples by what the file said. */
import { TARGETS, type Target } from '../../src-shared/contract.ts';
import { readStored } from '../../src-shared/labeling/tasks/stored.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { FreezableDataset } from '../datasets/index.ts';
import type { Queries, TaskRow } from './queries.ts';
import { comparedIn, type ComparedColumns } from './compared.ts';
import { ROWS } from './tasks.ts';
import { requireTrainable } from './worker/splits.ts';

/** What is frozen. */
export interface Frozen {
  readonly target: Target;
  /** Whose labels; null where samples are taken without any. */
  readonly task: TaskRow | null;
  readonly rows: (typeof ROWS)[keyof typeof ROWS];
  /** About so many samples, for progress. */
  readonly usable: number;
  /** The classes of the task's schema, where the labels are no single class: any of them may be named. */
  readonly labels: readonly string[];
  /** Labels that are no single class, as JSON with classes by their names; null where there are none. */
  readonly answerOf: ((stored: string) => string) | null;
  /** Of pairs: the columns that hold the two; null elsewhere. */
  readonly compared: ComparedColumns | null;
}

/**
 * @param named the task that is asked for; without one the first, where the dataset is labeled with its classes
 * @throws AppError `datasets.noLabels`, `datasets.oneClass`, `datasets.tooFewOfClass`, `house.notFound`
 */
export function whatToFreeze(queries: Queries, dataset: FreezableDataset, named: string | undefined): Frozen {
  const { target, usable } = dataset;
  if (named === undefined && !TARGETS[target].hasClasses)
    return { target, task: null, rows: ROWS[target], usable, labels: [], answerOf: null, compared: null };
  const task = taskOf(queries, dataset, named ?? dataset.id);
  const classes = queries.classes.all(task.id);
  const labeled = queries.labeled.get(task.id) ?? 0;
  if (task.taskKind === 'classification') {
    requireTrainable(
      classes.filter(({ count }) => count > 0).map(({ name, count }) => ({ label: name, count })),
    );
    return {
      target: 'class',
      task,
      rows: ROWS.class,
      usable: labeled,
      labels: [],
      answerOf: null,
      compared: null,
    };
  }
  if (labeled === 0) throw new AppError('datasets.noLabels');
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const nameOf = (id: number): string => names.get(id) ?? String(id);
  return {
    target: 'none',
    task,
    rows: ROWS.labels,
    usable: labeled,
    labels: classes.map(({ name }) => name),
    answerOf: (stored) => JSON.stringify(readStored(task.taskKind, stored, nameOf)),
    compared: comparedIn(task.compared, dataset.columns),
  };
}

function taskOf(queries: Queries, dataset: FreezableDataset, id: string): TaskRow {
  const found = queries.task.get(id);
  if (found?.dataset === dataset.id) return found;
  if (id !== dataset.id) throw new AppError('house.notFound', { what: 'task', id });
  return {
    id,
    dataset: id,
    taskKind: 'classification',
    resolution: 'last',
    schemaVersion: 1,
    compared: null,
  };
}

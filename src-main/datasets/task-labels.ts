/** @file Whose labels samples show: those of the first annotation task of their dataset, or of another one. */
import { isOneClass, TASK_KIND_TABLE, type TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import { readStored } from '../../src-shared/labeling/tasks/stored.ts';
import type { TaskValue } from '../../src-shared/labeling/tasks/values.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { TARGETS } from '../../src-shared/tasks/tasks.ts';
import type { DatasetRow, Queries } from './queries.ts';

export interface ShownLabels {
  /** The id of the task; of the first that of its dataset. */
  readonly task: string;
  readonly kind: TaskKind;
  /** Samples that carry a label, and those that are flagged. */
  readonly labeled: number;
  readonly flagged: number;
}

/** @param asked a task; without one the first. @throws AppError `house.notFound` where it is none of this dataset's */
export function shownLabels(queries: Queries, dataset: DatasetRow, asked?: string): ShownLabels {
  const { id, labeled, flagged } = dataset;
  const task = queries.labelTask.get(asked ?? id);
  if (asked === undefined || asked === id)
    return { task: id, kind: task?.kind ?? 'classification', labeled, flagged };
  if (task?.dataset !== id) throw new AppError('house.notFound', { what: 'task', id: asked });
  const totals = queries.labelTotals.get(asked) ?? { labeled: 0, flagged: 0 };
  return { task: asked, kind: task.kind, ...totals };
}

/** Whether a label is a set of places, which may be as long as its sample. */
export const isOfPlaces = ({ kind }: Pick<ShownLabels, 'kind'>): boolean =>
  TARGETS[TASK_KIND_TABLE[kind].target].hasPlaces;

/** The label of a sample where it is no single class; nothing where there is none. */
export function valueAt(
  queries: Queries,
  labels: ShownLabels,
  position: number,
): { readonly labelValue?: TaskValue } {
  if (isOneClass(labels.kind)) return {};
  const stored = queries.labelValue.get(labels.task, position) ?? null;
  if (stored === null) return {};
  const nameOf = (id: number): string => queries.nameOfClass.get(id) ?? String(id);
  return { labelValue: { ...readStored(labels.kind, stored, nameOf) } };
}

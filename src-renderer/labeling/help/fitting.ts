/** @file Which models of the registry can suggest answers of a task; the workbench refuses all others. */
import type { DatasetKind, Model } from '../../../src-shared/contract.ts';
import { canonicalClass } from '../../../src-shared/labeling/class-name.ts';
import { HELP_TABLE } from '../../../src-shared/labeling/help/kinds.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import { TASK_KIND_TABLE } from '../../../src-shared/labeling/tasks/kinds.ts';
import { TARGETS, TASKS } from '../../../src-shared/tasks/tasks.ts';

/** @param of what the items of the task are */
export function fitsTask(
  { task, labels, kind: asked }: Pick<Model, 'task' | 'labels' | 'kind'>,
  { kind, options }: Pick<AnnotationTask, 'kind' | 'options'>,
  of: DatasetKind,
): boolean {
  const { target } = HELP_TABLE[kind];
  const { learns, shape } = TASKS[task];
  // One that scores each of two things by itself.
  if (learns !== null && TARGETS[learns].isPair)
    return learns === TASK_KIND_TABLE[kind].target && options.columns !== null;
  if (asked !== of || learns !== target || labels.length === 0) return false;
  return target !== 'regions' || shape === null || options.shapes.includes(shape);
}

/** The labels of a model that are no class of a task by their own name. */
export function strangeLabels(labels: readonly string[], classes: readonly string[]): string[] {
  const known = new Set(classes.map(canonicalClass));
  return labels.filter((label) => !known.has(canonicalClass(label)));
}

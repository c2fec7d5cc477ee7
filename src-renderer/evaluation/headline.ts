/** @file The one number that stands for a model in a list, by what it does. */
import type { Model } from '../../src-shared/contract.ts';
import { TASKS, type HeadlineMetric } from '../../src-shared/tasks/tasks.ts';

/** Taken on the validation split; undefined for a model that was not measured there. */
export function headlineOf({
  task,
  summary,
}: Pick<Model, 'task' | 'summary'>): { readonly metric: HeadlineMetric; readonly value: number } | undefined {
  const { headline: metric } = TASKS[task];
  const value = summary[`validation.${metric}`];
  return value === undefined ? undefined : { metric, value };
}

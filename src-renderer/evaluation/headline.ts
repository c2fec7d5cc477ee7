/** @file The one number that stands for a model in a list, by what it does. */
import type { Model } from '../../src-shared/contract.ts';
import { TASKS, type HeadlineMetric } from '../../src-shared/tasks/tasks.ts';

export interface Headline {
  readonly metric: HeadlineMetric;
  readonly value: number;
  /** The test split where it was measured there: the validation split took part in the choice of the model. */
  readonly split: 'test' | 'validation';
}

/** Undefined for a model that was measured on neither. */
export function headlineOf({
  task,
  summary,
  tested,
}: Pick<Model, 'task' | 'summary' | 'tested'>): Headline | undefined {
  const { headline: metric } = TASKS[task];
  const onTest = tested?.metrics[metric];
  if (onTest !== undefined) return { metric, value: onTest, split: 'test' };
  const value = summary[`validation.${metric}`];
  return value === undefined ? undefined : { metric, value, split: 'validation' };
}

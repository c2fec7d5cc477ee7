/** @file The one number that stands for a model in a list, by what it does. */
import type { Model } from '../../src-shared/contract.ts';

export type HeadlineMetric = 'accuracy' | 'r2' | 'rmse' | 'perplexity';

const METRICS: Readonly<Record<Exclude<Model['task'], 'other'>, HeadlineMetric>> = {
  classify: 'accuracy',
  regress: 'r2',
  reconstruct: 'rmse',
  generate: 'perplexity',
};

/** Taken on the validation split; undefined for a model that was not measured there. */
export function headlineOf({
  task,
  summary,
}: Pick<Model, 'task' | 'summary'>): { readonly metric: HeadlineMetric; readonly value: number } | undefined {
  const metric = task === 'other' ? 'accuracy' : METRICS[task];
  const value = summary[`validation.${metric}`];
  return value === undefined ? undefined : { metric, value };
}

/** @file Names of baselines and of the metrics that models are compared by. */

/** The simple answers that every score stands beside. */
export const BASELINES = ['majority', 'mean', 'median', 'tfidf', 'linear', 'class-mean'] as const;
export type BaselineName = (typeof BASELINES)[number];

export const COMPARED_METRICS = ['accuracy', 'macroF1', 'rmse', 'mae'] as const;
export type ComparedMetric = (typeof COMPARED_METRICS)[number];

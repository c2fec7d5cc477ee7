/** @file What runs of each task measure on the validation split, the one that decides first. */
import type { MetricName } from '../evaluation/metrics.ts';
import type { Task } from '../tasks/tasks.ts';

/** Total: a new task says what a search can go by. */
export const SEARCHED_METRICS: Readonly<Record<Task, readonly MetricName[]>> = {
  classify: ['accuracy', 'macroF1', 'loss'],
  regress: ['r2', 'rmse', 'mae', 'loss'],
  multilabel: ['macroF1', 'microF1', 'exactMatch', 'loss'],
  tag: ['spanF1', 'spanMacroF1', 'spanOverlapF1', 'loss'],
  detect: ['map', 'map50', 'loss'],
  segment: ['meanIou', 'pixelAccuracy', 'loss'],
  rank: ['accuracy', 'loss'],
  reconstruct: ['rmse', 'loss'],
  generate: ['perplexity', 'loss'],
  other: ['loss'],
};

/** What bisections can go by: metrics of a report. Total; models of some tasks are not compared batch by batch. */
export const BISECTED_METRICS: Readonly<Record<Task, readonly MetricName[]>> = {
  classify: ['accuracy', 'macroF1', 'loss'],
  regress: ['r2', 'rmse', 'mae', 'loss'],
  multilabel: ['macroF1', 'microF1', 'exactMatch', 'loss'],
  tag: ['spanF1', 'spanMacroF1', 'spanOverlapF1', 'exactMatch'],
  detect: ['map', 'map50', 'exactMatch'],
  segment: ['meanIou', 'pixelAccuracy'],
  rank: [],
  reconstruct: ['rmse', 'p99', 'loss'],
  generate: [],
  other: [],
};

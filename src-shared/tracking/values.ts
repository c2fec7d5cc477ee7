/** @file The states of a run, where runs come from, what they can be sorted by, and values that are no finite number. */

/**
 * `interrupted`: its worker or the workbench died, and it can go on from its last checkpoint. `crashed`: the program that
 * logged it gave no sign of life any more.
 */
export const RUN_STATES = ['running', 'stopped', 'interrupted', 'crashed', 'finished', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Trained here, logged by a program while it ran, or read from files of another tool. */
export const RUN_ORIGINS = ['training', 'logged', 'imported'] as const;
export type RunOrigin = (typeof RUN_ORIGINS)[number];

/** Which of the runs or experiments: those in use, those put aside, those that will go, or all. */
export const SHELVES = ['active', 'archived', 'trashed', 'all'] as const;
export type Shelf = (typeof SHELVES)[number];

export const LOG_LEVELS = ['debug', 'info', 'warning', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Direction = 'minimize' | 'maximize';

/** Values that JSON has no number for. */
export const NOT_FINITE = ['NaN', 'Infinity', '-Infinity'] as const;
export type NotFinite = (typeof NOT_FINITE)[number];

/** A value that is no finite number, as it crosses to a client. */
export function valueInWords(value: number): NotFinite {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** A value as it crosses to a client. */
export function toMetricValue(value: number): number | NotFinite {
  return Number.isFinite(value) ? value : valueInWords(value);
}

/** What marks the runs that are trials: the search's id and the trial's number. */
export const SEARCH_TAG = 'lathe.search';
export const TRIAL_TAG = 'lathe.trial';

/** What marks the trainings of a bisection: its id. */
export const BISECTION_TAG = 'lathe.bisection';

/** What a run can have otherwise than the run it came from. */
export const RUN_CHANGES = [
  'recipe',
  'version',
  'parameter',
  'source',
  'sourceVersion',
  'environment',
] as const;

/** Metrics of the machine: no results, and drawn apart. */
const SYSTEM = 'system/';
export function isSystemMetric(metric: string): boolean {
  return metric.startsWith(SYSTEM);
}

export const isResultMetric = (metric: string): boolean => !isSystemMetric(metric);

/** Runs whose curves are read at once. */
export const MOST_CURVES = 200;

/** The most names of parameters that stand with a run itself; all of them are read by the page. */
export const MOST_SHOWN_PARAMETERS = 1000;

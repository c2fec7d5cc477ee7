/** @file Columns of the table of runs: what every run has, and metrics, parameters and tags by their names. */

/** What every run has to be shown and sorted by. */
export const RUN_COLUMNS = [
  'number',
  'name',
  'state',
  'version',
  'experiment',
  'duration',
  'started',
  'startedBy',
  'recipe',
  'weights',
] as const;
export type FixedColumn = (typeof RUN_COLUMNS)[number];

/**
 * `result`: what a training ended with, or the last value that was logged. `last`, `best`, `min`, `max`: of the curve.
 * `step:100:loss`: the value of the curve at a step, or at the last step before it. `smoothed:0.9:loss`: the last value of the
 * smoothed curve.
 */
export type RunColumn =
  | FixedColumn
  | `${'result' | 'last' | 'best' | 'min' | 'max' | 'parameter' | 'tag'}:${string}`
  | `${PlaceAspect}:${string}`;

/** What of a curve is read from its points, and not kept with it. */
export type PlaceAspect = `step:${number}` | `smoothed:${number}`;

export const NAMED_COLUMNS = ['result', 'last', 'best', 'min', 'max', 'parameter', 'tag'] as const;

/** A column with its name taken apart. */
export type ColumnPlace =
  | { readonly kind: 'fixed'; readonly column: FixedColumn }
  | { readonly kind: (typeof NAMED_COLUMNS)[number]; readonly name: string }
  | { readonly kind: 'place'; readonly name: string; readonly aspect: PlaceAspect };

/** Null where there is no such column. */
export function columnPlace(column: string): ColumnPlace | null {
  const fixed = RUN_COLUMNS.find((known) => known === column);
  if (fixed) return { kind: 'fixed', column: fixed };
  const colon = column.indexOf(':');
  const kind = NAMED_COLUMNS.find((known) => known === column.slice(0, colon));
  if (kind && colon > 0) return { kind, name: column.slice(colon + 1) };
  const [, aspect = '', name] = /^((?:step|smoothed):[\d.]+):([^]+)$/u.exec(column) ?? [];
  return isPlaceAspect(aspect) && name !== undefined ? { kind: 'place', name, aspect } : null;
}

/** A step, or a weight of smoothing between 0 and 1. */
export function isPlaceAspect(text: string): text is PlaceAspect {
  return /^(?:step:\d{1,15}|smoothed:0\.\d{0,3}[1-9])$/u.test(text);
}

/** A step or a weight. */
export const numberOfPlace = (aspect: PlaceAspect): number => Number(aspect.slice(aspect.indexOf(':') + 1));

export function isRunColumn(column: string): column is RunColumn {
  return columnPlace(column) !== null;
}

/** Whether it shows numbers that have a mean. */
export function isMetricColumn(column: string): boolean {
  const kind = columnPlace(column)?.kind;
  return kind !== undefined && kind !== 'fixed' && kind !== 'parameter' && kind !== 'tag';
}

/** Characters of a filter. */
export const LONGEST_FILTER = 4000;
/** Columns that are read at once. */
export const MOST_TABLE_COLUMNS = 400;
/** Runs that stand at the top. */
export const MOST_PINNED = 100;
/** Runs that are changed at once. */
export const MOST_CHANGED = 20_000;

/** What runs can be put in groups by, beside parameters and tags. */
export const GROUP_KEYS = ['settings', 'experiment', 'version', 'recipe', 'state', 'startedBy'] as const;
export type GroupKey = (typeof GROUP_KEYS)[number] | `${'parameter' | 'tag'}:${string}`;

export function isGroupKey(key: string): key is GroupKey {
  return /^(parameter|tag):/u.test(key) || GROUP_KEYS.some((known) => known === key);
}

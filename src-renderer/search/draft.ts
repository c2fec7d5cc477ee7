/** @file A search while it is filled in. */
import type {
  DatasetVersion,
  Parameters,
  Recipe,
  RecipeParameter,
  SearchRequest,
} from '../../src-shared/contract.ts';
import { isLowerBetter } from '../../src-shared/evaluation/metrics.ts';
import { dimensionOf, hasEffect, isIfAsked, withConditions } from '../../src-shared/search/space.ts';
import { SEARCHED_METRICS } from '../../src-shared/search/tasks.ts';
import { versionParameter } from '../../src-shared/search/versions.ts';
import {
  MOST_PARALLEL,
  MOST_TRIALS,
  VERSION_DIMENSION,
  type COSTS,
  type EARLY_STOPPINGS,
  type SAMPLERS,
} from '../../src-shared/search/values.ts';

export type Dimension = NonNullable<SearchRequest['space']>[number];

/** One parameter that could be searched; null for a field of numbers that holds none. */
export interface DimensionDraft {
  readonly parameter: RecipeParameter;
  /** As the recipe says it. */
  readonly usual: Dimension;
  readonly on: boolean;
  readonly from: number | null;
  readonly to: number | null;
  readonly options: readonly Parameters[string][];
}

export interface SearchDraft {
  readonly dimensions: readonly DimensionDraft[];
  readonly name: string;
  readonly metric: string;
  readonly second: (typeof COSTS)[number] | 'none';
  readonly sampler: (typeof SAMPLERS)[number];
  readonly early: (typeof EARLY_STOPPINGS)[number];
  readonly trials: number | null;
  readonly minutes: number | null;
  readonly parallel: number | null;
  readonly seed: number | null;
  /** Megabytes. */
  readonly largest: number | null;
  /** Seconds. */
  readonly longest: number | null;
}

/** What the recipe says is worth searching; what somebody or the data gave a value, and what costs time, is not ticked. */
export function draftOf(
  recipe: Recipe,
  given: ReadonlySet<string>,
  versions: readonly DatasetVersion[] = [],
): SearchDraft {
  const parameters = [...recipe.parameters, ...(versions.length > 1 ? [versionParameter(versions)] : [])];
  const dimensions = parameters.flatMap((parameter): DimensionDraft[] => {
    const usual = dimensionOf(parameter);
    if (!usual) return [];
    const range = usual.kind === 'number' ? { from: usual.from, to: usual.to } : { from: null, to: null };
    const options = usual.kind === 'choice' ? usual.options : [];
    const on = !given.has(parameter.name) && !isIfAsked(parameter) && parameter.name !== VERSION_DIMENSION;
    return [{ parameter, usual, on, ...range, options }];
  });
  return {
    dimensions,
    name: '',
    metric: SEARCHED_METRICS[recipe.task][0] ?? 'loss',
    second: 'none',
    sampler: 'tpe-multivariate',
    early: 'none',
    trials: 30,
    minutes: null,
    parallel: 1,
    seed: 1,
    largest: null,
    longest: null,
  };
}

/** Whether a ticked row can be searched as it stands. */
export function isSound({ parameter, usual, on, from, to, options }: DimensionDraft): boolean {
  if (!on) return true;
  if (usual.kind === 'choice') return options.length > 0;
  if (from === null || to === null || parameter.kind !== 'number') return false;
  const fits = from < to && from >= parameter.min && to <= parameter.max;
  const isWhole = !parameter.integer || (Number.isInteger(from) && Number.isInteger(to));
  return fits && isWhole && (usual.scale === 'linear' || from > 0);
}

/** Those that are searched: ticked, and not without effect by what the form says of another parameter. */
export function searchedOf({ dimensions }: SearchDraft, values: Parameters): readonly DimensionDraft[] {
  const ticked = dimensions.filter(({ on }) => on);
  const parameters = dimensions.map(({ parameter }) => parameter);
  const space = withConditions(
    ticked.map(({ usual }) => usual),
    parameters,
  );
  return space
    .filter((dimension) => hasEffect(dimension, parameters, values))
    .map((usual) => ({ ...ticked.find((one) => one.usual.name === usual.name)!, usual }));
}

export const isCount = (value: number | null, most: number): boolean =>
  value !== null && Number.isInteger(value) && value >= 1 && value <= most;

/** Of what may be left empty. */
export const isLimit = (value: number | null): boolean => value === null || value > 0;

export function isReady(draft: SearchDraft): boolean {
  return (
    draft.dimensions.some(({ on }) => on) &&
    draft.dimensions.every(isSound) &&
    isCount(draft.trials, MOST_TRIALS) &&
    isCount(draft.parallel, MOST_PARALLEL) &&
    draft.seed !== null &&
    Number.isInteger(draft.seed) &&
    draft.seed >= 0 &&
    isLimit(draft.minutes) &&
    isLimit(draft.largest) &&
    isLimit(draft.longest)
  );
}

/** @param values of the form: those that are not searched */
export function requestOf(
  draft: SearchDraft,
  {
    version,
    recipe,
    values,
  }: { readonly version: string; readonly recipe: string; readonly values: Parameters },
): SearchRequest {
  const searched = searchedOf(draft, values);
  const isSearched = (name: string): boolean => searched.some(({ usual }) => usual.name === name);
  const metric = `validation.${draft.metric}`;
  const constraints: SearchRequest['constraints'] = [];
  if (draft.largest !== null)
    constraints.push({ metric: 'bytes', comparison: '<=', value: draft.largest * 1e6 });
  if (draft.longest !== null) constraints.push({ metric: 'seconds', comparison: '<=', value: draft.longest });
  return {
    version,
    recipe,
    parameters: Object.fromEntries(Object.entries(values).filter(([name]) => !isSearched(name))),
    space: searched.map(({ usual, from, to, options }) =>
      usual.kind === 'number' ? { ...usual, from: from!, to: to! } : { ...usual, options: [...options] },
    ),
    objectives: [
      { metric, direction: isLowerBetter(metric) ? 'minimize' : 'maximize' },
      ...(draft.second === 'none' ? [] : [{ metric: draft.second, direction: 'minimize' as const }]),
    ],
    constraints,
    sampler: draft.sampler,
    earlyStopping: EARLY[draft.early],
    seed: draft.seed!,
    parallel: draft.parallel!,
    budget: { trials: draft.trials!, seconds: draft.minutes === null ? null : draft.minutes * 60 },
    ...(draft.name.trim() && { name: draft.name.trim() }),
  };
}

const EARLY = {
  none: { kind: 'none' },
  median: { kind: 'median', trials: 5, epochs: 1 },
  asha: { kind: 'asha', factor: 3 },
  halving: { kind: 'halving', factor: 3 },
} as const satisfies Record<(typeof EARLY_STOPPINGS)[number], SearchRequest['earlyStopping']>;

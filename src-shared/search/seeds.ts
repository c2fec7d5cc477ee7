/** @file Searches over nothing but the seed: their trials differ by chance alone, so their mean has an interval. */
import { meanInterval, meanOf } from '../statistics/index.ts';
import type { Dimension, Objective, SearchSummary, SearchTrial } from './contract.ts';

/** Over the finished trials, two at least; null of a search over anything else. */
export function overSeeds(
  { space, objective }: { readonly space: readonly Pick<Dimension, 'name'>[]; readonly objective: Objective },
  trials: readonly Pick<SearchTrial, 'state' | 'measured'>[],
): SearchSummary['overSeeds'] {
  if (space.some(({ name }) => name !== 'seed')) return null;
  const values = trials.flatMap(({ state, measured }) => {
    const value = measured[objective.metric];
    return state === 'finished' && value !== undefined && Number.isFinite(value) ? [value] : [];
  });
  if (values.length < 2) return null;
  const result = meanInterval(values);
  return {
    count: values.length,
    mean: meanOf(values),
    interval: result.applies ? { low: result.low, high: result.high } : null,
  };
}

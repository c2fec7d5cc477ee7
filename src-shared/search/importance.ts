/** @file The trials of a search as rows of a functional ANOVA: how much each of its dimensions matters for a metric. */
import type { Feature, Rows } from '../statistics/index.ts';
import type { Parameters } from '../tracking/record.ts';
import type { Dimension, SearchTrial } from './contract.ts';

/** Of so many trials, the latest, each tree still takes a few milliseconds. */
const MOST_TRIALS = 500;

/**
 * Trials that went through and measured the metric: those that were ended early had less time, and say nothing of their parameters
 * alone. What a condition left out stands in the middle of its range.
 */
export function importanceRows(
  space: readonly Dimension[],
  trials: readonly Pick<SearchTrial, 'state' | 'values' | 'measured'>[],
  metric: string,
): Rows {
  const whole = trials
    .filter(({ state, measured }) => state === 'finished' && measured[metric] !== undefined)
    .slice(-MOST_TRIALS);
  return {
    features: space.map((dimension): Feature =>
      dimension.kind === 'number'
        ? { kind: 'number' }
        : { kind: 'choice', options: dimension.options.length },
    ),
    inputs: whole.map(({ values }) => space.map((dimension) => placeOf(dimension, values[dimension.name]))),
    values: whole.map(({ measured }) => measured[metric]!),
  };
}

/** 0 to 1 on the dimension's scale, or the place of an option. */
function placeOf(dimension: Dimension, value: Parameters[string] | undefined): number {
  if (dimension.kind === 'choice') return value === undefined ? 0 : dimension.options.indexOf(value);
  if (value === undefined) return 0.5;
  const { scale, from, to } = dimension;
  const on = (number: number): number => (scale === 'logarithmic' ? Math.log(number) : number);
  return (on(Number(value)) - on(from)) / (on(to) - on(from));
}

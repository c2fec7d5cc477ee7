/** @file How sure a difference between trainings is: each training varies by its seed, by as much whatever it is trained on. */
import { meanOf } from '../../statistics/index.ts';
import { criticalT } from '../../statistics/special.ts';
import { CONFIDENCE, type Interval } from '../../statistics/outcome.ts';

/** The pooled standard deviation of trainings that differ by their seed alone, with its degrees of freedom. */
export interface Noise {
  readonly deviation: number;
  readonly freedom: number;
}

export interface Estimate extends Interval {
  readonly value: number;
}

/**
 * Pooled over what was trained with several seeds: the sum of squares within over the degrees of freedom.
 *
 * @param least what a difference has to exceed to be more than one of the test samples seen otherwise
 */
export function noiseOf(samples: readonly (readonly number[])[], least: number): Noise {
  const repeated = samples.filter(({ length }) => length > 1);
  const freedom = repeated.reduce((sum, { length }) => sum + length - 1, 0);
  const squares = repeated.reduce((sum, values) => {
    const mean = meanOf(values);
    return sum + values.reduce((all, value) => all + (value - mean) ** 2, 0);
  }, 0);
  return { freedom, deviation: Math.max(least, freedom > 0 ? Math.sqrt(squares / freedom) : 0) };
}

/** A sum of means, each times its factor, e.g. 1 and -1 for a difference: its value and its t interval. */
export function contrast(
  parts: readonly { readonly values: readonly number[]; readonly factor: number }[],
  { deviation, freedom }: Noise,
): Estimate {
  const value = parts.reduce((sum, { values, factor }) => sum + factor * meanOf(values), 0);
  const variance = parts.reduce((sum, { values, factor }) => sum + factor ** 2 / values.length, 0);
  const half = freedom > 0 ? criticalT(1 - CONFIDENCE, freedom) * deviation * Math.sqrt(variance) : Infinity;
  return { value, low: value - half, high: value + half };
}

/** @file Values of metrics as people read them, those that are no finite number as well. */
import type { MetricValue } from '../../../src-shared/contract.ts';

/** `NaN`, `∞` or `-∞`. */
function notFiniteText(value: string): string {
  return value.replace('Infinity', '∞');
}

/** @param format how a finite one is written */
export function metricText(value: MetricValue | null, format: (value: number) => string): string {
  if (value === null) return '–';
  return typeof value === 'number' ? format(value) : notFiniteText(value);
}

/** Named one by one are so many. */
const MOST_NAMED = 5;

/** Where a curve has no height: `NaN at step 3`, the first few of them, and how many more there are. */
export function notFinitePlaces(
  strange: readonly (readonly [place: number, value: string])[],
  says: (value: string, place: number) => string,
): { readonly named: readonly string[]; readonly more: number } {
  return {
    named: strange.slice(0, MOST_NAMED).map(([place, value]) => says(notFiniteText(value), place)),
    more: Math.max(0, strange.length - MOST_NAMED),
  };
}

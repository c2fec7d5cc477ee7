/** @file The results of runs beside those of a baseline. */
import { metricNamed, parseMetric } from '../../../src-shared/evaluation/metrics.ts';

export type Verdict = 'better' | 'worse' | 'same' | 'unknown';

export interface Delta {
  readonly difference: number;
  readonly verdict: Verdict;
}

/** By how much a value is above the baseline, and whether that is good; null where either is missing. */
export function deltaOf(
  metric: string,
  { value, baseline }: { readonly value: number | undefined; readonly baseline: number | undefined },
): Delta | null {
  if (value === undefined || baseline === undefined) return null;
  const difference = value - baseline;
  return { difference, verdict: verdictOf(metric, difference) };
}

export function verdictOf(metric: string, difference: number): Verdict {
  if (difference === 0) return 'same';
  const better = metricNamed(parseMetric(metric).metric)?.better;
  if (better === undefined || better === null || Number.isNaN(difference)) return 'unknown';
  return (better === 'higher') === difference > 0 ? 'better' : 'worse';
}

/** What decides first: results of the test split, then of the validation split, by the usual metrics. */
const FIRST = ['accuracy', 'macroF1', 'spanF1', 'map', 'meanIou', 'r2', 'perplexity', 'rmse', 'loss'];

/** The names of all results, those that decide first. */
export function resultNames(
  runs: readonly { readonly summary: Readonly<Record<string, number>> }[],
): string[] {
  const names = [...new Set(runs.flatMap(({ summary }) => Object.keys(summary)))];
  const rank = (name: string): number => {
    const { split, metric } = parseMetric(name);
    const place = FIRST.indexOf(metric);
    const of = { validation: 0, test: 100, train: 200 }[split] ?? 300;
    return of + (place < 0 ? FIRST.length : place);
  };
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** More decimal places than these tell nobody anything. */
const MOST_PLACES = 8;

/** A difference with as many decimal places as it takes to see one, at least two. @param write with so many places */
export function visible(difference: number, write: (places: number) => string): string {
  let places = 2;
  while (difference !== 0 && places < MOST_PLACES && !/[1-9∞]/u.test(write(places))) places++;
  return write(places);
}

/** The sign of a difference is always written, with a real minus. */
export function signed(text: string, difference: number): string {
  const bare = text.replace(/^[-−]/, '');
  return `${difference < 0 ? '−' : '+'}${bare}`;
}

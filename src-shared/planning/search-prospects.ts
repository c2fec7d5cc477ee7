/**
 * @file What a search of so many trials is expected to find, from the spread of finished runs: the greatest of further draws
 * from the distribution that those runs came from.
 */
import { Random } from './engine/forecast/random.ts';

/** Fewer runs say nothing of their spread. */
const ENOUGH_RUNS = 5;
const DRAWS = 2000;
const EDGE = 1e-4;
const TINY = 1e-9;
const SEED = 1;

export interface SearchExpectation {
  readonly recipe: string;
  readonly trials: number;
  /** From so many finished runs. */
  readonly runs: number;
  /** The best of the trials and of what there is: the median, and what it is between 8 times in 10. */
  readonly best: { readonly low: number; readonly likely: number; readonly high: number };
  /** That the best reaches the goal, 0 to 1. */
  readonly chance: number;
  /** Of the machine, all trials together. */
  readonly seconds: { readonly low: number; readonly likely: number; readonly high: number };
}

interface PastRuns {
  readonly recipe: string;
  readonly scores: readonly number[];
  readonly seconds: number;
  readonly deviation: number;
}

/** What scores can be: a `share` from 0 to 1, an `error` of 0 or more where less is better, or at most 1 (`upToOne`: R²). */
export type ScoreScale = 'share' | 'error' | 'upToOne';

interface Wanted {
  readonly goal: number;
  readonly scale: ScoreScale;
}

/** Scores on a line without ends, so that nothing is promised that cannot be; more is better there. */
const SCALES: Readonly<Record<ScoreScale, { inner(score: number): number; outer(value: number): number }>> = {
  share: { inner: logit, outer: (value) => 1 / (1 + Math.exp(-value)) },
  error: { inner: (score) => -Math.log(Math.max(score, TINY)), outer: (value) => Math.exp(-value) },
  upToOne: {
    inner: (score) => -Math.log(Math.max(1 - score, TINY)),
    outer: (value) => 1 - Math.exp(-value),
  },
};

/**
 * Null where too few runs differ. Scores are taken as normal on their scale: shares on the logit, errors on the logarithm; mean and variance are as uncertain as the
 * number of runs leaves them (Gelman et al., Bayesian Data Analysis, 3.2), so few runs make a wide range.
 */
export function expectedOfSearch(
  { recipe, scores, seconds, deviation }: PastRuns,
  { goal, scale }: Wanted,
  trials: number,
): SearchExpectation | null {
  const { inner, outer } = SCALES[scale];
  const values = scores.map(inner);
  const count = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  if (count < ENOUGH_RUNS || !(variance > 0)) return null;
  const known = Math.max(...values);
  const random = new Random(SEED, `search ${recipe}`);
  const bests = Array.from({ length: DRAWS }, () => {
    // Scaled inverse chi-squared, then normal around the mean.
    const drawn = (variance * (count - 1)) / (2 * random.gamma((count - 1) / 2));
    const center = mean + Math.sqrt(drawn / count) * random.normal();
    let best = known;
    for (let i = 0; i < trials; i++) best = Math.max(best, center + Math.sqrt(drawn) * random.normal());
    return best;
  }).toSorted((a, b) => a - b);
  const quantile = (share: number): number => outer(bests[Math.floor(share * (DRAWS - 1))]!);
  const [worse, better] = [quantile(0.1), quantile(0.9)];
  const spread = deviation * Math.sqrt(trials);
  const wanted = inner(goal);
  return {
    recipe,
    trials,
    runs: count,
    best: { low: Math.min(worse, better), likely: quantile(0.5), high: Math.max(worse, better) },
    chance: bests.filter((best) => best >= wanted).length / DRAWS,
    seconds: {
      low: Math.max(0, seconds * trials - spread),
      likely: seconds * trials,
      high: seconds * trials + spread,
    },
  };
}

function logit(share: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, share));
  return Math.log(inside / (1 - inside));
}

/** The expectation with the greatest chance, the quicker of equals; null where none has any. */
export function bestExpectation(all: readonly (SearchExpectation | null)[]): SearchExpectation | null {
  const known = all.filter((one) => one !== null).filter(({ chance }) => chance >= 0.01);
  return known.toSorted((a, b) => b.chance - a.chance || a.seconds.likely - b.seconds.likely)[0] ?? null;
}

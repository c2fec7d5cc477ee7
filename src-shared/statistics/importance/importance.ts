/** @file How much each parameter matters: the functional ANOVA, averaged over a random forest. */
import { Random } from '../../planning/engine/forecast/random.ts';
import { type Outcome, inapplicable } from '../outcome.ts';
import { type Anova, anovaOf } from './anova.ts';
import { type Rows, growOnSample } from './forest.ts';

export interface Share {
  /** Of the variance over the whole space, 0 to 1: the mean over the trees and their standard deviation. */
  readonly share: number;
  readonly deviation: number;
}

export interface Importance {
  readonly rows: number;
  /** In the order of the features. */
  readonly alone: readonly Share[];
  /** What two features explain beyond each alone; the largest first. */
  readonly pairs: readonly (Share & { readonly features: readonly [number, number] })[];
}

export interface ImportanceOptions {
  readonly trees?: number;
  readonly seed?: number;
  /** Pairs of features too: their number grows with the square. */
  readonly pairs?: boolean;
}

/** Fewer rows say nothing of a space, however small. */
const LEAST_ROWS = 10;

export function importance(rows: Rows, options: ImportanceOptions = {}): Outcome<Importance> {
  const steps = importanceSteps(rows, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same tree by tree, so that a window stays under the hand: yields the share that is done. */
export function* importanceSteps(
  rows: Rows,
  { trees = 64, seed = 0, pairs = false }: ImportanceOptions = {},
): Generator<number, Outcome<Importance>> {
  const { values, features } = rows;
  if (!values.every(Number.isFinite) || !rows.inputs.every((row) => row.every(Number.isFinite)))
    return inapplicable({ reason: 'notFinite' });
  if (values.length < LEAST_ROWS)
    return inapplicable({ reason: 'tooFewValues', have: values.length, needed: LEAST_ROWS });
  if (values.every((value) => value === values[0])) return inapplicable({ reason: 'allEqual' });
  const random = new Random(seed, 'importance');
  const grown: Anova[] = [];
  for (let tree = 1; tree <= trees; tree++) {
    const anova = anovaOf(growOnSample(rows, random), features);
    if (anova.variance > 0) grown.push(anova);
    yield tree / trees;
  }
  if (grown.length === 0) return inapplicable({ reason: 'noVariance' });
  const couples = pairs
    ? features.flatMap((_, a) => features.slice(a + 1).map((__, b): [number, number] => [a, a + 1 + b]))
    : [];
  return {
    applies: true,
    rows: values.length,
    alone: features.map((_, at) => shareOf(grown.map((tree) => tree.alone[at]! / tree.variance))),
    pairs: couples
      .map(([a, b]) => ({
        features: [a, b] as const,
        ...shareOf(grown.map((tree) => tree.together(a, b) / tree.variance)),
      }))
      .sort((a, b) => b.share - a.share),
  };
}

function shareOf(shares: readonly number[]): Share {
  const kept = shares.map((share) => Math.max(0, share));
  const mean = kept.reduce((sum, share) => sum + share, 0) / kept.length;
  const variance = kept.reduce((sum, share) => sum + (share - mean) ** 2, 0) / kept.length;
  return { share: mean, deviation: Math.sqrt(variance) };
}

/** @file What a statistic gives back: its result, or why it does not apply to the data. */

/** Why a statistic does not apply. `have` and `needed` count what the reason names. */
export type Inapplicable =
  | { readonly reason: 'tooFewValues'; readonly have: number; readonly needed: number }
  /** Pairs that differ: with fewer, no result can be significant at 5 %. */
  | { readonly reason: 'tooFewPairs'; readonly have: number; readonly needed: number }
  | { readonly reason: 'allEqual' }
  /** Two models that answer every sample alike: both right, or both wrong. */
  | { readonly reason: 'noDisagreement' }
  /** AUC needs samples of both classes. */
  | { readonly reason: 'oneClass' }
  /** The same order of the samples by both models: the difference has no variance. */
  | { readonly reason: 'noVariance' }
  | { readonly reason: 'notFinite' };

export type Outcome<Result> =
  ({ readonly applies: true } & Result) | ({ readonly applies: false } & Inapplicable);

export function inapplicable(why: Inapplicable): { readonly applies: false } & Inapplicable {
  return { applies: false, ...why };
}

/** How sure an interval is where nothing else is asked for. */
export const CONFIDENCE = 0.95;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

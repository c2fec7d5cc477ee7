/** @file Texts that a model of preferences was asked for, in the order of their scores. */
import { preferredShare } from '../../src-shared/evaluation/preferences.ts';

export interface Scored {
  readonly text: string;
  readonly score: number;
}

export interface RankedText extends Scored {
  /** The probability that it is preferred to the next; null of the last. */
  readonly beats: number | null;
}

/** A ranking with one more text; one that is in it gets its new score. */
export function withText(scored: readonly Scored[], one: Scored): readonly Scored[] {
  return [...scored.filter(({ text }) => text !== one.text), one];
}

/** The most preferable first; equals in the order in which they came. */
export function ranked(scored: readonly Scored[]): readonly RankedText[] {
  const sorted = scored.toSorted((a, b) => b.score - a.score);
  return sorted.map((one, at) => {
    const next = sorted[at + 1];
    return { ...one, beats: next ? preferredShare(one.score - next.score) : null };
  });
}

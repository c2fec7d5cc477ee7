/** @file Counts how often the preferred of two has the higher score. */
import type { PairMissed, RankingReport } from '../../../src-shared/contract.ts';
import { PreferenceTally, rightOf, type Won } from '../../../src-shared/evaluation/preferences.ts';
import type { RankedBatch } from '../worker/batches.ts';
import { Foremost, type Tally } from './tally.ts';

/** Pairs that a report tells of. */
const KEPT = 100;

interface Missed extends PairMissed {
  /** By how much the wrong one is ahead. */
  readonly margin: number;
}

export class RankingTally implements Tally<RankedBatch, RankingReport> {
  readonly #preferences = new PreferenceTally();
  readonly #missed = new Foremost<Missed>(
    KEPT,
    (a, b) => b.margin - a.margin || (a.sample < b.sample ? -1 : 1),
  );
  #decided = 0;
  #longer = 0;
  #first = 0;

  add({ ids, won, scores, pairs }: RankedBatch): void {
    for (const [row, sample] of ids.entries()) {
      const [first, second] = [Number(scores[2 * row]), Number(scores[2 * row + 1])];
      const [is, margin] = [won[row]!, first - second];
      this.#preferences.add(margin, is);
      if (is === 0.5) continue;
      const [one, other] = pairs[row]!;
      this.#decided++;
      this.#first += is;
      this.#longer += rightOf([...one].length - [...other].length, is) ?? 0;
      if (rightOf(margin, is) !== 0) continue;
      const preferred = preferredOf(is);
      const scored = { first, second };
      this.#missed.add({
        sample,
        first: one,
        second: other,
        preferred,
        scores: scored,
        margin: Math.abs(margin),
      });
    }
  }

  result() {
    const { bins, ...metrics } = this.#preferences.metrics();
    const share = (count: number): number => (this.#decided === 0 ? 0 : count / this.#decided);
    return {
      task: 'rank' as const,
      ...metrics,
      longer: share(this.#longer),
      side: share(Math.max(this.#first, this.#decided - this.#first)),
      seen: null,
      bins: [...bins],
      missed: this.#missed.items().map(({ margin: _, ...missed }) => missed),
    };
  }
}

function preferredOf(won: Exclude<Won, 0.5>): PairMissed['preferred'] {
  return won === 1 ? 'first' : 'second';
}

/** What a pair counts for in a slice: a tie counts half. */
export function rightPair({ won, scores }: RankedBatch, row: number): number {
  return rightOf(Number(scores[2 * row]) - Number(scores[2 * row + 1]), won[row]!) ?? 0.5;
}

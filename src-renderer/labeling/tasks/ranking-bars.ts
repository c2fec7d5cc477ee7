/** @file Where strengths and their intervals are drawn, in percent of a bar's width. */
import type { RankedItem } from '../../../src-shared/labeling/ranking/contract.ts';

type Ranked = Pick<RankedItem, 'strength' | 'interval'>;

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** From the least to the greatest that is drawn. */
export function rangeOf(items: readonly Ranked[]): Range {
  const ends = items.flatMap(({ strength, interval }) => interval ?? [strength]);
  const [low, high] = ends.reduce(
    ([least, most], end) => [Math.min(least, end), Math.max(most, end)] as const,
    [0, 0] as readonly [number, number],
  );
  return { low, high };
}

export function barOf({ strength, interval }: Ranked, { low, high }: Range) {
  const place = (value: number): number => (high === low ? 50 : (100 * (value - low)) / (high - low));
  const [from, to] = interval ?? [strength, strength];
  return { at: place(strength), from: place(from), width: place(to) - place(from) };
}

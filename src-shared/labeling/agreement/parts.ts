/** @file Agreement of two people about parts: spans of texts, regions of images. Pure. */
import { intersectionOverUnion } from '../resolution/overlap.ts';
import { keyOfSpan } from '../resolution/parts.ts';
import type { AnswerValue, Region } from '../tasks/values.ts';

/** What two people said of each item. */
type Pairs<Kind extends 'spans' | 'regions'> = readonly (readonly [AnswerValue<Kind>, AnswerValue<Kind>])[];

/** F1 of equal spans (start, end, class), all items together; the same whoever comes first. Null where there is no span. */
export function spanF1(pairs: Pairs<'spans'>): number | null {
  let [same, all] = [0, 0];
  for (const [first, second] of pairs) {
    const keys = new Set(first.spans.map(keyOfSpan));
    const others = new Set(second.spans.map(keyOfSpan));
    for (const key of others) if (keys.has(key)) same++;
    all += keys.size + others.size;
  }
  return all === 0 ? null : (2 * same) / all;
}

/**
 * The mean overlap of regions, matched one to one by class and shape, the ones that cover each other most first; a region
 * without a partner counts 0. Null where there is no region.
 */
export function meanIou(pairs: Pairs<'regions'>): number | null {
  let [sum, regions] = [0, 0];
  for (const [first, second] of pairs) {
    const matched = overlapsOf(first, second);
    for (const overlap of matched) sum += overlap;
    regions += first.regions.length + second.regions.length - matched.length;
  }
  return regions === 0 ? null : sum / regions;
}

/** Of each two that were matched; the rest covers nothing. */
export const overlapsOf = (first: AnswerValue<'regions'>, second: AnswerValue<'regions'>): number[] =>
  matchedRegions(first.regions, second.regions).map(({ overlap }) => overlap);

export interface RegionMatch {
  /** Their places among the first and the second regions. */
  readonly i: number;
  readonly j: number;
  readonly overlap: number;
}

/** Regions matched one to one by class and shape, the ones that cover each other most first. */
export function matchedRegions(first: readonly Region[], second: readonly Region[]): RegionMatch[] {
  const candidates = first.flatMap((a, i) =>
    second.flatMap((b, j) => {
      const overlap = a.label === b.label && a.shape === b.shape ? intersectionOverUnion(a, b) : 0;
      return overlap > 0 ? [{ i, j, overlap }] : [];
    }),
  );
  const [left, right] = [new Set<number>(), new Set<number>()];
  const matched: RegionMatch[] = [];
  for (const match of candidates.sort((a, b) => b.overlap - a.overlap)) {
    if (left.has(match.i) || right.has(match.j)) continue;
    left.add(match.i);
    right.add(match.j);
    matched.push(match);
  }
  return matched;
}

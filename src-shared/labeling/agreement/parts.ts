/** @file Agreement of two people about parts: spans of texts, regions of images. Pure. */
import { intersectionOverUnion } from '../resolution/overlap.ts';
import { keyOfSpan } from '../resolution/parts.ts';
import type { AnswerValue } from '../tasks/values.ts';

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
export function overlapsOf(first: AnswerValue<'regions'>, second: AnswerValue<'regions'>): number[] {
  const candidates = first.regions.flatMap((a, i) =>
    second.regions.flatMap((b, j) => {
      const overlap = a.label === b.label && a.shape === b.shape ? intersectionOverUnion(a, b) : 0;
      return overlap > 0 ? [{ i, j, overlap }] : [];
    }),
  );
  const [left, right] = [new Set<number>(), new Set<number>()];
  const matched: number[] = [];
  for (const { i, j, overlap } of candidates.sort((a, b) => b.overlap - a.overlap)) {
    if (left.has(i) || right.has(j)) continue;
    left.add(i);
    right.add(j);
    matched.push(overlap);
  }
  return matched;
}

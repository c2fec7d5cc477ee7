/** @file Whether two answers of one task say the same, as far as people see: what a suggestion is compared by. Pure. */
import { keyOfSpan, SAME_REGION } from '../resolution/parts.ts';
import type { AnswerValue } from '../tasks/values.ts';
import { overlapsOf } from './parts.ts';

/** Sets of labels and of spans are equal; of regions each covers one of the other answer by half. Other answers are not sets. */
export function saysSame(a: AnswerValue, b: AnswerValue): boolean {
  const compared = comparedParts(a, b);
  return compared !== null && compared.onlyFirst === 0 && compared.onlySecond === 0;
}

export interface ComparedParts {
  /** Parts that both have. */
  readonly same: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

/** How many parts two answers share, and how many only one has; null for answers without parts, or of two kinds. */
export function comparedParts(a: AnswerValue, b: AnswerValue): ComparedParts | null {
  if ('labels' in a && 'labels' in b) return comparedSets(a.labels, b.labels);
  if ('spans' in a && 'spans' in b) return comparedSets(a.spans.map(keyOfSpan), b.spans.map(keyOfSpan));
  if (!('regions' in a && 'regions' in b)) return null;
  const same = overlapsOf(a, b).filter((overlap) => overlap >= SAME_REGION).length;
  return { same, onlyFirst: a.regions.length - same, onlySecond: b.regions.length - same };
}

function comparedSets(a: readonly string[], b: readonly string[]): ComparedParts {
  const [first, second] = [new Set(a), new Set(b)];
  const same = [...first].filter((each) => second.has(each)).length;
  return { same, onlyFirst: first.size - same, onlySecond: second.size - same };
}

/** 1 less the F1 of the parts of one answer against those of another: 0 where they are the same, 1 where they share nothing. */
export function differenceOf({ same, onlyFirst, onlySecond }: ComparedParts): number {
  const all = 2 * same + onlyFirst + onlySecond;
  return all === 0 ? 0 : 1 - (2 * same) / all;
}

/** @file Whether two answers of one task say the same, as far as people see: what a suggestion is compared by. Pure. */
import { keyOfSpan, SAME_REGION } from '../resolution/parts.ts';
import type { AnswerValue } from '../tasks/values.ts';
import { overlapsOf } from './parts.ts';

/** Sets of labels and of spans are equal; of regions each covers one of the other answer by half. Other answers are not sets. */
export function saysSame(a: AnswerValue, b: AnswerValue): boolean {
  if ('labels' in a && 'labels' in b) return areEqual(a.labels, b.labels);
  if ('spans' in a && 'spans' in b) return areEqual(a.spans.map(keyOfSpan), b.spans.map(keyOfSpan));
  if (!('regions' in a && 'regions' in b)) return false;
  const matched = overlapsOf(a, b).filter((overlap) => overlap >= SAME_REGION);
  return matched.length === a.regions.length && matched.length === b.regions.length;
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  const [first, second] = [new Set(a), new Set(b)];
  return first.size === second.size && [...first].every((each) => second.has(each));
}

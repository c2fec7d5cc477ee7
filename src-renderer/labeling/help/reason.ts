/** @file Why an item comes now, as people read it: `spam 0.51 against ham 0.48`. */
import type { QueueReason } from '../../../src-shared/labeling/help/item.ts';
import type { Format } from '../../platform/i18n/format.ts';
import type { en } from './words.ts';

/** Null where there is nothing to say, as of a random order. */
export function reasonInWords(
  why: QueueReason,
  words: typeof en,
  format: Pick<Format, 'value'>,
): string | null {
  const { first, p, second, q, given, distance, votes } = why;
  const number = (value: number): string => format.value(Math.round(value * 100) / 100);
  if (votes) return words.votes(votes.map(({ answer, votes: count }) => `${answer} ${count}`).join(', '));
  if (distance !== undefined) return words.distance(number(distance));
  if (first === undefined || p === undefined) return null;
  if (given !== undefined) return words.labeledAs(given, first, number(p));
  return second === undefined || q === undefined
    ? words.likely(first, number(p))
    : words.against(first, number(p), second, number(q));
}

/** @file Why an item comes now, as people read it: `spam 0.51 against ham 0.48`, `London: O 0.55 against B-LOC 0.41`. */
import type { QueueReason } from '../../../src-shared/labeling/help/item.ts';
import type { Format } from '../../platform/i18n/format.ts';
import type { en } from './words.ts';

/** Null where there is nothing to say, as of a random order. */
export function reasonInWords(
  why: QueueReason,
  words: typeof en,
  format: Pick<Format, 'value'>,
): string | null {
  const { part, first, p, second, q, given, distance, votes, lacking, extra } = why;
  const number = (value: number): string => format.value(Math.round(value * 100) / 100);
  if (votes) return words.votes(votes.map(({ answer, votes: count }) => `${answer} ${count}`).join(', '));
  if (distance !== undefined) return words.distance(number(distance));
  if (lacking !== undefined && extra !== undefined) return words.differs(String(lacking), String(extra));
  if (first === undefined || p === undefined) return why.score > 0 ? words.unsure(number(why.score)) : null;
  if (given !== undefined) return words.labeledAs(given, first, number(p));
  const said =
    second === undefined || q === undefined
      ? words.likely(first, number(p))
      : words.against(first, number(p), second, number(q));
  return part === undefined ? said : words.ofPart(part, said);
}

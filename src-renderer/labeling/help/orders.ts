/** @file The orders that a queue of a kind of task may have, in words: what each puts first, and why others are not offered. */
import { HELP_TABLE, needsModel, ordersOf } from '../../../src-shared/labeling/help/kinds.ts';
import { RANKED_ORDERS, type RankedOrder } from '../../../src-shared/labeling/help/values.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { en } from './words.ts';

type Words = Pick<typeof en, 'orders' | 'about' | 'aboutParts' | 'notOffered' | 'notOfferedWhy'>;

/** What comes first in an order. */
export function aboutOrder(order: RankedOrder, kind: TaskKind, words: Words): string {
  const ofParts: Partial<Record<RankedOrder, string>> = words.aboutParts;
  return (needsModel(kind) ? ofParts[order] : undefined) ?? words.about[order];
}

/** Which orders a kind of task cannot have, and why; null where it can have all. */
export function notOffered(kind: TaskKind, words: Words, language: 'en' | 'zh'): string | null {
  const offered = ordersOf(kind);
  const others = RANKED_ORDERS.filter((order) => !offered.includes(order));
  if (others.length === 0) return null;
  const names = others.map((order) => words.orders[order]);
  const list = words.notOffered(new Intl.ListFormat(language).format(names));
  return `${list} ${words.notOfferedWhy[whyNot(kind, offered)]}`;
}

function whyNot(kind: TaskKind, offered: readonly RankedOrder[]): keyof typeof en.notOfferedWhy {
  if (HELP_TABLE[kind].suggestedBy === 'none') return 'none';
  return offered.includes('margin') ? 'parts' : 'binary';
}

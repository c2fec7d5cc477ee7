/**
 * @file Which suggested parts a person dismissed in this window, by item: they stay away when the item is looked at again.
 * Suggestions themselves are kept by the workbench, and are nobody's answer.
 */
import { SvelteSet } from 'svelte/reactivity';

const dismissed = new SvelteSet<string>();
const keyOf = (item: string, part: string): string => `${item} ${part}`;

export const isDismissed = (item: string, part: string): boolean => dismissed.has(keyOf(item, part));

export function dismiss(item: string, parts: Iterable<string>): void {
  for (const part of parts) dismissed.add(keyOf(item, part));
}

/** They may be suggested again, e.g. after an undo. */
export function recall(item: string, parts: Iterable<string>): void {
  for (const part of parts) dismissed.delete(keyOf(item, part));
}

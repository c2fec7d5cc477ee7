/** @file What was done with many runs, in words. */
import type { RunsChange } from '../../../src-shared/contract.ts';
import type { en } from './words.ts';

/** @param count of the runs, as it is shown */
export function doneText(
  words: typeof en.bulk.done,
  { starred, archived, trashed, tags = {} }: Omit<RunsChange, 'runs'>,
  count: string,
): string {
  if (trashed !== undefined) return trashed ? words.trashed(count) : words.restored(count);
  if (archived !== undefined) return archived ? words.archived(count) : words.unarchived(count);
  if (starred !== undefined) return starred ? words.starred(count) : words.unstarred(count);
  const names = Object.keys(tags).join(', ');
  const isRemoval = Object.values(tags).every((value) => value === null);
  return isRemoval ? words.untagged(count, names) : words.tagged(count, names);
}

/** @file The names of what suggests: models have theirs, the rest has words. */
import { FAST_SOURCE, FUNCTIONS_SOURCE } from '../../../src-shared/labeling/help/values.ts';
import type { en } from './words.ts';

export function sourceName(
  source: string,
  name: string,
  words: Pick<typeof en, 'fast' | 'functionsSource'>,
): string {
  if (source === FAST_SOURCE) return words.fast;
  return source === FUNCTIONS_SOURCE ? words.functionsSource : name;
}

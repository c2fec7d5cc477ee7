/** @file Words in the field for the filter language that are no filter: whoever types a name there means to look for it. */
import { fieldOf } from '../../../src-shared/tracking/filter/fields.ts';

/** Letters, digits and what names have between them. */
const WORDS = /^[\p{L}\p{N}][\p{L}\p{N}\s_.:/#@+\-·]*$/u;
const OF_THE_LANGUAGE = new Set(['and', 'or', 'not', 'in', 'is', 'like', 'contains', 'missing', 'nan']);

/** What a text that cannot be read as a filter looks for; null where it is a filter with a mistake in it. */
export function searchedWords(text: string): string | null {
  const search = text.trim().replace(/^(["'])(.*)\1$/u, '$2');
  if (!WORDS.test(search)) return null;
  const words = search.split(/\s+/u);
  const isMeant = words.some((word) => OF_THE_LANGUAGE.has(word.toLowerCase()) || fieldOf(word) !== null);
  return isMeant ? null : search;
}

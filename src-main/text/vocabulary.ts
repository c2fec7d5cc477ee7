/** @file Vocabularies: which words get an id of their own. */
import { firstWordId, padId, unknownId } from '../graph/index.ts';
import { isReadable } from './words.ts';

export interface Vocabulary {
  /** Words in the order of their ids; the first has the id `firstWordId`. */
  readonly words: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
}

/** How often each word stands in the texts seen so far. */
export type WordCounts = Map<string, number>;

export function countWords(counts: WordCounts, words: readonly string[]): void {
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
}

/**
 * The most frequent words, at most `size` ids with the two special ones. Equally frequent words are ordered by code
 * point, so that the same texts in any order give the same vocabulary.
 */
export function buildVocabulary(counts: WordCounts, size: number): Vocabulary {
  const words = [...counts]
    .filter(([word]) => isReadable(word))
    .sort(([a, countA], [b, countB]) => countB - countA || byCodePoint(a, b))
    .slice(0, Math.max(1, size - firstWordId))
    .map(([word]) => word);
  return vocabularyOf(words);
}

/** A vocabulary of the given words, e.g. from a checkpoint. */
export function vocabularyOf(words: readonly string[]): Vocabulary {
  return { words, ids: new Map(words.map((word, index) => [word, index + firstWordId])) };
}

/** Order by code point; JavaScript's own order is by UTF-16 unit. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Writes the ids of a text's words to the right end of `row` and `padId` before them. */
export function encode(words: readonly string[], { ids }: Vocabulary, row: Int32Array): void {
  const missing = row.length - Math.min(row.length, words.length);
  row.fill(padId, 0, missing);
  for (let index = missing; index < row.length; index++)
    row[index] = ids.get(words[index - missing] ?? '') ?? unknownId;
}

/** @file Characters (Unicode code points) as tokens. */
import type { TextStream, Tokenizer, TokenizerData } from './tokenizer.ts';

type CharacterData = Extract<TokenizerData, { kind: 'char' }>;

/** What stands for a character that has no id: U+FFFD, the replacement character. */
const replacement = '\ufffd';

/** The most frequent characters, the more frequent first, equally frequent ones by code point. */
export function trainCharacters(texts: Iterable<string>, vocabulary: number): CharacterData {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const character of text.toWellFormed()) counts.set(character, (counts.get(character) ?? 0) + 1);
  counts.delete(replacement);
  const kept = [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a.codePointAt(0)! - b.codePointAt(0)!)
    .slice(0, Math.max(0, vocabulary - 1));
  return { kind: 'char', characters: kept.map(([character]) => character).join('') };
}

export function characters(data: CharacterData): Tokenizer {
  const all = [replacement, ...data.characters];
  const ids = new Map(all.map((character, id) => [character, id]));
  const textOf = (id: number) => all[id] ?? replacement;
  return {
    data,
    size: all.length,
    encode: (text) => Int32Array.from([...text.toWellFormed()], (character) => ids.get(character) ?? 0),
    decode: (tokens) => Array.from(tokens, textOf).join(''),
    stream: (): TextStream => ({ push: textOf, end: () => '' }),
  };
}

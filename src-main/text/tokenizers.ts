/** @file The tokenizers there are: made from what a model's metadata holds, or learned from texts. */
import { bytePairs, learnBytePairs } from './byte-pairs.ts';
import { characters, trainCharacters } from './characters.ts';
import type { Tokenizer, TokenizerData } from './tokenizer.ts';

export function tokenizerOf(data: TokenizerData): Tokenizer {
  switch (data.kind) {
    case 'char':
      return characters(data);
    case 'bpe':
      return bytePairs(data);
  }
}

/**
 * Learns a tokenizer from texts, the training split alone. `vocabulary` is the greatest number of ids. The same texts
 * in the same order always give the same tokenizer.
 */
export function trainTokenizer(
  kind: TokenizerData['kind'],
  texts: Iterable<string>,
  vocabulary: number,
): TokenizerData {
  if (kind === 'char') return trainCharacters(texts, vocabulary);
  const learning = learnBytePairs(texts, vocabulary);
  for (;;) {
    const { done, value } = learning.next();
    if (done) return value;
  }
}

/** As {@link trainTokenizer}, and tells on the way how many tokens there are. */
export async function learnTokenizer(
  kind: TokenizerData['kind'],
  texts: Iterable<string>,
  { vocabulary, learned }: { vocabulary: number; learned: (tokens: number) => Promise<void> },
): Promise<TokenizerData> {
  if (kind === 'char') return trainCharacters(texts, vocabulary);
  const learning = learnBytePairs(texts, vocabulary);
  for (;;) {
    const { done, value } = learning.next();
    if (done) return value;
    await learned(value);
  }
}

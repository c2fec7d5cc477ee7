/** @file The tokenizers there are: made from what a model's metadata holds, or learned from texts. */
import { bytePairs, trainBytePairs } from './byte-pairs.ts';
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
  return kind === 'char' ? trainCharacters(texts, vocabulary) : trainBytePairs(texts, vocabulary);
}

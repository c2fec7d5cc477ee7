/** @file What a tokenizer of a text generator is: texts to token ids and back. */
/** What a tokenizer is, as a model's metadata holds it (JSON). */
export type TokenizerData =
  /** The characters that have an id, in the order of their ids from 1 on; 0 is any other character. */
  | { readonly kind: 'char'; readonly characters: string }
  /** Ids 0 to 255 are bytes; id 256 + i stands for the two ids of merge i. */
  | { readonly kind: 'bpe'; readonly merges: readonly (readonly [number, number])[] };

/** Puts ids that come one after the other into text: a character may be spread over several tokens. */
export interface TextStream {
  /** The text that is certain with this token. */
  push(id: number): string;
  /** What was left open. */
  end(): string;
}

export interface Tokenizer {
  readonly data: TokenizerData;
  /** Number of ids. */
  readonly size: number;
  encode(text: string): Int32Array;
  decode(ids: Iterable<number>): string;
  stream(): TextStream;
}

/** @file Tokens of a text with their places, for what marks parts of texts: words where spaces are, else characters. */
import { oneUnspaced } from './scripts.ts';

/** From `start` up to, but not including, `end`, in UTF-16 units; never cuts a surrogate pair. */
export interface Token {
  readonly start: number;
  readonly end: number;
}

/**
 * A Chinese character; a letter with its marks of another writing without spaces; letters and digits in a row, with
 * apostrophes inside; or one other character that is no white space.
 */
const token = new RegExp(
  String.raw`${oneUnspaced}|(?:(?!${oneUnspaced})[\p{L}\p{M}\p{N}])+(?:['’](?:(?!${oneUnspaced})[\p{L}\p{M}])+)*|\S`,
  'gu',
);

/** The first `most` tokens of a text, in order; all unless given. */
export function tokensOf(text: string, most = Infinity): readonly Token[] {
  const tokens: Token[] = [];
  for (const { 0: found, index } of text.matchAll(token)) {
    if (tokens.length >= most) break;
    tokens.push({ start: index, end: index + found.length });
  }
  return tokens;
}

/** The text with one space between its tokens: the preparation `tokens`, after which a graph that splits at spaces sees them. */
export function spacedTokens(text: string): string {
  return tokensOf(text)
    .map(({ start, end }) => text.slice(start, end))
    .join(' ');
}

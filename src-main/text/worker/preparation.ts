/** @file What is done to a text before the graph sees it. */

import { spaced } from '../scripts.ts';
import { spacedTokens } from '../tokens.ts';

/** Named in a model's metadata under `preparation`. */
export type Preparation = 'whitespace' | 'jieba' | 'segments' | 'tokens';

export type Prepare = (text: string) => string;

/**
 * The function for a preparation. `whitespace` leaves the text to the graph; `jieba` segments the whole text as Chinese
 * and joins its words with spaces; `segments` does so with what is written without spaces ({@link spaced}) and leaves
 * the rest untouched; `tokens` puts a space between any two tokens of a tagger ({@link spacedTokens}). Standard
 * operators can say none of them.
 */
export async function preparationFor(name: Preparation): Promise<Prepare> {
  switch (name) {
    case 'whitespace':
      return (text) => text;
    case 'jieba': {
      const cut = await chineseWords();
      return (text) => cut(text.toWellFormed()).join(' ');
    }
    case 'tokens':
      return spacedTokens;
    case 'segments': {
      const cut = await chineseWords();
      return (text) => spaced(text.toWellFormed(), cut);
    }
  }
}

type Cut = (text: string) => readonly string[];

let chinese: Promise<Cut> | undefined;

/** A tenth of a second and its dictionary once in a process; a run on texts asks for it at every step of its way. */
function chineseWords(): Promise<Cut> {
  return (chinese ??= loadChinese());
}

async function loadChinese(): Promise<Cut> {
  const [{ Jieba }, { dict }] = await Promise.all([
    import('@node-rs/jieba'),
    import('@node-rs/jieba/dict.js'),
  ]);
  const jieba = Jieba.withDict(dict);
  return (text) => jieba.cut(text, true);
}

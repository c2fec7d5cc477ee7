/** @file Texts to token ids, in training exactly as in the exported graph. */
export { preparationFor, type Preparation, type Prepare } from './worker/preparation.ts';
export {
  buildVocabulary,
  countWords,
  encode,
  vocabularyOf,
  type Vocabulary,
  type WordCounts,
} from './vocabulary.ts';
export { SCRIPTS, hasUnspaced, scriptOf, type Script } from './scripts.ts';
export { UnknownCounter } from './unknown.ts';
export { spacedTokens, tokensOf, type Token } from './tokens.ts';
export {
  bestTags,
  decodeTags,
  encodeSpans,
  spansIn,
  spansOf,
  spansUncertainty,
  tagNames,
} from './tagging.ts';
export type { EncodedSpans, PredictedSpan, TaggedSpan, TaggerSizes } from './tagging.ts';
export { readable, wordsOf } from './words.ts';
export { TfIdfCounter, tfIdfOf, type TfIdfData, type Weighted } from './tfidf.ts';
export { learnTokenizer, tokenizerOf, trainTokenizer } from './tokenizers.ts';
export type { TextStream, Tokenizer, TokenizerData } from './tokenizer.ts';

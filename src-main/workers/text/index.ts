/** @file Texts to token ids, in training exactly as in the exported graph. */
export { preparationFor, type Preparation, type Prepare } from './preparation.ts';
export { buildVocabulary, encode, vocabularyOf, type Vocabulary } from './vocabulary.ts';
export { readable, wordsOf } from './words.ts';

/** @file A version and what was learned of it, for programs whose graphs are built without data. */
import type { FrozenVersion } from './index.ts';

const size = { width: 32, height: 32, channels: 3 } as const;
export const version: FrozenVersion = {
  path: '',
  labels: ['a', 'b'],
  kind: 'text',
  target: 'class',
  columns: [],
  image: size,
  language: 'en',
};

/** What any program has fitted: each takes its part. */
export const fitted = {
  words: ['win', 'hello'],
  preparation: 'whitespace',
  labels: ['a', 'b'],
  positiveWeights: [1, 2],
  pixelWeights: [1, 2, 2],
  length: 128,
  pairs: [[2, 3]],
  idf: [0, 1.5, 1.2, 2],
  size,
  mean: [0, 0, 0],
  scale: [1, 1, 1],
  numbers: [{ name: 'area', mean: 1, scale: 2 }],
  categories: [{ name: 'town', values: ['Ulm'] }],
  target: { mean: 1, scale: 2 },
  tokenizer: { kind: 'char', characters: 'abc' },
};

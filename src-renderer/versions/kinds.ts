/** @file What a freeze does, in words, by kind of data. */
import type { DatasetKind, Target } from '../../src-shared/contract.ts';
import type { AllWords } from '../words.ts';

type Words = AllWords['data']['freeze'];
type About = (count: string) => string;

const BY_TARGET: Readonly<Record<Target, (words: Words) => About>> = {
  class: (words) => words.text,
  number: (words) => words.ofKind.number,
  labels: (words) => words.ofKind.answers,
  spans: (words) => words.ofKind.answers,
  regions: (words) => words.ofKind.answers,
  none: (words) => words.ofKind.none,
};

const drawn = (words: Words, target: Target): About => BY_TARGET[target](words);

/** Told how many samples are taken. */
export const ABOUT: Readonly<Record<DatasetKind, (words: Words, target: Target) => About>> = {
  text: drawn,
  table: drawn,
  image: drawn,
  corpus: (words) => words.ofKind.corpus,
};

/** @file What a freeze does, in words, by kind of data. */
import type { DatasetKind, Target } from '../../src-shared/contract.ts';
import type { TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import type { AllWords } from '../words.ts';

type Words = AllWords['data']['freeze'];
type About = (count: string) => string;

const BY_TARGET: Readonly<Record<Target, (words: Words) => About>> = {
  class: (words) => words.text,
  number: (words) => words.ofKind.number,
  labels: (words) => words.ofKind.answers,
  spans: (words) => words.ofKind.answers,
  regions: (words) => words.ofKind.answers,
  preferences: (words) => words.ofKind.pairs,
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

/** The same of the answers to an annotation task. */
export const ABOUT_TASK: Readonly<Record<TaskKind, (words: Words) => About>> = {
  classification: (words) => words.text,
  multilabel: (words) => words.ofKind.answers,
  rating: (words) => words.ofKind.answers,
  spans: (words) => words.ofKind.answers,
  regions: (words) => words.ofKind.answers,
  preference: (words) => words.ofKind.pairs,
  text: (words) => words.ofKind.answers,
};

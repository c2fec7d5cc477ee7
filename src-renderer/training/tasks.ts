/** @file What a run learns of a version's samples, in words. */
import type { Target } from '../../src-shared/contract.ts';
import type { AllWords } from '../words.ts';

interface Learned {
  /** How many. */
  readonly classes: string;
  /** The name of the column that is predicted. */
  readonly target: string;
}

export const LEARNS: Readonly<Record<Target, (words: AllWords['train'], learned: Learned) => string>> = {
  class: (words, { classes }) => words.classes(classes),
  number: (words, { target }) => words.predicts(target),
  labels: (words, { classes }) => words.labels(classes),
  spans: (words, { classes }) => words.spans(classes),
  regions: (words, { classes }) => words.regions(classes),
  preferences: (words) => words.preferences,
  none: (words) => words.noTarget,
};

/** @file How many samples can be learned from, by what is to be predicted of them. */
import type { Target } from '../../src-shared/contract.ts';
import type { DatasetRow } from './queries.ts';

type Counts = Pick<DatasetRow, 'labeled' | 'valued' | 'samples'>;

export const USABLE: Readonly<Record<Target, (counts: Counts) => number>> = {
  class: ({ labeled }) => labeled,
  number: ({ valued }) => valued,
  labels: ({ labeled }) => labeled,
  spans: ({ labeled }) => labeled,
  regions: ({ labeled }) => labeled,
  preferences: ({ labeled }) => labeled,
  none: ({ samples }) => samples,
};

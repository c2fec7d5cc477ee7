/** @file Trainings that were measured here once, so that searches can be compared over many seeds without training again. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Parameters, SearchRequest } from '../../src-shared/contract.ts';
import { gridOf } from '../../src-shared/search/samplers/grid.ts';

type Dimension = NonNullable<SearchRequest['space']>[number];

const choice = (name: string, ...options: Parameters[string][]): Dimension => ({
  kind: 'choice',
  name,
  options,
  when: null,
});

/** Every combination of some parameters of the network for tables on the wages: the least validation loss of each. */
export const TABLE = {
  fixed: { epochs: 15, patience: 0, threads: 1, provider: 'cpu', seed: 1 },
  space: [
    choice('learningRate', 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2),
    choice('hidden', 4, 16, 64, 256),
    choice('batchSize', 16, 64, 256),
    choice('dropout', 0, 0.2, 0.5),
    choice('optimizer', 'adam', 'sgd'),
  ],
} as const;

/** In the order of the file. */
export const tableRows = (): readonly Parameters[] => gridOf(TABLE.space);

/** Random trials of the TF-IDF classifier on the SpamAssassin e-mails: the validation loss after each epoch. */
export const CURVES = {
  trials: 54,
  fixed: {
    epochs: 27,
    patience: 0,
    vocabulary: 2000,
    pairs: false,
    schedule: 'constant',
    threads: 1,
    provider: 'cpu',
    seed: 1,
  },
  space: [
    {
      kind: 'number',
      name: 'learningRate',
      from: 1e-4,
      to: 0.5,
      scale: 'logarithmic',
      integer: false,
      when: null,
    },
    {
      kind: 'number',
      name: 'batchSize',
      from: 64,
      to: 512,
      scale: 'logarithmic',
      integer: true,
      when: null,
    },
  ] satisfies Dimension[],
} as const;

/** Random trials of the network for tables on the wages: the validation loss after each epoch. */
export const WAGES = {
  trials: 54,
  fixed: { ...TABLE.fixed, epochs: 27 },
  space: [
    {
      kind: 'number',
      name: 'learningRate',
      from: 1e-4,
      to: 0.1,
      scale: 'logarithmic',
      integer: false,
      when: null,
    },
    { kind: 'number', name: 'batchSize', from: 16, to: 256, scale: 'logarithmic', integer: true, when: null },
    { kind: 'number', name: 'hidden', from: 4, to: 256, scale: 'logarithmic', integer: true, when: null },
    { kind: 'number', name: 'dropout', from: 0, to: 0.5, scale: 'linear', integer: false, when: null },
  ] satisfies Dimension[],
} as const;

function lines(file: string): readonly string[] {
  return readFileSync(path.join(import.meta.dirname, file), 'utf8')
    .trimEnd()
    .split('\n');
}

/** The least validation loss, by the place of its values among {@link tableRows}. */
export const tableLosses = (): readonly number[] => lines('table.jsonl').map(Number);

/** Of {@link CURVES} or of {@link WAGES}. */
export const curves = (file: 'curves.jsonl' | 'wages-curves.jsonl'): readonly (readonly number[])[] =>
  lines(file).map((line) => (JSON.parse(line) as { losses: number[] }).losses);

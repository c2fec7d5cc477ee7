import { describe, expect, test } from 'vitest';
import type { Dataset, DatasetVersion, Run } from '../../src-shared/contract.ts';
import { nextSteps } from './next.ts';

const at = '2026-11-22T08:00:00.000Z';
const content = { kind: 'text' as const, target: 'class' as const, columns: [], image: null };
const dataset: Dataset = {
  ...content,
  id: 'ds-1',
  name: 'mail',
  language: 'en',
  createdAt: at,
  samples: 10,
  labeled: 10,
  usable: 10,
  versions: 0,
  labels: [
    { name: 'ham', count: 5 },
    { name: 'spam', count: 5 },
  ],
};
const version: DatasetVersion = {
  ...content,
  id: 'v-1',
  dataset: 'ds-1',
  datasetName: 'mail',
  number: 1,
  blob: '0'.repeat(64),
  bytes: 1,
  seed: 0,
  labels: ['ham', 'spam'],
  language: 'en',
  train: 8,
  validation: 1,
  test: 1,
  createdAt: at,
  createdBy: 'me',
  task: 'ds-1',
  taskKind: 'classification',
  resolution: 'last',
  schemaVersion: 1,
};
const nothing = { datasets: [], versions: [], runs: [], models: [], endpoints: [] };
const kinds = (facts: Parameters<typeof nextSteps>[0]) => nextSteps(facts).map(({ kind }) => kind);

describe('the next step', () => {
  test('is to freeze what needs no labels: running text, and a table whose target is a number', () => {
    const without = { ...dataset, labeled: 0, labels: [] };
    for (const content of [
      { kind: 'corpus', target: 'none' } as const,
      { kind: 'table', target: 'number' } as const,
    ])
      expect(kinds({ ...nothing, datasets: [{ ...without, ...content }] })).toEqual(['freeze']);
  });

  test('is to label while samples have no label', () => {
    expect(nextSteps({ ...nothing, datasets: [{ ...dataset, labeled: 3, labels: [] }] })).toEqual([
      { kind: 'label', href: '/label/ds-1', name: 'mail', count: 7 },
    ]);
  });

  test('goes from freezing to training to nothing', () => {
    expect(kinds({ ...nothing, datasets: [dataset] })).toEqual(['freeze']);
    expect(kinds({ ...nothing, datasets: [dataset], versions: [version] })).toEqual(['train']);
    const run = { id: 'r', name: 'r', state: 'finished', version: 'v-1' } as Run;
    expect(kinds({ ...nothing, datasets: [dataset], versions: [version], runs: [run] })).toEqual([]);
  });

  test('names a run that was interrupted first', () => {
    const run = { id: 'r', name: 'r', state: 'interrupted', version: 'v-1' } as Run;
    expect(kinds({ ...nothing, datasets: [{ ...dataset, labeled: 3 }], runs: [run] })[0]).toBe('resume');
  });
});

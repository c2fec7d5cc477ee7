import { expect, test } from 'vitest';
import type { Dataset, DatasetVersion, Endpoint, Model } from '../../src-shared/contract.ts';
import { projectRows } from './project-rows.ts';

const version = (id: string, dataset: string, number: number) => ({ id, dataset, number }) as DatasetVersion;
const model = (id: string, number: number, task: Model['task'], tested: Model['tested']) =>
  ({ id, number, task, tested, summary: {} }) as unknown as Model;
const datasets = [{ id: 'mail' }, { id: 'rents' }, { id: 'new' }] as Dataset[];
const versions = [version('m1', 'mail', 1), version('m2', 'mail', 2), version('r1', 'rents', 1)];
const models = [
  model('a', 1, 'classify', { version: 'm1', metrics: { accuracy: 0.9 } }),
  model('b', 2, 'classify', { version: 'm2', metrics: { accuracy: 0.95 } }),
  model('c', 3, 'classify', { version: 'm2', metrics: { accuracy: 0.8 } }),
  model('d', 4, 'classify', null),
  model('e', 5, 'reconstruct', { version: 'r1', metrics: { rmse: 3 } }),
  model('f', 6, 'reconstruct', { version: 'r1', metrics: { rmse: 2 } }),
];
const endpoints = [{ name: 'mail-api', model: 'a' }] as Endpoint[];

test('the best over all versions, the newest version, and what is served, dataset by dataset', () => {
  const rows = projectRows({ datasets, versions, models, endpoints });
  expect(
    rows.map(({ version, best, served }) => [version?.id, best?.model.id, served.map(({ name }) => name)]),
  ).toEqual([
    ['m2', 'b', ['mail-api']],
    ['r1', 'f', []],
    [undefined, undefined, []],
  ]);
});

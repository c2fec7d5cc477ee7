import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { seedWorkspace } from '../seed.fixture.ts';
import { ANN, Workbench } from './room.fixture.ts';

test('datasets come by the page, sorted, searched and found by name, without those in the bin', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-datasets-'));
  seedWorkspace(path.join(folder, 'workspace'), { datasets: 25 });
  const bench = new Workbench(folder);
  const names = (asked: Parameters<typeof bench.datasets.list>[0]) =>
    bench.datasets.list(asked).items.map(({ name }) => name);
  expect(bench.datasets.list({ offset: 20, limit: 3 })).toMatchObject({
    items: [{ name: 'mail 5' }, { name: 'mail 4' }, { name: 'mail 3' }],
    total: 25,
    next: 23,
  });
  expect(names({ limit: 3, sort: { column: 'name', descending: false } })).toEqual([
    'mail 1',
    'mail 2',
    'mail 3',
  ]);
  expect(names({ limit: 2, sort: { column: 'samples', descending: true } })).toEqual(['mail 25', 'mail 24']);
  expect(names({ search: 'AIL 2' })).toEqual([
    ...['mail 25', 'mail 24', 'mail 23', 'mail 22', 'mail 21', 'mail 20'],
    'mail 2',
  ]);
  expect(names({ filters: { named: 'mail 2' } })).toEqual(['mail 2']);
  expect(names({ filters: { named: 'dataset-7' } })).toEqual(['mail 7']);
  bench.datasets.remove({ dataset: 'dataset-2' }, ANN);
  expect(names({ filters: { named: 'mail 2' } })).toEqual([]);
  await bench.remove();
});

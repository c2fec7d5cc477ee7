import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from '../platform/host/app.ts';
import { openStore } from '../platform/store/index.ts';
import { openQuietly } from '../session.fixture.ts';

let folder: string;
let workspace: string;
let app: App | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-best-'));
  workspace = path.join(folder, 'workspace');
});
afterEach(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('the best model of each version of a dataset is by its newest report, and by the way that the metric counts', async () => {
  const store = openStore(workspace);
  const { db } = store;
  db.pragma('foreign_keys = OFF');
  const addVersion = db.prepare(
    `INSERT INTO dataset_versions (id, dataset, number, blob, bytes, seed, validation_share, test_share, language, labels,
       authors, files, train, validation, test, created_at, created_by)
     VALUES (?, 'mails', ?, '', 0, 0, 0, 0, 'en', '[]', '[]', '[]', ?, 0, 0, '', '')`,
  );
  addVersion.run('v1', 1, 100);
  addVersion.run('v2', 2, 200);
  const add = db.prepare(
    `INSERT INTO reports (id, model, version, split, samples, metrics, blob, created_at, created_by)
     VALUES (?, ?, ?, ?, 1, ?, '', ?, '')`,
  );
  const reports = [
    ['r1', 'a', 'v1', 'test', 0.9, '2026-01-01'],
    ['r2', 'a', 'v1', 'test', 0.5, '2026-01-02'],
    ['r3', 'b', 'v1', 'test', 0.7, '2026-01-01'],
    ['r4', 'b', 'v2', 'test', 0.8, '2026-01-03'],
    ['r5', 'b', 'v2', 'validation', 0.99, '2026-01-03'],
  ] as const;
  for (const [id, of, on, split, value, at] of reports)
    add.run(id, of, on, split, JSON.stringify({ macroF1: value, rmse: value }), at);
  store.close();
  ({ app } = await openQuietly(workspace));
  const best = async (metric: string, dataset = 'mails') => {
    const all = await app!.client.evaluation.bestByVersion({ dataset, split: 'test', metric });
    return all.map(({ number, train, model }) => [number, train, model]);
  };
  expect(await best('macroF1')).toEqual([
    [1, 100, 'b'],
    [2, 200, 'b'],
  ]);
  expect(await best('rmse')).toEqual([
    [1, 100, 'a'],
    [2, 200, 'b'],
  ]);
  expect(await best('accuracy')).toEqual([]);
  expect(await best('macroF1', 'others')).toEqual([]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type Tracking } from '../tracking/index.ts';

let folder: string;
let store: Store;
let tracking: Tracking;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-models-'));
  store = openStore(folder);
  tracking = createTracking({ store, emit: () => undefined });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function register(name: string, run: string | null = null) {
  const [blob, weightsSha256] = [{ sha256: 'b'.repeat(64), bytes: 1 }, 'a'.repeat(64)];
  const made = { labels: [], language: 'en', task: 'classify', kind: 'text' } as const;
  return tracking.register({ ...made, run, name, blob, weightsSha256, summary: {} });
}

it('models come by the page, the newest first, or by name', () => {
  for (const name of ['spam 10', 'Spam 2', 'ham']) register(name);
  expect(tracking.models({ limit: 2 })).toMatchObject({
    items: [{ number: 3 }, { number: 2 }],
    total: 3,
    next: 2,
  });
  const byName = tracking.models({ sort: { column: 'name', descending: false } });
  expect(byName.items.map(({ name }) => name)).toEqual(['ham', 'Spam 2', 'spam 10']);
});

it('models are found by id, whole name, run and number', () => {
  const run = tracking.open({
    recipe: 'mlp',
    version: 'v-1',
    versionName: 'iris v1',
    parameters: {},
    startedBy: 'ada',
  });
  const first = register('100%', run.id);
  const second = register('100% sure');
  const found = (asked: Parameters<Tracking['models']>[0]) =>
    tracking.models(asked).items.map(({ number }) => number);
  expect(found({ filters: { named: '100%' } })).toEqual([1]);
  expect(found({ filters: { named: second.id } })).toEqual([2]);
  expect(found({ filters: { run: run.id } })).toEqual([1]);
  expect(found({ filters: { after: first.number } })).toEqual([2]);
  expect(found({ search: '% SURE' })).toEqual([2]);
  expect(found({ search: '#1' })).toEqual([1]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type NewRun, type Tracking } from './index.ts';

let folder: string;
let store: Store;
let tracking: Tracking;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-settings-'));
  store = openStore(folder);
  tracking = createTracking({ store, emit: () => undefined });
});
afterEach(async () => {
  await tracking.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const kept = (run: string) =>
  store.db.prepare<[string], string | null>('SELECT settings FROM runs WHERE id = ?').pluck().get(run);

function ended(given: Partial<NewRun>): string {
  const { id } = tracking.open({ origin: 'logged', startedBy: 'ada', parameters: { lr: 0.1 }, ...given });
  tracking.finish(id, { state: 'finished', seconds: 1 });
  return id;
}

it('settings are known when a run ends, before anything asks for them', () => {
  const { id } = tracking.open({ origin: 'logged', startedBy: 'ada', parameters: { lr: 0.1, seed: 1 } });
  expect(kept(id)).toBeNull();
  tracking.finish(id, { state: 'finished', seconds: 1 });
  expect(kept(id)).toMatch(/^[0-9a-f]{24}$/);
  expect(kept(ended({ parameters: { seed: 2, lr: 0.1 } }))).toBe(kept(id));
  expect(kept(ended({ parameters: { seed: 2, lr: 0.2 } }))).not.toBe(kept(id));
});

it('two programs or experiments that log the same parameters are not one group, two commands of one program are', () => {
  const groups = [
    [ended({ source: 'python train.py --seed 1' }), ended({ source: 'python train.py --seed 2' })],
    [ended({ source: 'python evaluate.py' })],
    [ended({ source: 'python train.py --seed 3', experiment: 'another' })],
  ];
  expect(groups.map((group) => new Set(group.map(kept)).size)).toEqual([1, 1, 1]);
  expect(new Set(groups.flat().map(kept)).size).toBe(3);
  expect(tracking.table.groups({ by: ['settings'] }).items.map(({ runs }) => runs)).toEqual([1, 1, 2]);
});

it('a run that is moved, or whose parameters change late, has other settings', () => {
  const [moved, changed, other] = [ended({}), ended({}), ended({})];
  tracking.move(moved, { experiment: 'another' });
  tracking.record({ run: changed, parameters: [{ name: 'late', value: 1 }] });
  expect([moved, changed].map(kept)).toEqual([null, null]);
  // One that is moved to where it is stays as it is.
  tracking.move(other, { experiment: tracking.run(other).experimentName });
  expect(kept(other)).toMatch(/^\w+$/);
  expect(tracking.table.groups({ by: ['settings'] }).total).toBe(3);
});

it('are made while nothing else is done of runs that have none, but not of those that run', async () => {
  const { id } = tracking.open({ origin: 'logged', startedBy: 'ada' });
  const before = Array.from({ length: 50 }, (_, i) => ended({ parameters: { lr: i } }));
  store.db.exec('UPDATE runs SET settings = NULL');
  tracking.opened();
  while (before.some((run) => kept(run) === null)) await wait(10);
  expect(kept(id)).toBeNull();
});

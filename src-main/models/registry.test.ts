import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type Tracking } from '../tracking/index.ts';
import { createModels, type Models } from './index.ts';

const NEW = {
  recipe: 'text-lstm',
  version: 'version-1',
  versionName: 'spam v1',
  parameters: {},
  startedBy: 'Ada',
};
const WEIGHTS = 'a'.repeat(64);

let folder: string;
let store: Store;
let pool: Pool;
let tracking: Tracking;
let models: Models;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-registry-'));
  store = openStore(folder);
  const emit = () => undefined;
  pool = createPool({ emit, scratch: store.scratch });
  tracking = createTracking({ store, emit });
  const none = (): never => {
    throw new Error('no version is asked for here');
  };
  models = createModels({ store, pool, emit, tracking, versions: { get: none, origin: none } });
});
afterEach(async () => {
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a model belongs to its run and can be renamed', () => {
  const { id } = tracking.open(NEW);
  const blob = { sha256: 'c'.repeat(64), bytes: 10 };
  const model = models.register({
    run: id,
    name: 'spam v1 #1',
    blob,
    labels: ['ham', 'spam'],
    language: 'en',
    task: 'classify',
    kind: 'text',
    weightsSha256: WEIGHTS,
    summary: { 'validation.accuracy': 0.97 },
  });
  expect(tracking.run(id).model).toBe(model.id);
  expect(models.rename(model.id, 'shipped').name).toBe('shipped');
  expect(models.list()).toMatchObject([{ number: 1, labels: ['ham', 'spam'], blob: blob.sha256 }]);
});

it('a model tells its run, and that it was left behind when the run went on', () => {
  tracking.open(NEW);
  const { id, number } = tracking.open(NEW);
  const leave = (run: string | null) =>
    models.register({
      run,
      name: 'spam v1',
      blob: { sha256: 'd'.repeat(64), bytes: 1 },
      labels: [],
      language: 'en',
      task: 'classify',
      kind: 'text',
      weightsSha256: WEIGHTS,
      summary: {},
    });
  const [first, other, second] = [leave(id), leave(null), leave(id)];
  expect([first.supersededBy, second.supersededBy]).toEqual([null, null]);
  expect(models.list().map((model) => [model.id, model.number, model.runNumber, model.supersededBy])).toEqual(
    [
      [second.id, 3, number, null],
      [other.id, 2, null, null],
      [first.id, 1, number, second.id],
    ],
  );
});

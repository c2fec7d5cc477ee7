import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type NewRun, type Tracking } from './index.ts';

let folder: string;
let store: Store;
let tracking: Tracking;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-family-'));
  store = openStore(folder);
  tracking = createTracking({ store, emit: () => undefined });
});
afterAll(async () => {
  await tracking.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const NEW: NewRun = {
  recipe: 'text-lstm',
  versionName: 'spam v1',
  parameters: { epochs: 3, bias: true },
  startedBy: 'ada',
};

it('tells the runs above and below a run, and what each changed against the one it came from', () => {
  const first = tracking.open({ ...NEW, name: 'first', sourceVersion: 'a1' });
  const again = tracking.open({ ...NEW, name: 'again', reproduces: first.id, sourceVersion: 'a1' });
  const wider = tracking.open({
    ...NEW,
    name: 'wider',
    parent: first.id,
    versionName: 'spam v2',
    sourceVersion: 'b2',
    parameters: { epochs: 9, bias: false, 'layer/宽': 'x' },
  });
  const deeper = tracking.open({ ...NEW, name: 'deeper', parent: wider.id, recipe: null });
  tracking.environment(wider.id, { provider: 'cpu', threads: '2' });
  tracking.environment(deeper.id, { provider: 'webgpu', threads: '2' });
  const gone = tracking.open({ ...NEW, name: 'gone', parent: first.id });
  tracking.finish(gone.id, { state: 'finished', seconds: 1 });
  tracking.keep({ runs: [gone.id], trashed: true });
  const { nodes, isCut } = tracking.family(wider.id);
  expect(isCut).toBe(false);
  expect(nodes.map(({ name, depth, children, reproduces }) => [name, depth, children, reproduces])).toEqual([
    ['first', 0, 2, false],
    ['again', 1, 0, true],
    ['wider', 1, 1, false],
    ['deeper', 2, 0, false],
  ]);
  expect(nodes[1]).toMatchObject({ parent: first.id, changes: [], moreChanges: 0 });
  expect(nodes[2]!.changes).toEqual([
    { kind: 'version', name: '', before: 'spam v1', after: 'spam v2' },
    { kind: 'sourceVersion', name: '', before: 'a1', after: 'b2' },
    { kind: 'parameter', name: 'bias', before: true, after: false },
    { kind: 'parameter', name: 'epochs', before: 3, after: 9 },
    { kind: 'parameter', name: 'layer/宽', before: null, after: 'x' },
  ]);
  expect(nodes[3]!.changes).toContainEqual({
    kind: 'environment',
    name: 'provider',
    before: 'cpu',
    after: 'webgpu',
  });
  // One that is in the trash is told to whoever asks for it.
  expect(tracking.family(gone.id).nodes).toContainEqual(
    expect.objectContaining({ name: 'gone', trashed: true, depth: 1 }),
  );
  expect(tracking.family(again.id).nodes).toHaveLength(4);
});

it('of a large family tells what stands high, and always the asked run and those above it', () => {
  const top = tracking.open({ ...NEW, name: 'top', parameters: {} });
  const many = Array.from({ length: 320 }, (_, i) =>
    tracking.open({ ...NEW, name: `child ${i}`, parent: top.id, parameters: { i } }),
  );
  const last = tracking.open({
    ...NEW,
    name: 'last',
    parent: many.at(-1)!.id,
    parameters: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`p${i}`, i])),
  });
  const { nodes, isCut } = tracking.family(last.id);
  expect(isCut).toBe(true);
  expect(nodes).toHaveLength(300);
  expect(nodes[0]).toMatchObject({ name: 'top', children: 320 });
  const own = nodes.at(-1)!;
  expect(own).toMatchObject({ name: 'last', depth: 2, moreChanges: 19 });
  expect(own.changes).toHaveLength(12);
});

it('a circle of runs ends', () => {
  const [a, b] = [tracking.open(NEW), tracking.open(NEW)];
  store.db.prepare('UPDATE runs SET parent = ? WHERE id = ?').run(a.id, b.id);
  store.db.prepare('UPDATE runs SET parent = ? WHERE id = ?').run(b.id, a.id);
  expect(tracking.family(a.id).nodes.map(({ id }) => id)).toEqual([b.id, a.id]);
});

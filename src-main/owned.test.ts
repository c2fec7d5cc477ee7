/** The main job under a umask that takes nothing from anybody: all it makes in the workspace is still its owner's alone. */
import { lstatSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from './platform/host/app.ts';
import { importSource } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { evaluate, exportModel } from './models/commands.ts';
import { train } from './training/commands.ts';
import type { Session } from './platform/cli/session.ts';
import { openQuietly } from './session.fixture.ts';

let folder: string;
let workspace: string;
let app: App;
let session: Session;
const before = process.umask();

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-owned-'));
  workspace = path.join(folder, 'workspace');
});
afterAll(async () => {
  await app?.close();
  process.umask(before);
  rmSync(folder, { recursive: true, force: true });
});

/** Every entry under `at`, itself included, that others may do something with, and its mode. */
function openToOthers(at: string, seen: Set<string>): string[] {
  const about = lstatSync(at, { throwIfNoEntry: false });
  if (!about) return [];
  seen.add(path.relative(workspace, at).split(path.sep)[0]!);
  const here = (about.mode & 0o077) === 0 ? [] : [`${path.relative(folder, at)} ${about.mode.toString(8)}`];
  if (!about.isDirectory()) return here;
  return [...here, ...readdirSync(at).flatMap((name) => openToOthers(path.join(at, name), seen))];
}

const POSIX = process.platform !== 'win32';
if (!POSIX) console.warn('Skipped: Windows has no modes of files.');

it.runIf(POSIX)(
  'makes nothing that others may read, while it works and after, and exports as usual',
  async () => {
    const file = path.join(folder, 'films.csv');
    const rows = Array.from(
      { length: 200 },
      (_, i) => `film ${i} was ${i % 2 ? 'lovely' : 'awful'},${i % 2 ? 'good' : 'bad'}`,
    );
    writeFileSync(file, `text,label\n${rows.join('\n')}\n`);
    process.umask(0);
    ({ app, session } = await openQuietly(workspace));

    const seen = new Set<string>();
    const wide = new Set<string>();
    const look = (): void => openToOthers(workspace, seen).forEach((entry) => wide.add(entry));
    const watch = setInterval(look, 15);
    const { dataset } = await importSource(session, { kind: 'path', path: file }, {});
    const version = (await freeze(session, { dataset, seed: 1 })).id;
    const small = { epochs: 2, hidden: 8, embedding: 8, sequenceLength: 8, vocabulary: 100, threads: 1 };
    const run = await train(session, { version, recipe: 'text-lstm', parameters: small });
    await evaluate(session, { model: run.model!, version, split: 'test' });
    const inside = path.join(workspace, 'exports', 'inside.onnx');
    await exportModel(session, run.model!, inside);
    // A model of elsewhere that anybody may read and that may not be written: a copy of it has the owner's mode.
    const outside = path.join(folder, 'chosen', 'outside.onnx');
    await exportModel(session, run.model!, outside);
    const imported = await session.client.models.import({ source: { kind: 'path', path: outside } });
    await session.follow(imported.job);
    const backup = path.join(folder, 'backup');
    await session.client.workspace.backup({ to: backup });
    clearInterval(watch);
    look();

    expect([...wide]).toEqual([]);
    expect(openToOthers(backup, seen)).toEqual([]);
    for (const name of ['blobs', 'scratch', 'checkpoints', 'exports', 'lock.db', 'lock.pid'])
      expect(seen).toContain(name);
    for (const name of ['workspace.db', 'workspace.db-wal', 'workspace.db-shm']) expect(seen).toContain(name);
    expect(statSync(outside).mode & 0o777).toBe(0o666);
    expect(statSync(path.dirname(outside)).mode & 0o777).toBe(0o777);
  },
);

/**
 * A workbench is killed again and again in the midst of evaluations, imports of models and backups. After the next start
 * nothing half-written is anywhere, what was there is whole, and each of the three still works.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../src-shared/contract.ts';
import { importSource } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { evaluate, exportModel } from './models/commands.ts';
import { train } from './training/commands.ts';
import { startServer } from './server.fixture.ts';
import { openQuietly } from './session.fixture.ts';
import { clientAt, cookieOf } from './signed-in.fixture.ts';
import { openStore } from './platform/store/index.ts';

const KILLS = Number(process.env['LATHE_KILLS'] ?? 18);
/** Later than this each of the three has ended. */
const LATEST_MS = 600;

let folder: string;
let workspace: string;
let made: { version: string; model: string; onnx: string };
let kept: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-killed-'));
  workspace = path.join(folder, 'workspace');
  const rows = Array.from(
    { length: 300 },
    (_, i) => `film ${i} was ${i % 2 ? 'lovely' : 'awful'},${i % 2 ? 'good' : 'bad'}`,
  );
  writeFileSync(path.join(folder, 'films.csv'), `text,label\n${rows.join('\n')}\n`);
  const { app, session } = await openQuietly(workspace);
  const { dataset } = await importSource(session, { kind: 'path', path: path.join(folder, 'films.csv') }, {});
  const version = (await freeze(session, { dataset, seed: 1 })).id;
  const small = { epochs: 1, hidden: 8, embedding: 8, sequenceLength: 8, vocabulary: 100, threads: 1 };
  const run = await train(session, { version, recipe: 'text-lstm', parameters: small });
  const onnx = path.join(folder, 'model.onnx');
  await exportModel(session, run.model!, onnx);
  made = { version, model: run.model!, onnx };
  await app.close();
  mkdirSync(path.join(folder, 'backups'));
  kept = entriesOutside();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function entriesOutside(): string[] {
  return [...readdirSync(folder), ...readdirSync(path.join(folder, 'backups'))].sort();
}

/** What a workbench does again and again until it is killed. */
const WORK = ['evaluate', 'import', 'backup'] as const;

interface Task {
  readonly client: Client;
  readonly what: (typeof WORK)[number];
  /** Where a backup goes; a number is added. */
  readonly to: string;
}

/** Never ends by itself. Rejects with a TypeError when the workbench is gone. */
async function work({ client, what, to }: Task): Promise<void> {
  for (let i = 0; ; i++) {
    if (what === 'backup') {
      await client.workspace.backup({ to: `${to}${i}` });
      continue;
    }
    const { job } =
      what === 'evaluate'
        ? await client.evaluation.evaluate({ model: made.model, version: made.version, split: 'test' })
        : await client.models.import({ source: { kind: 'path', path: made.onnx } });
    const running = async () => (await client.jobs.list()).find(({ id }) => id === job)?.state === 'running';
    while (await running()) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function killOnce(workspace: string, turn: number): Promise<void> {
  const what = WORK[turn % WORK.length]!;
  const to = path.join(folder, 'backups', `copy-${path.basename(workspace)}-${turn}-`);
  const { address, signIn, end } = await startServer(workspace);
  const client = clientAt(address, await cookieOf(signIn));
  const working = work({ client, what, to }).catch((error: unknown) => error);
  // The first copy is waited for, so that there is one that was finished, however slow the machine is.
  const first = what === 'backup' && turn < WORK.length ? `${to}0` : undefined;
  while (first !== undefined && !existsSync(first)) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * LATEST_MS));
  await end('SIGKILL');
  // Only its death may stop the work: a refusal is a failure of this test.
  expect(await working).toBeInstanceOf(TypeError);
}

it(`leaves nothing half-written when it is killed ${KILLS} times`, async () => {
  const other = path.join(folder, 'other');
  cpSync(workspace, other, { recursive: true });
  // Two at a time, each in a workspace of its own.
  const lane = async (at: string): Promise<void> => {
    for (let turn = 0; turn < KILLS / 2; turn++) await killOnce(at, turn);
  };
  await Promise.all([lane(workspace), lane(other)]);
  for (const at of [workspace, other]) await expectWhole(at);
  expectOnlyWholeBackups();

  const { app, session } = await openQuietly(workspace);
  const report = await evaluate(session, { model: made.model, version: made.version, split: 'test' });
  expect(report.samples).toBeGreaterThan(0);
  await app.close();
}, 600_000);

/** As the next start finds it. */
async function expectWhole(at: string): Promise<void> {
  const store = openStore(at);
  try {
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(await store.damage()).toEqual([]);
    for (const sha256 of await store.blobs.list()) expect(await store.blobs.verify(sha256)).toBe(true);
    const blobs = 'SELECT blob FROM reports UNION SELECT blob FROM models';
    for (const sha256 of store.db.prepare<[], string>(blobs).pluck().all())
      expect(existsSync(store.blobs.path(sha256))).toBe(true);
    expect(readdirSync(store.scratch)).toEqual([]);
    const inside = readdirSync(at, { recursive: true }).map(String);
    expect(inside.filter((name) => name.includes('.partial'))).toEqual([]);
  } finally {
    store.close();
  }
}

/** Beside what was there only backups that were finished, and they open. */
function expectOnlyWholeBackups(): void {
  const backups = readdirSync(path.join(folder, 'backups'));
  expect(backups.filter((name) => !name.startsWith('copy-'))).toEqual([]);
  const rest = entriesOutside().filter((name) => !backups.includes(name));
  expect(rest.filter((name) => name !== 'other')).toEqual(kept);
  expect(backups.length).toBeGreaterThan(0);
  for (const name of backups.slice(0, 3)) {
    const copy = openStore(path.join(folder, 'backups', name));
    expect(copy.db.pragma('integrity_check', { simple: true })).toBe('ok');
    copy.close();
  }
}

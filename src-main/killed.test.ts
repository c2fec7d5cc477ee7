/**
 * A workbench is killed sixty times in the midst of evaluations, imports of models and backups. After the next start
 * nothing half-written is anywhere, what was there is whole, and each of the three still works.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freeze, importSource } from './cli/commands/data.ts';
import { evaluate, exportModel } from './cli/commands/model.ts';
import { train } from './cli/commands/train.ts';
import { openQuietly } from './session.fixture.ts';
import { openStore } from './store/index.ts';

const KILLS = 60;
/** Later than this each of the three has ended. */
const LATEST_MS = 900;

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
  const here = readdirSync(folder).filter((name) => name !== 'compiled');
  return [...here, ...readdirSync(path.join(folder, 'backups'))].sort();
}

/** The workbench in a process of its own; does one thing again and again as soon as it is told. */
function startBusy(): { child: ChildProcess; ready: Promise<unknown> } {
  const script = path.join(folder, 'busy.mjs');
  writeFileSync(
    script,
    `import { createApp } from ${JSON.stringify(path.join(import.meta.dirname, 'app.ts'))};
     const [workspace, what, made, to] = process.argv.slice(2);
     const { version, model, onnx } = JSON.parse(made);
     const app = await createApp({ workspace, host: 'server' });
     process.stdout.write('ready\\n');
     const { client } = app;
     for (let i = 0; ; i++) {
       if (what === 'backup') { await client.workspace.backup({ to: to + i }); continue; }
       const { job } = what === 'evaluate'
         ? await client.evaluation.evaluate({ model, version, split: 'test' })
         : await client.models.import({ source: { kind: 'path', path: onnx } });
       for (;;) {
         const found = (await client.jobs.list()).find(({ id }) => id === job);
         if (found && found.state !== 'running') break;
         await new Promise((resolve) => setTimeout(resolve, 5));
       }
     }`,
  );
  const what = WORK[turn % WORK.length]!;
  const to = path.join(folder, 'backups', `copy-${turn++}-`);
  const child = spawn(process.execPath, [script, workspace, what, JSON.stringify(made), to], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
  });
  return { child, ready: once(createInterface({ input: child.stdout! }), 'line') };
}

const WORK = ['evaluate', 'import', 'backup', 'backup'] as const;
let turn = 0;

it(`leaves nothing half-written when it is killed ${KILLS} times`, async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, ready } = startBusy();
    const exited = once(child, 'exit');
    await ready;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LATEST_MS));
    child.kill('SIGKILL');
    await exited;
  }
  const store = openStore(workspace);
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(await store.damage()).toEqual([]);
  for (const sha256 of await store.blobs.list()) expect(await store.blobs.verify(sha256)).toBe(true);
  const named = store.db
    .prepare<[], string>('SELECT blob FROM reports UNION SELECT blob FROM models')
    .pluck()
    .all();
  for (const sha256 of named) expect(existsSync(store.blobs.path(sha256))).toBe(true);
  expect(readdirSync(store.scratch)).toEqual([]);
  store.close();

  const inside = readdirSync(workspace, { recursive: true }).map(String);
  expect(inside.filter((name) => name.includes('.partial'))).toEqual([]);
  // Beside what was there only backups that were finished, and each of them opens.
  const whole = readdirSync(path.join(folder, 'backups'));
  expect(whole.every((name) => name.startsWith('copy-'))).toBe(true);
  expect(entriesOutside().filter((name) => !whole.includes(name) && name !== 'busy.mjs')).toEqual(kept);
  expect(whole.length).toBeGreaterThan(0);
  const copy = openStore(path.join(folder, 'backups', whole.at(-1)!));
  expect(await copy.damage()).toEqual([]);
  copy.close();

  const { app, session } = await openQuietly(workspace);
  const report = await evaluate(session, { model: made.model, version: made.version, split: 'test' });
  expect(report.samples).toBeGreaterThan(0);
  await app.close();
}, 300_000);

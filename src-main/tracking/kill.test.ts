/**
 * A workbench is killed while a file of runs is imported and a program logs through `lathe log`, which is killed as well. After the
 * next start there are all runs of the file or none, what was logged is there without a gap, and its run has crashed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLI } from '../cli/lathe.fixture.ts';
import { openStore } from '../platform/store/index.ts';
import { startServer } from '../server.fixture.ts';
import { openQuietly } from '../session.fixture.ts';
import { clientAt, cookieOf } from '../signed-in.fixture.ts';

const KILLS = Number(process.env['LATHE_KILLS'] ?? 2);
const RUNS = 40;
const POINTS = 1000;
/** Later than this an import has ended. */
const LATEST_MS = 1200;

let folder: string;
let workspace: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-kill-runs-'));
  workspace = path.join(folder, 'workspace');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(turn: number): string {
  const rows = Array.from({ length: RUNS }, (_, run) =>
    Array.from({ length: POINTS }, (_unused, step) => `turn ${turn} run ${run},loss,${step},${step}`),
  ).flat();
  const file = path.join(folder, `turn-${turn}.csv`);
  writeFileSync(file, `run,metric,step,value\n${rows.join('\n')}\n`);
  return file;
}

/** A program that prints a value each millisecond, and a line of words each tenth, until it is killed. */
function logging(turn: number) {
  const args = [CLI, 'log', '--quiet', '--name', `logged ${turn}`, '--workspace', workspace];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  const gone = once(child, 'close');
  child.stdin.on('error', () => undefined);
  let step = 0;
  const timer = setInterval(() => {
    child.stdin.write(`step=${step} loss=${step}\n${step % 10 === 0 ? `at step ${step}\n` : ''}`);
    step++;
  }, 1);
  return async (): Promise<void> => {
    clearInterval(timer);
    child.kill('SIGKILL');
    await gone;
  };
}

async function killOnce(turn: number): Promise<void> {
  const file = fileOf(turn);
  const { address, signIn, end } = await startServer(workspace);
  const client = clientAt(address, await cookieOf(signIn));
  const kill = logging(turn);
  // Its first points are acknowledged.
  while ((await client.runs.list({ search: `logged ${turn}` })).items[0]?.summary['loss'] === undefined)
    await wait(20);
  await client.runFiles.importFile({ source: { kind: 'path', path: file } });
  await wait(Math.random() * LATEST_MS);
  await Promise.all([kill(), end('SIGKILL')]);
}

/** As if its program had been silent for long. */
function passTime(): void {
  const store = openStore(workspace);
  store.db
    .prepare("UPDATE runs SET heartbeat_due = '2020-01-01T00:00:00.000Z' WHERE state = 'running'")
    .run();
  store.close();
}

it(`loses nothing that was logged and shows no half of a file when it is killed ${KILLS} times`, async () => {
  for (let turn = 0; turn < KILLS; turn++) {
    await killOnce(turn);
    passTime();
    const { app } = await openQuietly(workspace);
    const { client } = app;
    const { items: imported } = await client.runs.list({
      search: `turn ${turn} run`,
      filters: { shelf: 'all' },
      limit: 100,
    });
    expect([0, RUNS]).toContain(imported.length);
    for (const { id, trashedAt } of imported) {
      expect(trashedAt).toBeNull();
      expect(await client.runs.metrics({ run: id })).toMatchObject([{ count: POINTS, last: POINTS - 1 }]);
    }
    const [logged] = (await client.runs.list({ search: `logged ${turn}` })).items;
    expect(logged).toMatchObject({ state: 'crashed', error: { key: 'tracking.crashed' } });
    const [loss] = await client.runs.metrics({ run: logged!.id });
    expect(loss).toMatchObject({ min: 0, last: loss!.count - 1, lastStep: loss!.count - 1 });
    const lines = (await client.runs.log({ run: logged!.id })).map(({ line }) => line);
    const said = lines.slice(0, -1);
    expect(said).toEqual(said.map((_, i) => `at step ${i * 10}`));
    expect(said.length).toBeGreaterThan((loss!.count - 1) / 10 - 1);
    expect(lines.at(-1)).toMatch(/^Crashed: no sign of life/);
    await app.close();
  }
  const store = openStore(workspace);
  expect(store.db.prepare("SELECT count(*) FROM runs WHERE external GLOB 'importing:*'").pluck().get()).toBe(
    0,
  );
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(readdirSync(store.scratch)).toEqual([]);
  store.close();
});

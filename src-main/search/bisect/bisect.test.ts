/** A bisection with real trainings: three files came, one of them with wrong labels; the workbench is killed in the midst of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLatheHere } from '../../cli/lathe.fixture.ts';
import { importSource } from '../../datasets/commands.ts';
import type { App } from '../../platform/host/app.ts';
import type { Session } from '../../platform/cli/session.ts';
import { openQuietly } from '../../session.fixture.ts';
import { freeze } from '../../versions/commands.ts';
import { READ, mailsOf, type MailsOf } from './mails.fixture.ts';

let folder: string;
let app: App;
let session: Session;
let dataset: string;
let good: string;
let bad: string;

const TIME = { timeout: 120_000 };
const FILES = 3;
const SIZE = 60;
const PLANTED = 'day-2.jsonl';

const BUSY = `
  const [sources, workspace, request] = process.argv.slice(2);
  const { createApp } = await import(sources + '/app.ts');
  const { client } = await createApp({ workspace, host: 'server' });
  const { id } = await client.bisections.start(JSON.parse(request));
  while ((await client.bisections.get({ bisection: id })).all.length < 2)
    await new Promise((resolve) => setTimeout(resolve, 20));
  process.stdout.write(id + '\\n');
`;

/** Starts a bisection in a workbench of its own, and kills that while the second training is at work. @returns its id */
async function startAndKill(request: object): Promise<string> {
  await app.close();
  const busy = path.join(folder, 'busy.mjs');
  writeFileSync(busy, BUSY);
  const sources = path.join(import.meta.dirname, '..', '..');
  const workspace = path.join(folder, 'workspace');
  const child = spawn(process.execPath, [busy, sources, workspace, JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
  });
  const exited = once(child, 'exit');
  const [id] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  child.kill('SIGKILL');
  await exited;
  ({ app, session } = await openQuietly(workspace));
  return id;
}

function jsonl(name: string, mails: MailsOf): string {
  const file = path.join(folder, name);
  writeFileSync(
    file,
    mailsOf(mails)
      .map((row) => JSON.stringify(row))
      .join('\n'),
  );
  return file;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-bisect-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
  const first = jsonl('mail.jsonl', { from: 0, count: 300 });
  ({ dataset } = await importSource(session, { kind: 'path', path: first }, {}));
  ({ id: good } = await freeze(session, { dataset, seed: 1, validation: 0.1, test: 0.2 }));
  for (let day = 1; day <= FILES; day++) {
    const name = `day-${day}.jsonl`;
    const file = jsonl(name, { from: 300 + SIZE * day, count: SIZE, isWrong: name === PLANTED });
    await importSource(session, { kind: 'path', path: file }, { dataset });
  }
  ({ id: bad } = await freeze(session, { dataset, seed: 1 }));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a bisection', () => {
  it('names the file whose labels are wrong, and goes on after the workbench was killed in the midst of it', async () => {
    const request = {
      good,
      bad,
      recipe: 'text-tfidf',
      parameters: READ,
      metric: 'loss',
      seeds: 2,
      trainings: 10,
    };
    const id = await startAndKill(request);
    const read = () => app.client.bisections.get({ bisection: id });
    const before = await read();
    expect(before.state).toBe('running');
    expect(before.all).toHaveLength(2);
    expect(before.verdict).toBeNull();
    app.opened();
    await expect.poll(async () => (await read()).state, TIME).toBe('finished');

    const done = await read();
    expect(done.all.slice(0, 4).map(({ undone, seed }) => [undone.length, seed])).toEqual([
      [FILES, 1],
      [0, 1],
      [FILES, 2],
      [0, 2],
    ]);
    expect(done.batches).toHaveLength(FILES);
    const place = done.batches.findIndex(({ file }) => file === PLANTED);
    expect(done.batches[place]).toMatchObject({ change: 'added', author: null, samples: SIZE });
    expect(done.verdict).toMatchObject({ kind: 'found', because: 'settled', batches: [place] });
    expect(done.verdict!.cost!.low).toBeGreaterThan(0);
    expect(done.verdict!.cost!.value / done.drop!.value).toBeGreaterThan(0.5);
    expect(done.testSamples).toBe(60);
    expect(done.measured).toBe(done.all.length);
    expect(done.measured).toBeLessThanOrEqual(10);

    const { items } = await app.client.runs.list({});
    expect(items.map((run) => run.id).toSorted()).toEqual(done.all.map(({ run }) => run).toSorted());
    const last = items.find((run) => run.id === done.all.at(-1)!.run)!;
    expect(last.versionName).toBe(`mail v2 −${SIZE}/${SIZE * FILES}`);
    expect(last.summary['test.loss']).toBe(done.all.at(-1)!.value);
    expect(await app.client.versions.list({ dataset })).toHaveLength(2);

    const samples = await app.client.bisections.samples({ bisection: id, batch: place });
    expect(samples.total).toBe(SIZE);
    expect(samples.items).toHaveLength(SIZE);
    expect(samples.items[0]).toMatchObject({ change: 'added', before: null, contradicted: true });
    const { items: queued } = await app.client.search.queue();
    expect(queued).toMatchObject([{ id, kind: 'bisection', state: 'finished' }]);
  });

  it('refuses versions that do not differ or of other data, metrics that no report has, and to continue with less', async () => {
    const start = (more: object) =>
      app.client.bisections.start({ good, bad, recipe: 'text-tfidf', parameters: READ, ...more });
    await expect(start({ bad: good })).rejects.toThrow('cannot be undone');
    await expect(start({ metric: 'rmse' })).rejects.toThrow('“rmse” is no metric');
    const same = await freeze(session, { dataset, seed: 5 });
    await expect(start({ good: bad, bad: same.id })).rejects.toThrow('No sample came');
    const { id: bisection } = (await app.client.bisections.list())[0]!;
    await expect(app.client.bisections.continue({ bisection, trainings: 10, seeds: 2 })).rejects.toThrow(
      'not more',
    );
  });

  it('is told on the command line', async () => {
    await app.close();
    const workspace = path.join(folder, 'workspace');
    const lathe = (...args: string[]) => runLatheHere(workspace, ['bisect', ...args]);
    const pair = ['--good', 'mail v1', '--bad', 'mail v2', '--recipe', 'text-tfidf'];
    try {
      const shown = await lathe('show', 'mail v1 → v2 · 1');
      expect(shown.err).toBe('');
      expect(shown.out).toContain(`Found: ${SIZE} samples added, from ${PLANTED}`);
      expect(shown.out).toMatch(/Undoing it wins back 0\.\d+ \(0\.\d+ to 0\.\d+\)/);
      const queued = await lathe('start', ...pair, '--by', 'day', '--queue', '--name', 'by day');
      expect(queued.out).toContain('by day waits in the queue');
      expect((await lathe('stop', 'by day')).out).toContain('by day is stopped');
      expect((await lathe()).out).toMatch(/by day .*stopped .*0 of 12/);
      expect((await lathe('start', ...pair, '--by', 'week')).err).toContain('not “week”');
    } finally {
      ({ app, session } = await openQuietly(workspace));
    }
  });
});

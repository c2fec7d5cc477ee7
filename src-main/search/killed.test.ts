/** A workbench that is killed in the midst of a search that halves goes on with it: every trial is there once, the best goes through. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importSource } from '../datasets/commands.ts';
import { startServer } from '../server.fixture.ts';
import { openQuietly } from '../session.fixture.ts';
import { clientAt, cookieOf } from '../signed-in.fixture.ts';
import { freeze } from '../versions/commands.ts';

const KILLS = 5;
const LATEST_MS = 900;
const TRIALS = 3;

let folder: string;
let workspace: string;
let version: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-search-killed-'));
  workspace = path.join(folder, 'workspace');
  const rows = Array.from({ length: 80 }, (_, i) => `film ${i} was ${i % 2 ? 'lovely,good' : 'awful,bad'}`);
  writeFileSync(path.join(folder, 'films.csv'), `text,label\n${rows.join('\n')}\n`);
  const { app, session } = await openQuietly(workspace);
  const { dataset } = await importSource(session, { kind: 'path', path: path.join(folder, 'films.csv') }, {});
  ({ id: version } = await freeze(session, { dataset, seed: 1 }));
  await app.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function killOnce(turn: number): Promise<void> {
  const { address, signIn, end } = await startServer(workspace);
  const client = clientAt(address, await cookieOf(signIn));
  const { length } = await client.search.list();
  const start = {
    version,
    recipe: 'text-tfidf',
    parameters: { epochs: 60, patience: 0, batchSize: 1, vocabulary: 100, threads: 1 },
    earlyStopping: { kind: 'halving' as const, first: 10, factor: TRIALS },
    budget: { trials: TRIALS },
  };
  await (length === 0 ? client.search.start(start) : client.search.resumeQueue());
  await new Promise((resolve) => setTimeout(resolve, (LATEST_MS * turn) / (KILLS - 1)));
  await end('SIGKILL');
}

it(`has ${TRIALS} trials of ${TRIALS} runs after ${KILLS} kills`, async () => {
  for (let turn = 0; turn < KILLS; turn++) await killOnce(turn);
  const { app } = await openQuietly(workspace);
  try {
    const [search] = await app.client.search.list();
    const read = () => app.client.search.get({ search: search!.id });
    await app.client.search.resumeQueue();
    await expect.poll(async () => (await read()).state, { timeout: 120_000 }).toBe('finished');
    const { all } = await read();
    expect(all.map(({ number }) => number)).toEqual(Array.from({ length: TRIALS }, (_, i) => i + 1));
    expect(all.filter(({ state }) => state === 'finished')).toMatchObject([{ epochs: 60 }]);
    const ended = all.filter(({ state }) => state === 'pruned').map(({ epochs }) => epochs);
    expect(ended).toHaveLength(TRIALS - 1);
    for (const epochs of ended) {
      expect(epochs).toBeGreaterThanOrEqual(10);
      expect(epochs).toBeLessThan(60);
    }
    const { items } = await app.client.runs.list({});
    expect(items.map(({ id }) => id).toSorted()).toEqual(all.map(({ run }) => run).toSorted());
  } finally {
    await app.close();
  }
});

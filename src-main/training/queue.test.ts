/** Trainings take turns: the second waits, says so, and begins when the first has ended; one that waits can be given up. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importSource } from '../datasets/commands.ts';
import type { App } from '../platform/host/app.ts';
import { openQuietly } from '../session.fixture.ts';
import { freeze } from '../versions/commands.ts';

let folder: string;
let app: App;
let version: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-queue-'));
  const { app: opened, session } = await openQuietly(path.join(folder, 'workspace'));
  app = opened;
  const csv = path.join(folder, 'mail.csv');
  const rows = Array.from(
    { length: 120 },
    (_, i) => `${i % 2 ? 'buy now' : 'see you'} ${i},${i % 2 ? 'spam' : 'ham'}`,
  );
  writeFileSync(csv, `text,label\n${rows.join('\n')}\n`);
  const { dataset } = await importSource(session, { kind: 'path', path: csv }, {});
  ({ id: version } = await freeze(session, { dataset, seed: 1 }));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (epochs: number) =>
  app.client.training.start({
    version,
    recipe: 'text-lstm',
    parameters: {
      epochs,
      patience: 0,
      batchSize: 8,
      hidden: 8,
      embedding: 8,
      sequenceLength: 8,
      vocabulary: 100,
    },
  });
const job = async (id: string) => (await app.client.jobs.list()).find((one) => one.id === id)!;
const state = async (id: string) => (await app.client.runs.get({ run: id })).state;

it('one after another', async () => {
  const [first, second, third] = [await start(40), await start(2), await start(2)];
  expect([await job(first.job), await job(second.job), await job(third.job)]).toMatchObject([
    { state: 'running', waiting: false },
    { state: 'running', waiting: true },
    { state: 'running', waiting: true },
  ]);
  await app.client.training.stop({ run: second.run });
  await expect.poll(() => state(second.run)).toBe('interrupted');
  expect(await job(second.job)).toMatchObject({ state: 'cancelled', waiting: false });
  expect(await job(third.job), 'nobody passes who still has to wait').toMatchObject({ waiting: true });

  await expect.poll(() => state(third.run), { timeout: 120_000 }).toBe('finished');
  expect(await state(first.run)).toBe('finished');
  // The run is finished a moment before the job that brought it is done.
  await expect.poll(async () => (await job(third.job)).state).toBe('done');
  const [one, three] = [await job(first.job), await job(third.job)];
  expect(Date.parse(three.startedAt)).toBeGreaterThanOrEqual(Date.parse(one.endedAt!));
  // Its seconds are those of its own work.
  const { seconds } = await app.client.runs.get({ run: third.run });
  expect(seconds).toBeLessThanOrEqual(
    (Date.parse(three.endedAt!) - Date.parse(three.startedAt)) / 1000 + 0.5,
  );

  const resumed = await app.client.training.resume({ run: second.run });
  await expect.poll(() => state(resumed.run), { timeout: 60_000 }).toBe('finished');
});

it('one whose work cannot begin has failed, and says why', async () => {
  const isAtWork = async () => (await app.client.jobs.list()).some(({ state: now }) => now === 'running');
  await expect.poll(isAtWork).toBe(false);
  rmSync(path.join(folder, 'workspace', 'blobs'), { recursive: true });
  await expect(start(2)).rejects.toThrow('missing from the workspace');
  const [run] = (await app.client.runs.list({})).items;
  expect(run).toMatchObject({ state: 'failed', error: { key: 'store.fileMissing' } });
  expect((await app.client.runs.log({ run: run!.id })).at(-1)!.line).toContain('missing');
});

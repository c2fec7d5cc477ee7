/** Searches with real trainings on a few texts: trials are runs, one after another, and nothing is lost or doubled. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importSource } from '../datasets/commands.ts';
import type { App } from '../platform/host/app.ts';
import type { Session } from '../platform/cli/session.ts';
import type { SearchRequest } from '../../src-shared/contract.ts';
import { readEvidence } from '../../src-shared/planning/next-evidence.ts';
import type { MilestoneAsRead } from '../../src-shared/planning/read-plan.ts';
import { openQuietly } from '../session.fixture.ts';
import { freeze } from '../versions/commands.ts';

let folder: string;
let app: App;
let session: Session;
let version: string;
let dataset: string;

const TIME = { timeout: 120_000 };

async function reopen(): Promise<void> {
  await app.close();
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-search-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
  const csv = path.join(folder, 'mail.csv');
  const rows = Array.from(
    { length: 120 },
    (_, i) => `${i % 2 ? 'buy now' : 'see you'} ${i},${i % 2 ? 'spam' : 'ham'}`,
  );
  writeFileSync(csv, `text,label\n${rows.join('\n')}\n`);
  ({ dataset } = await importSource(session, { kind: 'path', path: csv }, {}));
  ({ id: version } = await freeze(session, { dataset, seed: 1 }));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const fixed = { epochs: 2, patience: 0, batchSize: 32, vocabulary: 100, sequenceLength: 8, threads: 1 };
const small = (more: Partial<SearchRequest> = {}): SearchRequest => ({
  version,
  recipe: 'text-tfidf',
  parameters: fixed,
  space: [
    {
      kind: 'number',
      name: 'learningRate',
      from: 1e-3,
      to: 0.1,
      scale: 'logarithmic',
      integer: false,
      when: null,
    },
    { kind: 'choice', name: 'pairs', options: [true, false], when: null },
  ],
  budget: { trials: 3, seconds: null },
  ...more,
});
const read = (search: string) => app.client.search.get({ search });
const ended = (search: string, state = 'finished') =>
  expect.poll(async () => (await read(search)).state, TIME).toBe(state);

describe('a search', () => {
  it('is trials that are runs, the best first, and goes on where it ended', async () => {
    const { id } = await app.client.search.start(small({ name: 'first' }));
    await ended(id);
    const done = await read(id);
    expect(done).toMatchObject({ name: 'first', trials: 3, ended: 3, error: null });
    expect(done.all.map(({ state, epochs }) => [state, epochs])).toEqual(Array(3).fill(['finished', 2]));
    const runs = await Promise.all(done.all.map(({ run }) => app.client.runs.get({ run })));
    for (const [i, { values, measured, run }] of done.all.entries()) {
      expect(runs[i]!.parameters).toMatchObject({ ...fixed, ...values });
      expect(measured['validation.accuracy']).toBe(runs[i]!.summary['validation.accuracy']);
      expect(measured['bytes']).toBeGreaterThan(100);
      expect(runs[i]!.id).toBe(run);
      expect(runs[i]!.model).not.toBeNull();
    }
    const scores = done.all.map(({ measured }) => measured['validation.accuracy']!);
    expect(done.best).toMatchObject({ value: Math.max(...scores) });
    expect(done.all.filter(({ best }) => best)).toHaveLength(1);
    expect(done.parallelByMemory).toBeGreaterThanOrEqual(1);
    expect(await app.facts.read('search.best', { search: id })).toBe(Math.max(...scores));
    expect(await app.facts.read('search.state', { search: id })).toBe('finished');

    await app.client.search.continue({ search: id, trials: 1 });
    await ended(id);
    expect((await read(id)).all.map(({ number }) => number)).toEqual([1, 2, 3, 4]);

    const [prospect] = await app.client.search.prospects({ dataset, metric: 'accuracy' });
    expect(prospect).toMatchObject({ recipe: 'text-tfidf', version });
    expect(prospect!.scores).toHaveLength(4);
  });

  it('with the same seed tries the same, also when the workbench ended in the middle; no trial is doubled', async () => {
    const slow = { ...fixed, epochs: 80, batchSize: 1 };
    const request = small({ parameters: slow, budget: { trials: 2, seconds: null }, seed: 7 });
    const { id } = await app.client.search.start(request);
    await expect.poll(async () => (await read(id)).all[0]?.epochs ?? 0, TIME).toBeGreaterThan(0);
    await reopen();
    expect((await read(id)).all).toMatchObject([{ number: 1, state: 'running' }]);
    app.opened();
    await ended(id);
    const { all } = await read(id);
    expect(all.map(({ number, state, epochs }) => [number, state, epochs])).toEqual([
      [1, 'finished', 80],
      [2, 'finished', 80],
    ]);
    const again = await app.client.search.start({ ...request, parameters: fixed });
    await ended(again.id);
    expect((await read(again.id)).all.map(({ values }) => values)).toEqual(all.map(({ values }) => values));
    const { total } = await app.client.runs.list({});
    const searches = await app.client.search.list();
    expect(total, 'each run is one trial').toBe(searches.reduce((sum, { trials }) => sum + trials, 0));
  });

  it('ends bad trials early, has several objectives, and keeps to its constraints', async () => {
    const { id } = await app.client.search.start(
      small({
        parameters: { ...fixed, epochs: 60, batchSize: 1 },
        sampler: 'random',
        earlyStopping: { kind: 'asha', first: 1, factor: 2 },
        objectives: [
          { metric: 'validation.loss', direction: 'minimize' },
          { metric: 'bytes', direction: 'minimize' },
        ],
        constraints: [{ metric: 'seconds', comparison: '<=', value: 1e6 }],
        space: [
          {
            kind: 'number',
            name: 'learningRate',
            from: 1e-5,
            to: 0.1,
            scale: 'logarithmic',
            integer: false,
            when: null,
          },
        ],
        budget: { trials: 5, seconds: null },
      }),
    );
    await ended(id);
    const { all, best } = await read(id);
    const pruned = all.filter(({ state }) => state === 'pruned');
    expect(pruned.length).toBeGreaterThan(0);
    for (const { epochs } of pruned) expect(epochs).toBeLessThan(60);
    expect(all.filter((one) => one.best).map(({ number }) => number)).toContain(best!.trial);
    const none = await app.client.search.start(
      small({
        budget: { trials: 1, seconds: null },
        constraints: [{ metric: 'bytes', comparison: '<=', value: 1 }],
      }),
    );
    await ended(none.id);
    expect(await read(none.id)).toMatchObject({ best: null, all: [{ feasible: false, best: false }] });
  });

  it('halves: all trials stop at a rung, the best goes on, also after a restart', async () => {
    const { id } = await app.client.search.start(
      small({
        parameters: { ...fixed, epochs: 18, batchSize: 1 },
        sampler: 'random',
        earlyStopping: { kind: 'halving', factor: 3 },
        objectives: [{ metric: 'validation.loss', direction: 'minimize' }],
        budget: { trials: 4, seconds: null },
      }),
    );
    const { definition } = await app.client.search.get({ search: id });
    expect(definition.earlyStopping, 'a ninth of the epochs').toMatchObject({ first: 2 });
    const states = async () => (await read(id)).all.map(({ state }) => state);
    await expect.poll(states, TIME).toContain('held');
    await reopen();
    expect(await states()).toContain('held');
    app.opened();
    await ended(id);
    const { all, best } = await read(id);
    const through = all.filter(({ state }) => state === 'finished');
    expect(through).toMatchObject([{ epochs: 18, number: best!.trial }]);
    const others = all.filter(({ state }) => state === 'pruned');
    expect(others).toHaveLength(3);
    for (const { epochs } of others) expect(epochs).toBeLessThan(18);
    const until2 = await Promise.all(
      all.map(async ({ run }) => {
        const [curve] = await app.client.runs.series({ run, metrics: ['validation.loss'], maxPoints: 100 });
        return Math.min(...curve!.points.slice(0, 2).map(([, loss]) => loss));
      }),
    );
    expect(until2.indexOf(Math.min(...until2))).toBe(best!.trial - 1);
  });

  it('has as many trials at work at once as it may, once the first was measured; and ends when its time is over', async () => {
    const long = { ...fixed, epochs: 80, batchSize: 1 };
    const { id } = await app.client.search.start(
      small({ parameters: long, budget: { trials: 3, seconds: null }, parallel: 2 }),
    );
    const atWork = async () => (await read(id)).all.filter(({ state }) => state === 'running').length;
    await expect.poll(async () => (await read(id)).all[0]?.state, TIME).toBe('running');
    expect(await atWork()).toBe(1);
    await expect.poll(atWork, TIME).toBe(2);
    await ended(id);
    const short = await app.client.search.start(
      small({ parameters: { ...long, epochs: 1000 }, budget: { trials: 50, seconds: 0.5 } }),
    );
    await ended(short.id);
    const { all, seconds } = await read(short.id);
    expect(all).toMatchObject([{ number: 1, state: 'stopped' }]);
    expect(all[0]!.epochs).toBeLessThan(1000);
    expect(seconds).toBeGreaterThanOrEqual(0.5);
  });

  it('chooses among data too: which version, and how much of it; all are compared on one validation split', async () => {
    const csv = path.join(folder, 'more.csv');
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i % 2 ? 'buy more' : 'call you'} ${i},${i % 2 ? 'spam' : 'ham'}`,
    );
    writeFileSync(csv, `text,label\n${rows.join('\n')}\n`);
    await importSource(session, { kind: 'path', path: csv }, { dataset });
    const { id: larger } = await freeze(session, { dataset, seed: 1 });
    const { id } = await app.client.search.start(
      small({
        sampler: 'grid',
        space: [
          { kind: 'choice', name: 'trainShare', options: [0.5], when: null },
          { kind: 'choice', name: 'version', options: [version, larger], when: null },
        ],
        budget: { trials: 2, seconds: null },
      }),
    );
    await ended(id);
    const { all, versionNames } = await read(id);
    expect(versionNames).toEqual({ [version]: 'v1', [larger]: 'v2' });
    expect(all.map(({ values, state }) => [values['version'], state])).toEqual([
      [version, 'finished'],
      [larger, 'finished'],
    ]);
    const runs = await Promise.all(all.map(({ run }) => app.client.runs.get({ run })));
    expect(runs.map((run) => [run.version, run.versionName, run.environment['validatedOn']])).toEqual([
      [version, 'mail v1', undefined],
      [larger, 'mail v2', version],
    ]);
    const { validation } = await app.client.versions.get({ version });
    const logs = await Promise.all(all.map(({ run }) => app.client.runs.log({ run })));
    const learned = logs.map((lines) => {
      const said = lines
        .map(({ line }) => /(\d+) rows to train on, (\d+) to validate/.exec(line))
        .find(Boolean)!;
      return said.slice(1).map(Number);
    });
    expect(learned[0]).toEqual([48, validation]);
    expect(learned[1]![0]).toBeGreaterThan(48);
    expect(learned[1]![1]).toBe(validation);
    const again = await app.client.training.reproduce({ run: all[1]!.run });
    await expect
      .poll(async () => (await app.client.runs.get({ run: again.run })).state, TIME)
      .toBe('finished');
    const repeated = await app.client.runs.get({ run: again.run });
    expect(repeated.weightsSha256).toBe(runs[1]!.weightsSha256);
  });

  it('refuses what cannot be searched, in words', async () => {
    const refused = (more: Partial<SearchRequest>) => expect(app.client.search.start(small(more))).rejects;
    await refused({ recipe: 'none' }).toThrow('none');
    await refused({ parameters: { learningRate: 0.1 } }).toThrow('both searched and given');
    await refused({ objectives: [{ metric: 'validation.beauty', direction: 'maximize' }] }).toThrow('beauty');
    await refused({ space: [{ kind: 'choice', name: 'pairs', options: ['x'], when: null }] }).toThrow('true');
  });

  it('says before it starts whether it will fit, from a measured step', async () => {
    const estimate = await app.client.search.estimate(
      small({ budget: { trials: 10, seconds: null }, parallel: 2 }),
    );
    expect(estimate).toMatchObject({ source: 'runs', fits: true });
    expect(estimate.seconds!.likely).toBeGreaterThan(estimate.secondsPerTrial!.likely);
    expect(estimate.memory!.bytes).toBeGreaterThan(50e6);
    expect(estimate.memory!.bytes).toBeLessThan(estimate.memory!.together);
    expect(estimate.disk.bytes).toBeGreaterThan(1000);
  });
});

describe('the queue', () => {
  it('gives searches and runs their turn in order; what waits can be moved, paused and stopped', async () => {
    const { search } = app.client;
    await search.pauseQueue();
    const first = await search.queueRun({
      version,
      recipe: 'text-tfidf',
      parameters: fixed,
      name: 'first run',
    });
    const second = await search.start(
      small({ name: 'second', budget: { trials: 2, seconds: null }, parallel: 2 }),
    );
    const third = await search.queueRun({ version, recipe: 'text-tfidf', parameters: fixed, name: 'third' });
    const waiting = async () =>
      (await search.queue()).items
        .filter(({ state }) => state === 'waiting' || state === 'paused')
        .map(({ name }) => name);
    expect(await waiting()).toEqual(['first run', 'second', 'third']);
    await search.move({ id: third.id, before: first.id });
    expect(await waiting()).toEqual(['third', 'first run', 'second']);
    await search.move({ id: third.id, before: null });
    expect(await waiting()).toEqual(['first run', 'second', 'third']);
    await search.stop({ id: third.id });
    await expect(search.move({ id: third.id, before: null })).rejects.toThrow('stopped');
    await search.pause({ id: first.id });

    await reopen();
    expect(await app.client.search.queue()).toMatchObject({ paused: true });
    await app.client.search.resumeQueue();
    await ended(second.id);
    expect((await app.client.search.queue()).items[0]).toMatchObject({
      name: 'first run',
      state: 'paused',
      run: null,
    });
    await app.client.search.resume({ id: first.id });
    const stateOf = async () => (await app.client.search.queue()).items.find(({ id }) => id === first.id);
    await expect.poll(async () => (await stateOf())?.state, TIME).toBe('finished');
    const run = await app.client.runs.get({ run: (await stateOf())!.run! });
    expect(run).toMatchObject({ name: 'first run', state: 'finished' });
  });

  it('a search that is stopped leaves what its trial had until then', async () => {
    const { id } = await app.client.search.start(
      small({ parameters: { ...fixed, epochs: 1000, batchSize: 1 } }),
    );
    await expect.poll(async () => (await read(id)).all[0]?.epochs ?? 0, TIME).toBeGreaterThan(0);
    await app.client.search.stop({ id });
    await expect.poll(async () => (await read(id)).all[0]?.state, TIME).toBe('stopped');
    expect(await read(id)).toMatchObject({ state: 'stopped', trials: 1 });
    await expect(app.client.search.pause({ id })).rejects.toThrow('stopped');
  });
});

describe('the next best hour', () => {
  const milestone = (fact: string, parameters: Record<string, string>, value: number) =>
    ({
      id: 'm',
      status: { state: 'open' },
      gates: [
        { id: 'gate', status: { state: 'failing' }, body: { fact, parameters, comparison: '<=', value } },
      ],
    }) as unknown as MilestoneAsRead;

  it('knows what a search would find by the runs there are, and which model is small enough', async () => {
    const { client } = app;
    const best = { dataset, split: 'test', metric: 'loss' };
    const { searches } = await readEvidence(client, [milestone('evaluation.bestMetric', best, 0.01)]);
    const { items } = await client.runs.list({ filters: { state: 'finished' }, limit: 1000 });
    const runs = items.filter((run) => run.version === version);
    expect(searches.get('gate')).toMatchObject({ recipe: 'text-tfidf', trials: 30, runs: runs.length });
    const losses = runs.map(({ summary }) => summary['validation.loss']!);
    // Computed on their logarithms.
    expect(searches.get('gate')!.best.likely).toBeLessThanOrEqual(Math.min(...losses) * (1 + 1e-9));

    const { items: models } = await client.models.list({ limit: 1000 });
    const largest = models.toSorted((a, b) => b.bytes - a.bytes)[0]!;
    const size = { model: largest.id };
    const { smaller } = await readEvidence(client, [milestone('models.size', size, largest.bytes - 1)]);
    const found = smaller.get('gate')!;
    expect(found.bytes).toBeLessThan(largest.bytes);
    const accuracy = (id: string) => models.find((one) => one.id === id)!.summary['validation.accuracy']!;
    expect(found.difference).toBe(accuracy(found.model) - accuracy(largest.id));
    const none = await readEvidence(client, [milestone('models.size', size, 1)]);
    expect(none.smaller.size).toBe(0);
  });
});

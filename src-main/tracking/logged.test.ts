import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunFilters } from '../../src-shared/contract.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type Tracking } from './index.ts';

let folder: string;
let store: Store;
let tracking: Tracking;

const reopened = (): void => {
  void tracking.close();
  tracking = createTracking({ store, emit: () => undefined });
};
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-logged-'));
  store = openStore(folder);
  tracking = createTracking({ store, emit: () => undefined });
});
afterEach(async () => {
  await tracking.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const MINUTE = 60_000;

describe('a run that a program logs', () => {
  it('stands in its experiment, with any parameters, tags and lines, and ends as the program says', () => {
    const names = ['a/b', "it's", '😀', '__proto__', 'x'.repeat(500)];
    const { id } = tracking.logged.create(
      {
        experiment: 'nets',
        parameters: names.map((name, value) => ({ name, value })),
        config: { opt: { lr: 0.1, nesterov: true } },
        tags: { __proto__: null, who: 'ada' } as never,
      },
      'ada',
    );
    tracking.logged.log({
      run: id,
      points: [
        { metric: 'val_acc', value: 'NaN' },
        { metric: 'val_acc', value: 0.5, step: 9 },
      ],
      tags: { who: null, why: '试试' },
      lines: [{ line: 'slow', level: 'warning' }],
    });
    const run = tracking.logged.end(id, { state: 'failed', exitCode: 3 });
    expect(run).toMatchObject({
      name: 'run #1',
      origin: 'logged',
      experimentName: 'nets',
      recipe: null,
      version: null,
      tags: { why: '试试' },
      summary: { val_acc: 0.5 },
      state: 'failed',
      error: { key: 'tracking.exitCode', parameters: { code: 3 } },
      moreParameters: 0,
    });
    const kept = tracking.parametersOf({ run: id, search: '', offset: 0, limit: 100 });
    expect(kept.items).toEqual(expect.arrayContaining(names.map((name, value) => ({ name, value }))));
    expect(kept.items).toContainEqual({ name: 'opt.nesterov', value: true });
    expect(tracking.logOf(id)).toMatchObject([{ line: 'slow', level: 'warning' }]);
    expect(tracking.choices().results).toEqual(['val_acc']);
    expect(tracking.list({ sort: { column: 'result:val_acc', descending: true } }).total).toBe(1);
  });

  it('has a hundred thousand parameters, of which the first thousand stand with it', () => {
    const parameters = Array.from({ length: 100_000 }, (_, i) => ({ name: `p.${i}`, value: i }));
    const run = tracking.logged.create({ parameters }, 'ada');
    expect(Object.keys(run.parameters)).toHaveLength(1000);
    expect(run.moreParameters).toBe(99_000);
    const wanted = { run: run.id, search: 'p.4711', offset: 0, limit: 100 };
    expect(tracking.parametersOf(wanted)).toMatchObject({
      total: 11,
      items: [{ value: 4711 }, { value: 47_110 }, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    });
    expect(tracking.list({ sort: { column: 'parameter:p.7', descending: false } }).items).toHaveLength(1);
  });

  it('that promised signs of life and gives none has crashed; one more and it goes on', () => {
    const silent = tracking.logged.create({ heartbeatSeconds: 10 }, 'ada');
    const quiet = tracking.logged.create({}, 'ada');
    tracking.logged.log({ run: silent.id, lines: [{ line: 'step 1' }] });
    tracking.logged.look(Date.now() + MINUTE / 4);
    expect(tracking.run(silent.id).state).toBe('running');
    tracking.logged.look(Date.now() + MINUTE);
    expect(tracking.run(silent.id)).toMatchObject({ state: 'crashed', error: { key: 'tracking.crashed' } });
    expect(tracking.logOf(silent.id).at(-1)).toMatchObject({ level: 'error' });
    expect(tracking.run(quiet.id).state).toBe('running');
    tracking.logged.log({ run: silent.id, points: [{ metric: 'loss', value: 1 }] });
    expect(tracking.run(silent.id)).toMatchObject({ state: 'running', error: null, endedAt: null });
    reopened();
    expect([silent, quiet].map(({ id }) => tracking.run(id).state)).toEqual(['running', 'running']);
  });

  it('is none of the workbench: a training records itself', () => {
    const { id } = tracking.open({ recipe: 'mlp', version: 'v', versionName: 'iris v1', startedBy: 'ada' });
    expect(() => tracking.logged.log({ run: id })).toThrow('records it itself');
    expect(() => tracking.logged.end(id, { state: 'finished' })).toThrow('records it itself');
  });
});

describe('runs that are kept', () => {
  const run = (name: string): string => tracking.logged.create({ name }, 'ada').id;
  const names = (filters: RunFilters) => tracking.list({ filters }).items.map(({ name }) => name);

  it('are starred, tagged, archived, thrown away and restored, many at once', () => {
    const [a, b, c] = [run('a'), run('b'), run('c')] as const;
    tracking.keep({ runs: [a, b], starred: true, tags: { kind: 'ablation' } });
    tracking.keep({ runs: [b], archived: true });
    tracking.keep({ runs: [c], trashed: true });
    expect(names({})).toEqual(['a']);
    expect(names({ starred: true, shelf: 'all' })).toEqual(['b', 'a']);
    expect(names({ shelf: 'archived' })).toEqual(['b']);
    expect(names({ shelf: 'trashed' })).toEqual(['c']);
    expect(tracking.choices()).toMatchObject({ total: 1, archived: 1, trashed: 1 });
    expect(names({ ids: [c] })).toEqual(['c']);
    expect(names({ tag: { name: 'kind', value: 'ablation' }, shelf: 'all' })).toEqual(['b', 'a']);
    expect(tracking.choices().total).toBe(1);
    tracking.keep({ runs: [a, b, c], archived: false, trashed: false });
    expect(names({})).toEqual(['c', 'b', 'a']);
    expect(() => tracking.keep({ runs: [a, 'nobody'], starred: false })).toThrow('nobody');
    expect(tracking.run(a).starred).toBe(true);
  });

  it('are deleted for good from the trash alone, with all that was logged of them, and not where others name them', () => {
    const parent = run('parent');
    const child = tracking.logged.create({ name: 'child', parent }, 'ada').id;
    tracking.logged.log({
      run: parent,
      points: [{ metric: 'loss', value: 1 }],
      lines: [{ line: 'x' }],
      parameters: [{ name: 'p', value: 1 }],
    });
    expect(() => tracking.purge([parent])).toThrow('not in the trash');
    const trial = tracking.open({ startedBy: 'ada', tags: { 'lathe.search': 's' } }).id;
    expect(() => tracking.keep({ runs: [trial], trashed: true })).toThrow('is running');
    tracking.finish(trial, { state: 'finished', seconds: 1 });
    tracking.keep({ runs: [parent, trial], trashed: true });
    expect(() => tracking.purge([parent, trial])).toThrow('names it');
    tracking.purge([parent]);
    expect(() => tracking.run(parent)).toThrow('There is no run');
    expect(tracking.run(child).parent).toBeNull();
    for (const table of ['metric_series', 'metric_chunks', 'run_log', 'run_parameters'])
      expect(store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  });

  it('stand below others, never below themselves, and move between experiments', () => {
    const [a, b] = [run('a'), run('b')] as const;
    tracking.move(b, { parent: a, experiment: 'other' });
    expect(tracking.run(b)).toMatchObject({ parent: a, experimentName: 'other' });
    expect(() => tracking.move(a, { parent: b })).toThrow('below itself');
    expect(names({ parent: a })).toEqual(['b']);
  });

  it('go into the trash with their experiment and come back with it, but not those that were there before', () => {
    const { experiments } = tracking;
    const [a, b] = [run('a'), run('b')] as const;
    // All in one millisecond.
    vi.useFakeTimers({ toFake: ['Date'] });
    tracking.keep({ runs: [a], trashed: true });
    const { id } = experiments.named('Default')!;
    experiments.edit(id, { trashed: true, tags: { team: 'x' }, note: 'done' });
    expect(experiments.list()).toEqual([]);
    expect(tracking.run(b).trashedAt).not.toBeNull();
    expect(() => experiments.purge(id)).toThrow('still has runs');
    expect(experiments.edit(id, { trashed: false })).toMatchObject({
      runs: 1,
      tags: { team: 'x' },
      note: 'done',
    });
    expect(tracking.run(a).trashedAt).not.toBeNull();
    expect(() => experiments.create('Default')).toThrow('already');
    vi.useRealTimers();
  });
});

it('loses no acknowledged point when the process that logs is killed, at any time', async () => {
  const { id } = tracking.logged.create({ name: 'killed' }, 'ada');
  let acknowledged = 0;
  for (const milliseconds of [30, 90, 160, 250, 350]) {
    await tracking.close();
    store.close();
    const entry = path.join(import.meta.dirname, 'logging.fixture.ts');
    const child = spawn(process.execPath, [entry, folder, id, String(acknowledged)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const gone = once(child, 'close');
    await once(child.stdout, 'data');
    await wait(milliseconds);
    child.kill('SIGKILL');
    await gone;
    store = openStore(folder);
    tracking = createTracking({ store, emit: () => undefined });
    const last = Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
    const points = [...tracking.history(id, 'loss')];
    expect(points.length).toBeGreaterThanOrEqual(last);
    expect(points.every(({ step, value }, i) => step === i && value === i)).toBe(true);
    expect(tracking.metricsOf(id)).toMatchObject([{ count: points.length, last: points.length - 1 }]);
    acknowledged = points.length;
  }
  expect(acknowledged).toBeGreaterThan(1000);
});

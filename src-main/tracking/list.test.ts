import fc from 'fast-check';
import BetterSqlite from 'better-sqlite3';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunListRequest } from '../../src-shared/contract.ts';
import { migrate, readMigrations } from '../platform/store/migrate.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type NewRun, type Tracking } from './index.ts';

let folder: string;
let store: Store;
let tracking: Tracking;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-runs-'));
  store = openStore(folder);
  tracking = createTracking({ store, emit: () => undefined });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a run, and gives it results. */
function run(given: Partial<NewRun> = {}, results: Readonly<Record<string, number>> = {}): string {
  const plain = { recipe: 'text-lstm', version: 'v-1', versionName: 'spam v1', startedBy: 'ada' };
  const { id } = tracking.open({ ...plain, parameters: {}, ...given });
  tracking.summarize(id, results);
  return id;
}

const numbers = (asked: Partial<RunListRequest>) => tracking.list(asked).items.map(({ number }) => number);
const sorted = (column: NonNullable<RunListRequest['sort']>['column'], descending = false) =>
  numbers({ sort: { column, descending } });

describe('runs by the page', () => {
  it('come the newest first, each once, to the end', () => {
    for (let i = 0; i < 25; i++) run();
    const pages = [0, 10, 20].map((offset) => tracking.list({ offset, limit: 10 }));
    expect(pages.flatMap(({ items }) => items.map(({ number }) => number))).toEqual(
      Array.from({ length: 25 }, (_, i) => 25 - i),
    );
    expect(pages.map(({ total, next }) => [total, next])).toEqual([
      [25, 10],
      [25, 20],
      [25, null],
    ]);
    // As while its file is being read.
    const staged = run({ external: 'importing:report-1:0' });
    tracking.finish(staged, { state: 'finished', seconds: 0 });
    tracking.keep({ runs: [staged], trashed: true });
    for (const shelf of ['all', 'trashed'] as const)
      expect(tracking.list({ filters: { shelf } }).total).toBe(shelf === 'all' ? 25 : 0);
    expect(tracking.list({ offset: 100, limit: 10 })).toEqual({ items: [], total: 25, next: null });
  });

  it('are found again by one order on every page, also where many are equal', () => {
    for (let i = 0; i < 30; i++) run({}, { 'validation.loss': i % 2 });
    const sort = { column: 'result:validation.loss', descending: false } as const;
    const pages = [0, 7, 14, 21, 28].flatMap((offset) => numbers({ offset, limit: 7, sort }));
    expect(pages).toEqual(numbers({ limit: 30, sort }));
    expect(new Set(pages).size).toBe(30);
  });
});

describe('runs in order', () => {
  it('of a result, those without it last either way and the newest first', () => {
    run({}, { 'validation.loss': 0.5 });
    run();
    run({}, { 'validation.loss': 0.25 });
    run({}, { other: 1 });
    run({}, { 'validation.loss': 0.5 });
    expect(sorted('result:validation.loss')).toEqual([3, 5, 1, 4, 2]);
    expect(sorted('result:validation.loss', true)).toEqual([5, 1, 3, 4, 2]);
  });

  it('of a parameter: numbers by size, texts by their letters, switches off before on', () => {
    run({ parameters: { epochs: 10, optimizer: 'sgd', flip: true } });
    run({ parameters: { epochs: 9, optimizer: 'Adam', flip: false } });
    expect(sorted('parameter:epochs')).toEqual([2, 1]);
    expect(sorted('parameter:optimizer')).toEqual([2, 1]);
    expect(sorted('parameter:flip')).toEqual([2, 1]);
    expect(sorted('parameter:nobody has this')).toEqual([2, 1]);
  });

  it('of a name whose characters mean something to SQL or JSON paths', () => {
    for (const name of ['$.a', '[0]', 'a"b', "it's", 'a.b', '准确率']) {
      const smaller = tracking.run(run({}, { [name]: 1 })).number;
      const greater = tracking.run(run({}, { [name]: 2 })).number;
      expect(sorted(`result:${name}`).slice(0, 2)).toEqual([smaller, greater]);
    }
  });

  it('of names as people count: 2 before 10, upper and lower case as one', () => {
    for (const name of ['trial 10', 'Trial 2', 'élan', 'east', 'trial 1']) run({ name });
    const names = (descending: boolean) =>
      tracking.list({ sort: { column: 'name', descending } }).items.map(({ name }) => name);
    expect(names(false)).toEqual(['east', 'élan', 'trial 1', 'Trial 2', 'trial 10']);
    expect(names(true)).toEqual(['trial 10', 'Trial 2', 'trial 1', 'élan', 'east']);
  });

  it('of every column that they have', () => {
    run({ name: 'b', versionName: 'spam v2', startedBy: 'bob', recipe: 'text-gru' });
    const second = run({ name: 'a', versionName: 'spam v10', startedBy: 'ada', recipe: 'mlp' });
    tracking.finish(second, { state: 'finished', seconds: 3, weightsSha256: 'a'.repeat(64) });
    expect(sorted('number')).toEqual([1, 2]);
    expect(sorted('started')).toEqual([1, 2]);
    expect(sorted('version')).toEqual([1, 2]);
    expect(sorted('duration')).toEqual([1, 2]);
    for (const column of ['name', 'state', 'startedBy', 'recipe', 'weights'] as const)
      expect(sorted(column)).toEqual([2, 1]);
  });
});

describe('runs that are filtered', () => {
  it('by state, version and id', () => {
    const first = run({ version: 'v-2' });
    const second = run();
    run({ version: 'v-2' });
    tracking.finish(second, { state: 'finished', seconds: 1 });
    expect(numbers({ filters: { state: 'running' } })).toEqual([3, 1]);
    expect(tracking.list({ filters: { version: 'v-2' }, limit: 1 })).toMatchObject({ total: 2, next: 1 });
    expect(numbers({ filters: { ids: [second, first, 'nobody'] } })).toEqual([2, 1]);
    expect(numbers({ filters: { ids: [] } })).toEqual([]);
  });

  it('by words in name, version, note or number, in whatever case', () => {
    run({ name: 'Größer, É' });
    const noted = run({ versionName: '垃圾邮件 v1' });
    tracking.edit(noted, { note: 'Half the LEARNING rate' });
    expect(numbers({ search: 'GRÖSSER' })).toEqual([]);
    expect(numbers({ search: 'größer, e\u0301' })).toEqual([1]);
    expect(numbers({ search: '邮件' })).toEqual([2]);
    expect(numbers({ search: 'learning RATE' })).toEqual([2]);
    expect(numbers({ search: '#1 ' })).toEqual([1]);
  });

  it('by what stands there, whatever the characters', () => {
    const names = ['100%', '1005', 'a_b', 'axb', "o'hara", 'say "hi"', 'back\\slash', '$search', '?', '😀'];
    for (const name of names) run({ name });
    for (const name of names)
      expect(tracking.list({ search: name }).items.map((found) => found.name)).toEqual([name]);
  });

  it('like a search through all of them by hand', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 4 });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), words, (names, search) => {
        store.db.exec('DELETE FROM runs');
        for (const name of names) run({ name, versionName: '-' });
        const folded = (text: string) => text.normalize('NFC').toLowerCase();
        const byHand = names
          .map((name, i) => ({ number: i + 1, text: folded(`#${i + 1} ${name} - `) }))
          .filter(({ text }) => text.includes(folded(search)))
          .map(({ number }) => number);
        expect(numbers({ search })).toEqual(byHand.toReversed());
      }),
      { numRuns: 60 },
    );
  });
});

describe('what runs can be filtered by', () => {
  it('is every state, result and parameter that any run has', () => {
    const first = run({ parameters: { epochs: 3 } }, { 'validation.loss': 1 });
    run({ parameters: { hidden: 8, epochs: 2 } });
    tracking.finish(first, { state: 'finished', seconds: 1 });
    expect(tracking.choices()).toEqual({
      total: 2,
      archived: 0,
      trashed: 0,
      states: [
        { state: 'finished', count: 1 },
        { state: 'running', count: 1 },
      ],
      results: ['validation.loss'],
      parameters: ['epochs', 'hidden'],
      tags: [],
    });
  });
});

it('runs of a workspace from before there were lists by the page keep their columns', () => {
  const before = path.join(folder, 'before');
  mkdirSync(before);
  const old = new BetterSqlite(path.join(before, 'workspace.db'));
  migrate(
    old,
    before,
    readMigrations().filter(({ name }) => name < '2026-11-29T1050'),
  );
  old.exec(`INSERT INTO runs (number, id, name, recipe, state, version, version_name, parameters, summary, started_at, started_by)
    VALUES (1, 'r', 'first', 'mlp', 'finished', 'v', 'iris v1', '{"epochs":3}', '{"validation.loss":0.5}', '2026-11-22', 'ada')`);
  old.close();
  const reopened = openStore(before);
  const { choices } = createTracking({ store: reopened, emit: () => undefined });
  expect(choices()).toMatchObject({ total: 1, results: ['validation.loss'], parameters: ['epochs'] });
  reopened.close();
});

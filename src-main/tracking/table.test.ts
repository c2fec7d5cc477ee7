import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OwnRunTable, RunViewBody, type RunFilters } from '../../src-shared/contract.ts';
import { meanInterval } from '../../src-shared/statistics/index.ts';
import { isSeed, overSeeds, seedGroups } from '../../src-shared/tracking/seed-groups.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type NewRun, type Tracking } from './index.ts';

let folder: string;
let store: Store;
let tracking: Tracking;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-table-'));
  store = openStore(folder);
  tracking = createTracking({ store, emit: () => undefined });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Logs a run whose metrics have these values at the steps 0, 1, 2 … */
function log(given: Partial<NewRun>, metrics: Readonly<Record<string, readonly number[]>> = {}): string {
  const { id } = tracking.open({ origin: 'logged', startedBy: 'ada', ...given });
  const points = Object.entries(metrics).flatMap(([metric, values]) =>
    values.map((value, step) => ({ metric, step, value })),
  );
  tracking.record({ run: id, points });
  return id;
}

describe('the table of runs', () => {
  it('reads only the columns that are asked for: of curves the last, best, least, greatest and at a step', () => {
    log(
      { parameters: { lr: 0.1, flip: true, name: 'a' }, tags: { lang: 'zh' } },
      { loss: [3, 1, 2], f1: [0.5, NaN] },
    );
    const columns = [
      'result:loss',
      'last:loss',
      'best:loss',
      'min:loss',
      'max:loss',
      'step:1:loss',
      'step:9:loss',
      'step:1:f1',
      'smoothed:0.5:loss',
      'smoothed:0.5:f1',
      'last:f1',
      'max:f1',
      'last:none',
      'parameter:lr',
      'parameter:flip',
      'parameter:none',
      'tag:lang',
    ];
    const [row] = tracking.table.rows({ columns }).items;
    expect(row?.cells).toEqual({
      'result:loss': 2,
      'last:loss': 2,
      'best:loss': 1,
      'min:loss': 1,
      'max:loss': 3,
      'step:1:loss': 1,
      'step:9:loss': 2,
      'step:1:f1': 'NaN',
      // (3 · 1/8 + 1 · 1/4 + 2 · 1/2) / (7/8)
      'smoothed:0.5:loss': expect.closeTo(13 / 7, 12),
      'smoothed:0.5:f1': 0.5,
      'last:f1': 'NaN',
      'max:f1': 0.5,
      'parameter:lr': 0.1,
      'parameter:flip': true,
      'tag:lang': 'zh',
    });
    expect(tracking.table.rows({}).items[0]?.cells).toEqual({});
  });

  it('is sorted by any column, those without a value last either way, pinned runs at the top', () => {
    const first = log({ tags: { lang: 'b' } }, { loss: [3, 1] });
    log({}, { loss: [2] });
    log({ tags: { lang: 'a' } });
    const order = (
      column: 'min:loss' | 'best:loss' | 'max:loss' | 'tag:lang',
      descending = false,
      pinned: string[] = [],
    ) => tracking.table.rows({ sort: { column, descending }, pinned }).items.map(({ number }) => number);
    expect(order('min:loss')).toEqual([1, 2, 3]);
    expect(order('best:loss', true)).toEqual([2, 1, 3]);
    expect(order('max:loss')).toEqual([2, 1, 3]);
    expect(order('tag:lang')).toEqual([3, 1, 2]);
    expect(order('max:loss', false, [first])).toEqual([1, 2, 3]);
  });

  it('tells runs of searches from all others, and finds those that are named', () => {
    const [own, trial, bisected] = [
      { kind: 'Ablation' },
      { 'lathe.search': 's' },
      { 'lathe.bisection': 'b' },
    ].map((tags) => log({ tags })) as [string, string, string];
    const ids = (filters: RunFilters) => tracking.table.rows({ filters }).items.map(({ id }) => id);
    expect(ids({ ofSearch: false })).toEqual([own]);
    expect(ids({ ofSearch: true })).toEqual([bisected, trial]);
    expect(ids({ ofSearch: false, ids: [trial] })).toEqual([trial]);
    expect(
      tracking.list({ search: 'ABLAT' }).items.map(({ id }) => id),
      'in its tags',
    ).toEqual([own]);
  });

  it('is sorted, filtered and put in groups by values at a step and smoothed ones, which follow the curves', () => {
    const [up, down] = [log({}, { loss: [1, 2, 3] }), log({}, { loss: [5, 1, 0.5] })];
    log({}, { loss: [4] });
    log({});
    const numbers = (column: 'step:1:loss' | 'smoothed:0.9:loss', descending = false) =>
      tracking.table.rows({ sort: { column, descending } }).items.map(({ number }) => number);
    expect(numbers('step:1:loss')).toEqual([2, 1, 3, 4]);
    expect(numbers('step:1:loss', true)).toEqual([3, 1, 2, 4]);
    // (0.81 · 1 + 0.9 · 2 + 3) / 2.71 = 2.07 and (0.81 · 5 + 0.9 · 1 + 0.5) / 2.71 = 2.01
    expect(numbers('smoothed:0.9:loss')).toEqual([2, 1, 3, 4]);
    const passing = (filter: string) => tracking.matching({ filter }).runs.length;
    expect(passing('metrics.loss.step:1 >= 2 and metrics.loss.smoothed:0.9 < 3')).toBe(1);
    expect(passing('metrics.loss.step:2 is missing')).toBe(1);
    tracking.record({ run: up, points: [{ metric: 'loss', step: 3, value: 99 }] });
    tracking.rewind(down, 0);
    expect(numbers('step:1:loss')).toEqual([1, 3, 2, 4]);
    expect(numbers('smoothed:0.9:loss', true)).toEqual([1, 2, 3, 4]);
    const { items } = tracking.table.groups({
      by: ['state'],
      columns: ['step:1:loss'],
      sort: { column: 'smoothed:0.9:loss', descending: true },
    });
    expect(items[0]?.cells['step:1:loss']).toMatchObject({ kind: 'mean', count: 3, mean: 11 / 3 });
  });

  it('hides what finished', () => {
    tracking.finish(log({}), { state: 'finished', seconds: 1 });
    log({});
    expect(tracking.table.rows({ filters: { unfinished: true } }).items.map(({ number }) => number)).toEqual([
      2,
    ]);
  });
});

describe('runs in groups', () => {
  it('of everything but the seed are those that the comparison makes, with the same mean and interval', () => {
    for (const [seed, lr, f1] of [
      [1, 0.1, 0.8],
      [2, 0.1, 0.9],
      [2, 0.1, 0.1],
      [1, 0.2, 0.7],
      [3, 0.1, 0.85],
    ] as const)
      log({ parameters: { 'config.seed': seed, lr, optimizer: 'adam' } }, { f1: [f1] });
    const { items, total } = tracking.table.groups({
      by: ['settings'],
      columns: ['result:f1', 'parameter:lr', 'parameter:config.seed'],
    });
    expect(total).toBe(2);
    const compared = seedGroups(tracking.list({}).items.toReversed());
    const means = compared.map((group) => overSeeds(group, 'f1'));
    expect(items.map(({ runs }) => runs)).toEqual([4, 1]);
    expect(items[0]?.cells['result:f1']).toMatchObject({
      kind: 'mean',
      count: 3,
      mean: expect.closeTo(0.85, 12),
      low: means[0]?.applies && means[0].low,
    });
    expect(items[1]?.cells['result:f1']).toEqual({
      kind: 'mean',
      count: 1,
      mean: 0.7,
      deviation: null,
      low: null,
      high: null,
    });
    expect(items[0]?.cells['parameter:lr']).toEqual({ kind: 'same', value: 0.1 });
    expect(items[0]?.cells['parameter:config.seed']).toEqual({ kind: 'several', count: 3 });
    for (const group of items)
      expect(tracking.matching({ filter: group.filter }).runs).toHaveLength(group.runs);
    // A parameter that comes later is another setting.
    tracking.record({ run: tracking.list({}).items[0]!.id, parameters: [{ name: 'late', value: 1 }] });
    expect(tracking.table.groups({ by: ['settings'] }).total).toBe(3);
    expect(isSeed('config.seed')).toBe(true);
  });

  it('by parameters and tags, each kind of value for itself, in any order and by the page', () => {
    const values = [1, '1', true, undefined, 1] as const;
    values.forEach((value, i) =>
      log(
        { parameters: value === undefined ? {} : { x: value }, tags: i % 2 ? { odd: 'yes "so"' } : {} },
        { loss: [i] },
      ),
    );
    const groups = (asked: Partial<Parameters<Tracking['table']['groups']>[0]> = {}) =>
      tracking.table.groups({ by: ['parameter:x'], ...asked }).items.map(({ keys, runs }) => [keys[0], runs]);
    expect(groups()).toEqual([
      [1, 2],
      [null, 1],
      [true, 1],
      ['1', 1],
    ]);
    expect(groups({ sort: { column: 'min:loss', descending: true } })).toEqual([
      [null, 1],
      [1, 2],
      [true, 1],
      ['1', 1],
    ]);
    expect(groups({ offset: 1, limit: 2, sort: { column: 'runs', descending: true } })).toEqual([
      [null, 1],
      [true, 1],
    ]);
    expect(groups({ filter: 'params.x is not missing' })).toEqual([
      [1, 2],
      [true, 1],
      ['1', 1],
    ]);
    const both = tracking.table.groups({ by: ['parameter:x', 'tag:odd'] });
    expect(both.total).toBe(4);
    for (const { filter, runs } of both.items) expect(tracking.matching({ filter }).runs).toHaveLength(runs);
    const loss = tracking.table.groups({ by: ['parameter:x'], columns: ['last:loss'] }).items[0]?.cells[
      'last:loss'
    ];
    const interval = meanInterval([0, 4]);
    expect(loss).toMatchObject({ mean: 2, low: interval.applies && interval.low });
  });
});

describe('what there is to choose from', () => {
  it('is where runs differ, among all or some, also by having nothing', () => {
    log({ parameters: { same: 1, lr: 0.1, only: 1 }, tags: { team: 'a' } });
    log({ parameters: { same: 1, lr: 0.2 }, tags: { team: 'a' } });
    log({ parameters: { same: 1, lr: 0.2 }, tags: { team: 'b' } });
    expect(tracking.table.differing({}).columns).toEqual(['parameter:lr', 'parameter:only', 'tag:team']);
    expect(tracking.table.differing({ filter: 'params.lr = 0.2' }).columns).toEqual(['tag:team']);
    expect(tracking.table.differing({ filter: 'params.lr = 7' }).columns).toEqual([]);
    log({ parameters: { lr: 9, late: 1 } }, { equal: [1], loss: [0.5], once: [1] });
    const failed = log({ parameters: { lr: 9 } }, { equal: [2, 1], loss: [0.25] });
    const differing = () => tracking.table.differing({ filter: 'params.lr = 9' }).columns;
    expect(differing()).toEqual(['result:loss', 'result:once', 'parameter:late']);
    tracking.finish(failed, { state: 'failed', seconds: 1 });
    expect(differing()).toEqual(['state', 'result:loss', 'result:once', 'parameter:late']);
  });

  it('is every value of a parameter, tag and attribute, the most frequent first', () => {
    log({ name: 'one', parameters: { optimizer: 'sgd', flip: true }, tags: { zh: '' } });
    log({ name: 'two', parameters: { optimizer: 'adam' }, tags: { zh: '' } });
    log({ name: 'two', parameters: { optimizer: 'adam' } });
    const values = (field: string, search?: string) =>
      tracking.table.values({ field, ...(search !== undefined && { search }) }).values;
    expect(values('params.optimizer')).toEqual(['adam', 'sgd']);
    expect(values('params.optimizer', 'SG')).toEqual(['sgd']);
    expect(values('params.flip')).toEqual(['true']);
    expect(values('tag')).toEqual(['zh']);
    expect(values('name')).toEqual(['two', 'one']);
    expect(values('state', 'fin')).toEqual(['finished']);
    expect(values('metrics.f1')).toEqual([]);
    expect(values('nothing')).toEqual([]);
  });
});

describe('many runs at once', () => {
  it('are changed together, and what was before comes back by what it tells', () => {
    const ids = [log({ tags: { who: 'ada', old: '1' } }), log({ tags: { who: 'emmy' } }), log({})];
    tracking.keep({ runs: [ids[0]!], starred: true, archived: true });
    const told = () =>
      ids
        .map((id) => tracking.run(id))
        .map(({ tags, starred, archivedAt, trashedAt }) => [
          tags,
          starred,
          archivedAt !== null,
          trashedAt !== null,
        ]);
    const before = told();
    const { undo } = tracking.keep({
      runs: ids,
      tags: { who: 'team', old: null },
      starred: true,
      archived: true,
      trashed: true,
    });
    expect(told().every(([tags]) => Object.keys(tags!).join() === 'who')).toBe(true);
    for (const change of undo) tracking.keep(change);
    expect(told()).toEqual(before);
    expect(tracking.keep({ runs: ids, starred: true }).undo).toEqual([
      { runs: ids.slice(1), starred: false },
    ]);
  });
});

it('is as each person last had it', () => {
  const own = OwnRunTable.parse({ layout: { widths: {}, shown: {}, pinned: ['name'], sort: null } });
  expect(tracking.ownTables.of('ada')).toBeNull();
  tracking.ownTables.keep('ada', own);
  tracking.ownTables.keep('ada', { ...own, pinnedRuns: ['run-1'] });
  expect(tracking.ownTables.of('ada')).toEqual({ ...own, pinnedRuns: ['run-1'] });
  expect(tracking.ownTables.of('emmy')).toBeNull();
});

describe('views', () => {
  const body = RunViewBody.parse({
    filter: 'starred',
    layout: { widths: {}, shown: {}, pinned: [], sort: null },
  });

  it('are kept by their names, changed, renamed and removed', () => {
    const { id } = tracking.views.save({ name: 'mine', body, author: 'ada' });
    expect(tracking.views.list()).toMatchObject([
      { name: 'mine', author: 'ada', body: { filter: 'starred', shelf: 'active' } },
    ]);
    expect(() => tracking.views.save({ name: 'mine', body, author: 'emmy' })).toThrow(
      'There is a view “mine” already.',
    );
    tracking.views.save({ id, name: 'ours', body: { ...body, filter: '' }, author: 'emmy' });
    expect(tracking.views.list()).toMatchObject([{ id, name: 'ours', author: 'ada', body: { filter: '' } }]);
    tracking.views.remove(id);
    expect(tracking.views.list()).toEqual([]);
    expect(() => tracking.views.remove(id)).toThrow('view');
  });
});

import BetterSqlite from 'better-sqlite3';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoggedPoint } from '../../../src-shared/contract.ts';
import { pointsOf } from '../../../src-shared/tracking/points.ts';
import { smooth } from '../../../src-shared/tracking/smoothing.ts';
import { openStore, type Store } from '../../platform/store/index.ts';
import { migrate, readMigrations } from '../../platform/store/migrate.ts';
import { createTracking, type Tracking } from '../index.ts';

let folder: string;
let store: Store;
let tracking: Tracking;
let run: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-points-'));
  store = openStore(folder);
  tracking = createTracking({ store, emit: () => undefined });
  run = tracking.open({ origin: 'logged', startedBy: 'ada' }).id;
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const kept = (metric = 'loss') => [...tracking.history(run, metric)];
const rows = (): number => store.db.prepare<[], number>('SELECT count(*) FROM metric_chunks').pluck().get()!;

function log(values: readonly number[], from: number): void {
  tracking.record({
    run,
    points: values.map((value, i) => ({ metric: 'loss', value, step: from + i, at: null })),
  });
}

describe('the points of a run', () => {
  it('are all there in order, however they were cut into calls, and so is what tables say of them', () => {
    const batch = fc.array(fc.constantFrom(1, 2.5, -3, NaN, Infinity), { minLength: 1, maxLength: 30 });
    const act = fc.oneof(
      { weight: 4, arbitrary: batch },
      fc.constant('end' as const),
      fc.integer({ min: 1, max: 9000 }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
        run = tracking.open({ origin: 'logged', startedBy: 'ada' }).id;
        const all: number[] = [];
        for (const each of acts) {
          if (each === 'end') tracking.finish(run, { state: 'finished', seconds: 0 });
          else {
            const values = typeof each === 'number' ? Array.from({ length: each }, (_, i) => i % 11) : each;
            log(values, all.length);
            all.push(...values);
          }
        }
        const points = kept();
        expect(points.map(({ value }) => value)).toEqual(all);
        expect(points.every(({ step }, i) => step === i)).toBe(true);
        const finite = all.filter(Number.isFinite);
        const [summary] = tracking.metricsOf(run);
        expect(summary?.count ?? 0).toBe(all.length);
        if (finite.length > 0)
          expect([summary!.min, summary!.max]).toEqual([Math.min(...finite), Math.max(...finite)]);
      }),
      { numRuns: 25 },
    );
  });

  it('stand in full rows, and in one at the end of the run', () => {
    for (let i = 0; i < 5000; i += 50)
      log(
        Array.from({ length: 50 }, (_, k) => i + k),
        i,
      );
    expect(rows()).toBeLessThan(100);
    tracking.finish(run, { state: 'finished', seconds: 1 });
    expect(rows()).toBe(2);
    expect(kept().length).toBe(5000);
  });

  it('have steps of their own where none are given, and keep those that come twice or fall', () => {
    const points: LoggedPoint[] = [1, 2, 3].map((value) => ({ metric: 'loss', value }));
    tracking.record({ run, points });
    tracking.record({ run, points: [{ metric: 'loss', value: 4 }] });
    tracking.record({ run, points: [2, 2, 0].map((step) => ({ metric: 'loss', value: 9, step })) });
    expect(kept().map(({ step }) => step)).toEqual([0, 1, 2, 3, 2, 2, 0]);
    expect(tracking.series({ run })[0]!.points.map(([step]) => step)).toEqual([0, 0, 1, 2, 2, 2, 3]);
  });

  it('keep when they were measured, by clocks that jump, and their epochs', () => {
    const times = [2000, 1000, 5000, null];
    tracking.record({
      run,
      points: times.map((at, i) => ({ metric: 'loss', value: i, at, epoch: i === 1 ? null : i / 2 })),
    });
    expect(kept().map(({ at, epoch }) => [at, epoch])).toEqual([
      [2000, 0],
      [1000, null],
      [5000, 1],
      [null, 1.5],
    ]);
    const along = (axis: 'time' | 'relative' | 'epoch') => tracking.series({ run, axis })[0]!.points;
    expect(along('relative')).toEqual([
      [0, 1],
      [1, 0],
      [4, 2],
    ]);
    expect(along('time')[0]).toEqual([1000, 1]);
    expect(along('epoch').map(([epoch]) => epoch)).toEqual([0, 1, 1.5]);
  });

  it('of many runs come in one answer, as each run alone tells them; runs that are not there are left out', () => {
    const { id: other } = tracking.open({ origin: 'logged', startedBy: 'ada' });
    log([3, 2, 1], 0);
    tracking.record({ run: other, points: [{ metric: 'f1', value: 0.5, step: 7 }] });
    const runs = [run, 'run-none', other];
    const curves = tracking.curves({ runs }).map(({ run: one, series }) => ({
      run: one,
      series: series.map((curve) => ({ ...curve, points: pointsOf(curve.points) })),
    }));
    expect(curves).toEqual([run, other].map((one) => ({ run: one, series: tracking.series({ run: one }) })));
    expect(tracking.metricNames(runs)).toEqual(['f1', 'loss']);
    const asked = { metrics: ['f1'], maxPoints: 10 };
    expect(tracking.curves({ runs, ...asked }).map(({ series }) => series.map(({ count }) => count))).toEqual(
      [[0], [1]],
    );
  });

  it('at a step and smoothed are read from the end of long curves, and from all of those whose steps fall', () => {
    const values = Array.from({ length: 9000 }, (_, i) => Math.sin(i / 50) + (i % 7));
    log(values.slice(0, 5000), 0);
    log(values.slice(5000), 5000);
    const cells = () =>
      tracking.table.rows({ columns: ['step:4500:loss', 'smoothed:0.98:loss'] }).items[0]!.cells;
    const smoothed = (all: readonly number[]) =>
      smooth(
        all.map((value, i) => [i, value]),
        0.98,
      ).at(-1)![1];
    expect(cells()['step:4500:loss']).toBe(values[4500]);
    expect(cells()['smoothed:0.98:loss']).toBeCloseTo(smoothed(values), 10);
    // A point that comes late stands where its step is.
    log([1000], 4);
    const late = [...values.slice(0, 5), 1000, ...values.slice(5)];
    expect(cells()['smoothed:0.98:loss']).toBeCloseTo(smoothed(late), 10);
    expect(cells()['step:4500:loss']).toBe(values[4500]);
  });

  it('after a step are forgotten, and what tables say follows', () => {
    log(
      Array.from({ length: 9000 }, (_, i) => i),
      0,
    );
    tracking.rewind(run, 4999);
    expect(kept().length).toBe(5000);
    expect(tracking.metricsOf(run)[0]).toMatchObject({ count: 5000, last: 4999, max: 4999 });
    log([7], 5000);
    expect(kept().at(-1)).toMatchObject({ step: 5000, value: 7 });
    tracking.rewind(run, -1);
    expect(tracking.metricsOf(run)).toEqual([]);
  });

  it('are drawn as they are now, however often they were looked at before', () => {
    const ways = [
      { maxPoints: 100 },
      { maxPoints: 100, axis: 'epoch' },
      { maxPoints: 50, from: 10, to: 900 },
    ] as const;
    const look = (from: Tracking) => ways.map((way) => from.curves({ runs: [run], ...way }));
    const steps = [
      () =>
        log(
          Array.from({ length: 1000 }, (_, i) => i % 17),
          0,
        ),
      () => log([NaN, 3], 1000),
      () => tracking.rewind(run, 700),
      () =>
        log(
          Array.from({ length: 302 }, (_, i) => i % 13),
          701,
        ),
      () => tracking.record({ run, points: [{ metric: 'other', value: 1, step: 1, at: null }] }),
      () => tracking.finish(run, { state: 'finished', seconds: 1 }),
      () => tracking.rewind(run, -1),
    ];
    const seen = steps.map((step) => {
      step();
      const told = look(tracking);
      expect(look(tracking)).toEqual(told);
      // One that has never looked.
      expect(told).toEqual(look(createTracking({ store, emit: () => undefined })));
      return JSON.stringify(told);
    });
    // Only its end leaves the curves of a run as they were.
    expect(new Set(seen).size).toBe(steps.length - 1);
  });

  it('of half a million are drawn from their extremes: no spike is lost, a stretch is drawn from its points', () => {
    const values = Array.from({ length: 500_000 }, (_, i) => (i === 333_333 ? 1000 : (i * 7) % 13));
    for (let i = 0; i < values.length; i += 100_000) log(values.slice(i, i + 100_000), i);
    const [whole] = tracking.series({ run, maxPoints: 300 });
    expect(whole).toMatchObject({ count: 500_000 });
    expect(whole!.points.length).toBe(300);
    expect(whole!.points).toContainEqual([333_333, 1000]);
    const [stretch] = tracking.series({ run, from: 333_330, to: 333_335 });
    expect(stretch!.points.map(([step]) => step)).toEqual([
      333_330, 333_331, 333_332, 333_333, 333_334, 333_335,
    ]);
  });

  it('of metrics of any name stand apart', () => {
    const names = ['a/b', "it's", 'say "hi"', '😀', '__proto__', 'loss.', '损失'];
    tracking.record({ run, points: names.map((metric, value) => ({ metric, value })) });
    for (const [value, metric] of names.entries()) expect(kept(metric)).toMatchObject([{ value }]);
    expect(Object.entries(tracking.run(run).summary)).toHaveLength(names.length);
  });
});

it('points of a workspace from before they were packed are kept, with everything else of their runs', () => {
  const before = path.join(folder, 'before');
  mkdirSync(before);
  const old = new BetterSqlite(path.join(before, 'workspace.db'));
  migrate(
    old,
    before,
    readMigrations().filter(({ name }) => name < '2026-11-30T0400'),
  );
  old.exec(`INSERT INTO runs (number, id, name, note, recipe, state, version, version_name, parameters, summary, started_at, started_by)
    VALUES (1, 'r', 'first', 'noted', 'mlp', 'finished', 'v', 'iris v1', '{"epochs":3,"flip":true,"name":"x"}',
    '{"validation.loss":0.5}', '2026-11-22T08:00:00.000Z', 'ada');
    INSERT INTO runs (number, id, name, recipe, state, version, version_name, parameters, reproduces, started_at, started_by)
    VALUES (2, 's', 'again', 'mlp', 'finished', 'v', 'iris v1', '{}', 'r', '2026-11-22T08:00:00.000Z', 'ada');
    INSERT INTO run_log VALUES ('r', 1, '2026-11-22T08:00:00.000Z', 'Epoch 1');
    INSERT INTO artifacts VALUES ('r', 'model.onnx', 'abc', 3, '2026-11-22T08:00:00.000Z');
    INSERT INTO metrics VALUES ('r', 'train.loss', 1, 0.5, 0.75), ('r', 'train.loss', 2, 1, 0.5), ('gone', 'x', 1, 1, 1);`);
  old.close();
  const reopened = openStore(before);
  const again = createTracking({ store: reopened, emit: () => undefined });
  expect(again.run('r')).toMatchObject({
    origin: 'training',
    experimentName: 'Trainings',
    note: 'noted',
    parameters: { epochs: 3, flip: true, name: 'x' },
    summary: { 'validation.loss': 0.5 },
    tags: {},
  });
  expect(again.run('s')).toMatchObject({ parent: 'r', reproduces: 'r' });
  expect(again.logOf('r')).toMatchObject([{ line: 'Epoch 1', level: 'info' }]);
  expect(again.artifacts('r')).toMatchObject([{ name: 'model.onnx' }]);
  expect([...again.history('r', 'train.loss')]).toEqual([
    { step: 1, value: 0.75, at: null, epoch: 0.5 },
    { step: 2, value: 0.5, at: null, epoch: 1 },
  ]);
  expect(reopened.db.pragma('foreign_key_check')).toEqual([]);
  expect(reopened.db.pragma('foreign_keys', { simple: true })).toBe(1);
  reopened.close();
});

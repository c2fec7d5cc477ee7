import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkbenchEvent } from '../../src-shared/contract.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { largestTriangle } from './points/downsample.ts';
import { createTracking, type NewRun, type Tracking } from './index.ts';

let folder: string;
let store: Store;
let tracking: Tracking;
let events: WorkbenchEvent[];

const NEW: NewRun = {
  recipe: 'text-lstm',
  version: 'v-1',
  versionName: 'spam v1',
  parameters: { epochs: 3 },
  startedBy: 'ada',
};
const WEIGHTS = 'a'.repeat(64);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-tracking-'));
  store = openStore(folder);
  events = [];
  tracking = createTracking({ store, emit: (event) => events.push(event) });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a run', () => {
  it('is numbered, named after its recipe, and lists newest first', () => {
    tracking.open(NEW);
    const second = tracking.open({ ...NEW, name: 'wider' });
    expect(tracking.list({ offset: 0, limit: 10 }).items.map(({ number, name }) => [number, name])).toEqual([
      [2, 'wider'],
      [1, 'text-lstm #1'],
    ]);
    expect(tracking.list({ offset: 0, limit: 1 })).toMatchObject({ total: 2, next: 1 });
    expect(second.parameters).toEqual({ epochs: 3 });
  });

  it('that was running when the workbench died is interrupted at the next start', () => {
    const { id } = tracking.open(NEW);
    tracking.attach(id, 'job-1');
    tracking = createTracking({ store, emit: () => undefined });
    expect(tracking.run(id)).toMatchObject({ state: 'interrupted', job: null });
    expect(tracking.logOf(id).map(({ line }) => line)).toEqual([
      expect.stringContaining('the workbench ended during this run'),
    ]);
  });

  it('keeps the seconds up to its last checkpoint when the workbench dies, and adds those after it goes on', () => {
    const { id } = tracking.open(NEW);
    tracking.worked(id, 2);
    tracking.worked(id, 4);
    tracking = createTracking({ store, emit: () => undefined });
    expect(tracking.run(id).seconds).toBe(4);
    tracking.attach(id, 'job-2');
    tracking.worked(id, 1);
    tracking.finish(id, { state: 'interrupted', seconds: 3 });
    tracking = createTracking({ store, emit: () => undefined });
    tracking.attach(id, 'job-3');
    tracking.finish(id, { state: 'finished', seconds: 5 });
    expect(tracking.run(id).seconds).toBe(12);
  });

  it('keeps its measurements, also of a step that comes twice, and forgets those after the checkpoint it resumes from', () => {
    const { id } = tracking.open(NEW);
    const point = (step: number, value: number) => ({ metric: 'train.loss', step, epoch: 1, value });
    tracking.append(id, [point(1, 0.7), point(2, 0.6), point(3, 0.5)]);
    tracking.rewind(id, 2);
    tracking.append(id, [point(3, 0.4)]);
    tracking.append(id, [point(3, 0.45)]);
    expect(tracking.series({ run: id, maxPoints: 100 })).toEqual([
      {
        metric: 'train.loss',
        count: 4,
        points: [
          [1, 0.7],
          [2, 0.6],
          [3, 0.4],
          [3, 0.45],
        ],
        notFinite: [],
        direction: 'minimize',
      },
    ]);
  });

  it('keeps what is not a finite number, apart from what is drawn', () => {
    const { id } = tracking.open(NEW);
    const values = [NaN, 2, Infinity, -Infinity, 1, NaN];
    tracking.append(
      id,
      values.map((value, step) => ({ metric: 'train.loss', step, epoch: null, value })),
    );
    expect(tracking.series({ run: id })[0]).toMatchObject({
      count: 6,
      points: [
        [1, 2],
        [4, 1],
      ],
      notFinite: [
        [0, 'NaN'],
        [2, 'Infinity'],
        [3, '-Infinity'],
        [5, 'NaN'],
      ],
    });
    expect(tracking.metricsOf(id)).toMatchObject([
      { last: 'NaN', notFinite: 4, min: 1, max: 2, best: 1, bestStep: 4 },
    ]);
    expect([...tracking.history(id, 'train.loss')].map(({ value }) => value)).toEqual(values);
    expect(events.filter(({ type }) => type === 'metrics')).toMatchObject([
      { points: [{ value: 2 }, { value: 1 }] },
    ]);
  });

  it('adds up the seconds of its stretches and forgets the results of a stop when it goes on', () => {
    const { id } = tracking.open(NEW);
    tracking.summarize(id, { 'validation.accuracy': 0.9 });
    tracking.finish(id, { state: 'stopped', seconds: 2 });
    tracking.attach(id, 'job-2');
    expect(tracking.run(id)).toMatchObject({ state: 'running', endedAt: null, summary: {} });
    tracking.summarize(id, { 'validation.loss': 0.1 });
    tracking.finish(id, { state: 'finished', seconds: 3, weightsSha256: WEIGHTS });
    expect(tracking.run(id)).toMatchObject({
      state: 'finished',
      seconds: 5,
      weightsSha256: WEIGHTS,
      summary: { 'validation.loss': 0.1 },
    });
  });

  it('says whether it came out as the run it repeats', () => {
    const original = tracking.open(NEW);
    tracking.finish(original.id, { state: 'finished', seconds: 1, weightsSha256: WEIGHTS });
    const outcomes = [WEIGHTS, 'b'.repeat(64)].map((weightsSha256) => {
      const again = tracking.open({ ...NEW, reproduces: original.id });
      expect(tracking.run(again.id).reproduced).toBeNull();
      tracking.finish(again.id, { state: 'finished', seconds: 1, weightsSha256 });
      return tracking.run(again.id).reproduced;
    });
    expect(outcomes).toEqual([true, false]);
    expect(tracking.run(original.id).reproduced).toBeNull();
  });

  it('keeps the error it failed with', () => {
    const { id } = tracking.open(NEW);
    const error = { key: 'house.cancelled', parameters: { what: 'Training' } } as const;
    tracking.finish(id, { state: 'failed', seconds: 1, error });
    expect(tracking.run(id).error).toEqual(error);
  });

  it('that does not exist is named', () => {
    expect(() => tracking.run('run-none')).toThrow('There is no run “run-none”.');
  });
});

it('a curve thinned out keeps its ends and only points that were there, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 400 }),
      fc.integer({ min: 3, max: 60 }),
      (values, size) => {
        const steps = Float64Array.from(values, (_, step) => step);
        const kept = largestTriangle(steps, Float64Array.from(values), size);
        expect(kept.length).toBe(Math.min(values.length, size));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        if (values.length > 0) expect([kept[0], kept.at(-1)]).toEqual([0, values.length - 1]);
      },
    ),
  );
});

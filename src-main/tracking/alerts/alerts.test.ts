import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlertCondition, WorkbenchEvent } from '../../../src-shared/contract.ts';
import { alertInWords, conditionInWords } from '../../../src-shared/tracking/alerts/words.ts';
import { openStore, type Store } from '../../platform/store/index.ts';
import type { SeriesRow } from '../points/queries.ts';
import { createTracking, type Tracking } from '../index.ts';
import { evidenceOfCurve } from './evaluate.ts';

const series = (changes: Partial<SeriesRow>): SeriesRow => ({
  number: 1,
  run: 'run-1',
  metric: 'loss',
  points: 10,
  notFinite: 0,
  last: 1,
  lastStep: 9,
  lastAt: null,
  least: 1,
  leastStep: 9,
  greatest: 1,
  greatestStep: 9,
  loose: 0,
  ...changes,
});

describe('a curve', () => {
  const diverges = { kind: 'divergence', metric: 'loss', factor: 3 } as const;
  it.each([
    ['three times the least', { least: 1, last: 3 }, 'minimize', false],
    ['more than that', { least: 1, last: 3.1 }, 'minimize', true],
    ['infinite', { least: 1, last: Infinity }, null, true],
    ['a third of the greatest', { greatest: 0.9, last: 0.31 }, 'maximize', false],
    ['less than that', { greatest: 0.9, last: 0.29 }, 'maximize', true],
    ['below 0, not a third as far from it', { least: -3, last: -0.9 }, 'minimize', true],
    ['below 0 and getting there', { least: -3, last: -1.1 }, 'minimize', false],
    ['of few points', { least: 1, last: 100, points: 4 }, 'minimize', false],
    ['NaN at its end', { least: 1, last: null }, 'minimize', false],
  ] as const)('that is %s', (_what, changes, direction, isDivergent) => {
    expect(evidenceOfCurve(diverges, series(changes), direction) !== null).toBe(isDivergent);
  });

  it('makes no progress when its best lies so many steps back', () => {
    const stalls = { kind: 'noProgress', metric: 'loss', steps: 5, minutes: null } as const;
    const at = (leastStep: number) =>
      evidenceOfCurve(stalls, series({ leastStep, lastStep: 20, last: 2 }), null);
    expect(at(16)).toBeNull();
    expect(at(15)).toEqual({ metric: 'loss', value: 2, step: 20, best: 1, state: null });
  });

  it('crosses a threshold at its extreme, also when it came back', () => {
    const above = { kind: 'threshold', metric: 'loss', side: 'above', limit: 5 } as const;
    expect(evidenceOfCurve(above, series({ greatest: 5 }), null)).toBeNull();
    expect(evidenceOfCurve(above, series({ greatest: 6, greatestStep: 3 }), null)).toMatchObject({
      value: 6,
      step: 3,
    });
    const below = { ...above, side: 'below', limit: 0 } as const;
    expect(evidenceOfCurve(below, series({ least: -1, leastStep: 2 }), null)).toMatchObject({ value: -1 });
  });
});

describe('rules', () => {
  let folder: string;
  let store: Store;
  let tracking: Tracking;
  let events: WorkbenchEvent[];

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-alerts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    store = openStore(mkdtempSync(path.join(folder, 'w-')));
    open();
  });
  afterEach(async () => {
    await tracking.close();
    store.close();
  });

  function open(): void {
    events = [];
    tracking = createTracking({ store, emit: (event) => events.push(event) });
  }

  const add = (condition: AlertCondition, experiment: string | null = null): string =>
    tracking.alerts.addRule({ experiment, condition }, 'ada').id;
  const found = () => tracking.alerts.list({ offset: 0, limit: 100 }).items;
  const point = (value: number, step: number) => ({ metric: 'loss', value, step });
  const run = (experiment = 'owls'): string =>
    tracking.open({ origin: 'logged', experiment, name: 'r', startedBy: 'ada' }).id;

  it('fire once for each run, with what they found, and only in their experiment', async () => {
    const { id: owls } = tracking.experiments.create('owls');
    const anywhere = add({ kind: 'notFinite', metric: null });
    const here = add({ kind: 'threshold', metric: 'loss', side: 'above', limit: 5 }, owls);
    const [first, second] = [run(), run('bats')];
    tracking.record({ run: first, points: [point(6, 1), point(NaN, 2)] });
    tracking.record({ run: first, points: [point(7, 3), point(Infinity, 4)] });
    tracking.record({ run: second, points: [point(9, 1)] });
    expect(found().map(({ rule, run, evidence }) => [rule, run, evidence.value, evidence.step])).toEqual([
      [here, first, 6, 1],
      [anywhere, first, 'NaN', 2],
    ]);
    await vi.waitFor(() =>
      expect(events.filter((event) => event.type === 'changed' && event.what === 'alerts')).toHaveLength(4),
    );
  });

  it('that are off or gone fire no more, and what they found stays', () => {
    const id = add({ kind: 'notFinite', metric: 'loss' });
    const first = run();
    tracking.record({ run: first, points: [point(NaN, 1)] });
    tracking.alerts.setEnabled(id, false);
    tracking.record({ run: run(), points: [point(NaN, 1)] });
    tracking.alerts.removeRule(id);
    expect(() => tracking.alerts.removeRule(id)).toThrow(/alert rule/);
    expect(found()).toMatchObject([{ rule: id, run: first, condition: { kind: 'notFinite' } }]);
    expect(tracking.alerts.rules()).toEqual([]);
    tracking.keep({ runs: [first], trashed: true });
    tracking.purge([first]);
    expect(found()).toEqual([]);
  });

  it('of a batch that was taken back, none fired', async () => {
    add({ kind: 'notFinite', metric: null });
    const id = run();
    expect(() =>
      store.tx(() => {
        tracking.record({ run: id, points: [point(NaN, 1)] });
        throw new Error('no');
      }),
    ).toThrow('no');
    events = [];
    await new Promise(setImmediate);
    expect(found()).toEqual([]);
    expect(events).toEqual([]);
  });

  it('tell how a run ended, also one that the end of the workbench cut off; imported runs are over', () => {
    add({ kind: 'ended', states: ['failed', 'interrupted'] });
    const [fails, finishes] = [run(), run()];
    tracking.logged.end(fails, { state: 'failed', exitCode: 3 });
    tracking.logged.end(finishes, { state: 'finished' });
    const imported = tracking.open({ origin: 'imported', startedBy: 'ada' });
    tracking.finish(imported.id, { state: 'failed', seconds: 1 });
    const training = tracking.open({ recipe: 'text-lstm', startedBy: 'ada' });
    open();
    expect(found().map(({ run, evidence }) => [run, evidence.state])).toEqual([
      [training.id, 'interrupted'],
      [fails, 'failed'],
    ]);
  });

  it('tell of a training whose loss was no number, which goes back and goes on', () => {
    const [strange, runs] = [
      add({ kind: 'notFinite', metric: null }),
      add({ kind: 'divergence', metric: 'train.loss', factor: 2 }),
    ];
    const { id } = tracking.open({ recipe: 'text-lstm', startedBy: 'ada' });
    tracking.faulted(id, { fault: 'notFinite', step: 40 });
    tracking.faulted(id, { fault: 'exploded', step: 60 });
    tracking.faulted(id, { fault: 'exploded', step: 80 });
    expect(found().map(({ rule, evidence }) => [rule, evidence.step])).toEqual([
      [runs, 60],
      [strange, 40],
    ]);
  });

  it('tell of minutes without progress by the clock, though nothing comes in', () => {
    add({ kind: 'noProgress', metric: 'loss', steps: null, minutes: 2 });
    const [stalls, learns] = [run(), run()];
    const minute = 60_000;
    for (const id of [stalls, learns]) tracking.record({ run: id, points: [point(1, 1)] });
    tracking.alerts.look(0);
    tracking.record({ run: learns, points: [point(0.5, 2)] });
    tracking.record({ run: stalls, points: [point(1.5, 2)] });
    tracking.alerts.look(minute);
    tracking.alerts.look(2 * minute);
    tracking.alerts.look(2.9 * minute);
    expect(found()).toMatchObject([{ run: stalls, evidence: { value: 1.5, best: 1 } }]);
    tracking.alerts.look(3 * minute);
    expect(found()).toHaveLength(2);
  });

  describe('start the local command', () => {
    const script = (text: string): string => {
      const file = path.join(folder, 'tell.mjs');
      writeFileSync(file, text);
      return file;
    };
    const program = process.execPath;

    it('without a shell: the alert on its standard input, words in its arguments as they are', async () => {
      const out = path.join(folder, 'told.json');
      const file = script(`
        import { readFileSync, writeFileSync } from 'node:fs';
        const [out, ...args] = process.argv.slice(2);
        writeFileSync(out, JSON.stringify({ args, told: JSON.parse(readFileSync(0, 'utf8')) }));`);
      const args = [file, out, '{name}: {value}', '$(touch x); {other}', '{metric}'];
      tracking.alerts.setCommand({ program, arguments: args, seconds: 20 }, 'ada');
      add({ kind: 'notFinite', metric: null });
      const { id } = tracking.open({ origin: 'logged', name: '"; rm -rf / #', startedBy: 'ada' });
      tracking.record({ run: id, points: [point(NaN, 3)] });
      expect(found()).toMatchObject([{ command: 'waiting' }]);
      await vi.waitFor(
        () => expect(found()).toMatchObject([{ command: 'done', commandError: null }]),
        20_000,
      );
      expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
        args: ['"; rm -rf / #: NaN', '$(touch x); {other}', 'loss'],
        told: {
          run: id,
          runName: '"; rm -rf / #',
          evidence: { value: 'NaN', step: 3 },
          text: { en: expect.stringMatching('NaN') },
        },
      });
    });

    it('and its failure is told: an exit code, too long, no such program', async () => {
      const file = script(`
        if (process.argv[2] === 'slow') setTimeout(() => {}, 60_000);
        else { console.error('no network here'); process.exitCode = 7; }`);
      tracking.alerts.setCommand({ program, arguments: [file], seconds: 20 }, 'ada');
      expect(await tracking.alerts.tryCommand()).toBe('Exit code 7. no network here');
      tracking.alerts.setCommand({ program, arguments: [file, 'slow'], seconds: 1 }, 'ada');
      expect(await tracking.alerts.tryCommand()).toMatch(/did not end within 1 s/);
      const gone = path.join(folder, 'gone');
      for (const name of [gone, 'node', folder])
        expect(() => tracking.alerts.setCommand({ program: name, arguments: [], seconds: 1 }, 'ada')).toThrow(
          /There is no program/,
        );
      expect(tracking.alerts.command()).toMatchObject({ arguments: [file, 'slow'] });
      if (process.platform === 'win32') return;
      writeFileSync(gone, 'no program at all');
      chmodSync(gone, 0o644);
      tracking.alerts.setCommand({ program: gone, arguments: [], seconds: 1 }, 'ada');
      add({ kind: 'notFinite', metric: null });
      tracking.record({ run: run(), points: [point(NaN, 3)] });
      await vi.waitFor(() =>
        expect(found()).toMatchObject([{ command: 'failed', commandError: expect.stringMatching(/EACCES/) }]),
      );
    });

    it('again at the next start, where the end of the workbench cut it off', async () => {
      const out = path.join(folder, 'again');
      const file = script(`import { writeFileSync } from 'node:fs'; writeFileSync(process.argv[2], 'told');`);
      tracking.alerts.setCommand({ program, arguments: [file, out], seconds: 20 }, 'ada');
      add({ kind: 'notFinite', metric: null });
      tracking.record({ run: run(), points: [point(NaN, 3)] });
      // Killed before it told anybody: nothing of it is left but what is on the disk.
      store.db.prepare("UPDATE alerts SET command = 'waiting'").run();
      const left = tracking;
      open();
      tracking.opened();
      await vi.waitFor(() => expect(existsSync(out)).toBe(true), 20_000);
      await vi.waitFor(() => expect(found()).toMatchObject([{ command: 'done' }]), 20_000);
      await left.close();
    });
  });
});

it('every condition and alert has words in both languages', () => {
  const conditions: AlertCondition[] = [
    { kind: 'notFinite', metric: null },
    { kind: 'notFinite', metric: 'train.loss' },
    { kind: 'divergence', metric: 'train.loss', factor: 3 },
    { kind: 'noProgress', metric: 'x/y', steps: 1, minutes: null },
    { kind: 'noProgress', metric: 'x/y', steps: null, minutes: 2.5 },
    { kind: 'threshold', metric: 'validation.accuracy', side: 'below', limit: 0.5 },
    { kind: 'ended', states: ['failed', 'crashed'] },
  ];
  expect(conditions.map((condition) => conditionInWords(condition).en)).toEqual([
    'A metric is NaN or infinite',
    'Loss (training) is NaN or infinite',
    'Loss (training) diverges: 3 times worse than its best',
    'x/y is no better for 1 step',
    'x/y is no better for 2.5 min',
    'Accuracy (validation) is below 0.5',
    'A run ended: failed or crashed',
  ]);
  for (const condition of conditions) expect(conditionInWords(condition).zh).toMatch(/\p{Script=Han}/u);
  const evidence = { metric: 'train.loss', value: 7.23456, step: 40, best: 1.2, state: null };
  const alert = { runNumber: 3, runName: 'lstm', condition: conditions[2]!, evidence };
  expect(alertInWords(alert).en).toBe(
    '#3 lstm: Loss (training) diverges: 3 times worse than its best: 7.235 at step 40, best 1.2',
  );
  const ended = { ...alert, condition: conditions[6]!, evidence: { ...evidence, state: 'crashed' as const } };
  expect(alertInWords(ended)).toEqual({ en: '#3 lstm: crashed', zh: '#3 lstm：已崩溃' });
});

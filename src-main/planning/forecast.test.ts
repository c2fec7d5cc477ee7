import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, parseDay } from '../../src-shared/planning/engine/index.ts';
import type { PlanChange } from '../../src-shared/planning/contract.ts';
import { importSource } from '../datasets/commands.ts';
import type { App } from '../platform/host/app.ts';
import type { Session } from '../platform/cli/session.ts';
import { openQuietly } from '../session.fixture.ts';
import { change, MILESTONE, PLAN, PROJECT, TASK } from './plan.fixture.ts';

let folder: string;
let app: App;
let session: Session;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-forecast-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const estimate = { optimistic: 8, likely: 16, pessimistic: 60 };
const task = (id: string, body: Partial<typeof TASK> = {}): PlanChange => ({
  id,
  kind: 'task',
  body: { ...TASK, title: id, estimate, ...body },
});
const after = (...ids: string[]) => ids.map((id) => ({ task: id, type: 'FS' as const, lag: 0 }));
const project = { id: PLAN, kind: 'project', body: { ...PROJECT, due: '2030-01-01' } } as const;
const beta = { id: 'beta', kind: 'milestone', body: { ...MILESTONE, due: '2026-03-03' } } as const;
const GATE = {
  milestone: 'beta',
  name: '',
  fact: 'labeling.labels',
  comparison: '>=',
  value: 2,
  holds: 0,
  rank: 0,
} as const;

describe('a forecast', () => {
  it('is of the finish and of each milestone, the same for the same plan, and stale after a change', async () => {
    const { planning } = app.client;
    const risk = {
      title: 'Server late',
      area: 'technology',
      cause: '',
      event: '',
      effect: '',
      probability: 3,
      impact: 3,
      chance: 0.5,
      delay: { optimistic: 40, likely: 80, pessimistic: 120 },
      tasks: ['b'],
      response: 'accept',
      plan: '',
      owner: null,
      due: null,
      state: 'open',
      trigger: null,
    } as const;
    await change(
      app.client,
      project,
      beta,
      task('a', { milestones: ['beta'] }),
      task('b', { after: after('a') }),
      { id: 'risk', kind: 'risk', body: { ...risk, tasks: ['b'] } },
    );
    expect(await planning.forecast({ project: PLAN })).toBeNull();
    const made = await planning.makeForecast({ project: PLAN });
    expect(made.trials).toBe(10_000);
    for (const { p50, p80, p95, quantiles } of [made.finish, ...made.milestones]) {
      expect(p50).toBeLessThanOrEqual(p80);
      expect(p80).toBeLessThanOrEqual(p95);
      expect(quantiles).toHaveLength(101);
      expect(quantiles.toSorted((a, b) => a - b)).toEqual(quantiles);
    }
    expect(made.finish.chance).toBe(1);
    expect(made.milestones).toMatchObject([{ milestone: 'beta', name: 'Beta', chance: 0 }]);
    expect(made.drivers.map(({ title }) => title).toSorted()).toEqual(['Server late', 'a', 'b']);
    expect(made.criticality.map(({ index }) => index)).toContain(1);
    expect(made.sources.map(({ source }) => source)).toEqual(['estimate', 'estimate']);

    expect((await planning.makeForecast({ project: PLAN })).id).toBe(made.id);
    expect(await planning.forecast({ project: PLAN })).toEqual({ forecast: made, stale: false });
    await change(app.client, task('a', { milestones: ['beta'], estimate: { ...estimate, pessimistic: 90 } }));
    expect(await planning.forecast({ project: PLAN })).toMatchObject({ stale: true });
    const later = await planning.makeForecast({ project: PLAN });
    expect(later.id).not.toBe(made.id);
    expect(later.finish.p95).toBeGreaterThan(made.finish.p95);
  });

  it('of a levelled plan keeps its order, and says what it takes for granted', async () => {
    const person = { name: 'Mei', account: null, role: null, capacity: 1, cost: 0, from: null, until: null };
    await app.client.team.change({
      scope: 'team',
      operation: crypto.randomUUID(),
      changes: [{ id: 'mei', kind: 'person', body: { ...person, skills: {}, daysOff: [] } }],
    });
    const ids = Array.from({ length: 10 }, (_, n) => `t${n}`);
    const body = { owners: ['mei'], estimate: { optimistic: 8, likely: 8, pessimistic: 8 } };
    await change(app.client, project, ...ids.map((id) => task(id, body)));
    const atOnce = await app.client.planning.makeForecast({ project: PLAN });
    // As levelling leaves them: one a day, the last first, each no earlier than its day.
    const day = (n: number) => (parseDay('2030-01-07')! + n + 2 * Math.floor(n / 5)) * DAY;
    await change(app.client, ...ids.map((id, n) => task(id, { ...body, levelled: day(9 - n) })));
    const levelled = await app.client.planning.makeForecast({ project: PLAN });
    expect([atOnce.order, levelled.order]).toEqual(['dependencies', 'levelled']);
    // Ten tasks of a day each in a row: two weeks, where at once they are a day.
    expect(levelled.finish.p50 - atOnce.finish.p50).toBeGreaterThanOrEqual(11 * DAY);
    expect(levelled.finish.p50).toBeLessThan(day(0));
    expect(levelled.criticality.every(({ index }) => index === 1)).toBe(true);
  });

  it('takes the time of labeling and training from what was measured', async () => {
    const csv = path.join(folder, 'mail.csv');
    writeFileSync(
      csv,
      `text,label\n${Array.from({ length: 30 }, (_, i) => `text ${i},${i < 2 ? 'ab'[i] : ''}`).join('\n')}\n`,
    );
    const { dataset } = await importSource(session, { kind: 'path', path: csv }, {});
    const { items } = await app.client.labeling.queue({ task: dataset, queue: 'unlabeled', limit: 20 });
    for (const { id } of items)
      await app.client.labeling.annotate({
        task: dataset,
        answers: [{ operation: crypto.randomUUID(), sample: id, answer: { type: 'label', label: 'a' } }],
      });
    const { labeling, training } = await app.client.planning.rates();
    expect(labeling[0]).toMatchObject({ author: null, labels: 20, sessions: 1 });
    expect(labeling[0]!.perHour).toBeGreaterThan(0);
    expect(training).toEqual([]);

    const measured = { by: 'labeling', dataset, samples: 10_000_000 } as const;
    await change(
      app.client,
      project,
      beta,
      { id: 'gate', kind: 'gate', body: { ...GATE, parameters: { dataset } } },
      task('label', { measured, milestones: ['beta'] } as Partial<typeof TASK>),
      task('train', { measured: { by: 'training', recipe: 'gpt', runs: 2 } } as Partial<typeof TASK>),
    );
    const made = await app.client.planning.makeForecast({ project: PLAN });
    expect(made.sources).toEqual([
      { task: 'label', title: 'label', source: 'labeling' },
      { task: 'train', title: 'train', source: 'estimate' },
    ]);
    // Without the labels the milestone would be earlier by as long as they take.
    expect(made.savings).toMatchObject([
      { gate: 'gate', milestone: 'beta', tasks: [{ task: 'label', title: 'label' }] },
    ]);
    const { mean, low, high, hours } = made.savings![0]!;
    expect(hours).toBeGreaterThan(0);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(mean).toBeGreaterThan(0);
    expect(high).toBeGreaterThanOrEqual(low);
  });

  it('is scored once its milestone is closed', async () => {
    const { planning } = app.client;
    const csv = path.join(folder, 'mail.csv');
    writeFileSync(csv, 'text,label\nbuy,spam\nhello,ham\n');
    const { dataset } = await importSource(session, { kind: 'path', path: csv }, {});
    await change(app.client, project, beta, task('a', { milestones: ['beta'] }), {
      id: 'gate',
      kind: 'gate',
      body: { ...GATE, parameters: { dataset } },
    });
    const { milestones } = await planning.makeForecast({ project: PLAN });
    expect(await planning.forecastScore({ project: PLAN })).toMatchObject({ settled: 0, open: 1 });
    await planning.sign({ project: PLAN, milestone: 'beta', operation: crypto.randomUUID() });
    const score = await planning.forecastScore({ project: PLAN });
    expect(score).toMatchObject({ settled: 1, open: 0 });
    // It closed at once, and so before each of the dates.
    expect(score.calibration.map(({ promised, held, of }) => [promised, held, of])).toEqual([
      [0.5, 1, 1],
      [0.8, 1, 1],
      [0.95, 1, 1],
    ]);
    expect(score.log[0]!.actual).toBeLessThan(milestones[0]!.p50);
  });

  it('of tasks that wait for each other, or of none, is refused by name', async () => {
    const { planning } = app.client;
    await change(app.client, project);
    await expect(planning.makeForecast({ project: PLAN })).rejects.toThrow('nothing to forecast');
    await change(app.client, task('a', { after: after('b') }), task('b', { after: after('a') }));
    await expect(planning.makeForecast({ project: PLAN })).rejects.toThrow('wait for each other');
    await expect(planning.makeForecast({ project: 'none' })).rejects.toThrow('none');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-planning-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const task = (id: string, body: Partial<typeof TASK> = {}): PlanChange => ({
  id,
  kind: 'task',
  body: { ...TASK, title: id, ...body },
});
const read = () => app.client.planning.read({ scope: PLAN });
const ids = async () => (await read()).documents.map(({ id }) => id);

describe('a plan', () => {
  it('is changed all or nothing, once an operation, and read in part since a place', async () => {
    const { planning } = app.client;
    const operation = crypto.randomUUID();
    const changes = [{ id: PLAN, kind: 'project', body: PROJECT }, task('a'), task('b')] as PlanChange[];
    const { at } = await planning.change({ scope: PLAN, operation, changes });
    expect(await planning.change({ scope: PLAN, operation, changes: [task('c')] })).toEqual({ at });
    expect(await ids()).toEqual(['a', 'b', PLAN]);

    const wrong = { id: 'second', kind: 'project', body: PROJECT } as const;
    await expect(change(app.client, task('d'), wrong)).rejects.toThrow('A plan has one project');
    await expect(change(app.client, { ...task('a'), kind: 'comment' } as PlanChange)).rejects.toThrow();
    expect(await ids()).toEqual(['a', 'b', PLAN]);

    await change(app.client, task('b', { title: 'B' }), { id: 'a', kind: 'task', body: null });
    const since = await planning.since({ scope: PLAN, at });
    expect(since.changes.map(({ id, body }) => [id, body && 'title' in body && body.title])).toEqual([
      ['b', 'B'],
      ['a', null],
    ]);
    expect((await planning.projects()).map(({ body }) => body.name)).toEqual(['Complaints']);
  });

  it.each([
    ['NaN', { gpuHours: Number.NaN }],
    ['a negative effort', { estimate: { optimistic: -1, likely: 2, pessimistic: 3 } }],
    ['an estimate out of order', { estimate: { optimistic: 5, likely: 2, pessimistic: 3 } }],
    ['an impossible date', { due: '2026-02-30' }],
  ])('refuses %s by field, and keeps what was there', async (_what, body) => {
    await change(app.client, task('a'));
    await expect(change(app.client, task('a', body))).rejects.toThrow(/changes\.0\.body\.\w+/);
    expect((await read()).documents[0]?.body).toEqual({ ...TASK, title: 'a' });
  });

  it('takes back and does again any operation, to the same bytes', async () => {
    const { planning } = app.client;
    await change(app.client, task('a'), task('b'));
    const before = JSON.stringify((await read()).documents);
    await change(
      app.client,
      task('a', { title: 'A', done: 0.5 }),
      { id: 'b', kind: 'task', body: null },
      task('c'),
    );
    const after = JSON.stringify((await read()).documents);
    for (let round = 0; round < 3; round++) {
      expect((await planning.undo({ scope: PLAN })).changes).toHaveLength(3);
      expect(JSON.stringify((await read()).documents)).toBe(before);
      await planning.redo({ scope: PLAN });
      expect(JSON.stringify((await read()).documents)).toBe(after);
    }
    await planning.undo({ scope: PLAN });
    await planning.undo({ scope: PLAN });
    expect(await ids()).toEqual([]);
    expect((await planning.undo({ scope: PLAN })).changes).toEqual([]);
    await planning.redo({ scope: PLAN });
    expect(JSON.stringify((await read()).documents)).toBe(before);
    await change(app.client, task('d'));
    expect((await planning.redo({ scope: PLAN })).changes).toEqual([]);
    const history = await planning.history({ scope: PLAN, id: 'a' });
    expect(history.map(({ way }) => way)).toContain('undo');
    expect(history.at(-1)).toMatchObject({ way: 'change', before: null, after: { title: 'a' } });
  });
});

describe('the scope of a plan', () => {
  it('has every task that there ever was, with when it came and went', async () => {
    const { planning } = app.client;
    await change(app.client, { id: PLAN, kind: 'project', body: PROJECT }, task('a'), task('b'));
    await change(app.client, task('a', { title: 'A' }));
    await change(app.client, { id: 'b', kind: 'task', body: null });
    const lives = await planning.scopeHistory({ project: PLAN });
    const byId = new Map(lives.map((life) => [life.id, life]));
    expect([...byId.keys()].toSorted()).toEqual(['a', 'b']);
    expect(byId.get('a')).toMatchObject({ removedAt: null, body: { title: 'A' } });
    expect(byId.get('b')!.removedAt! >= byId.get('b')!.addedAt).toBe(true);
    expect(byId.get('b')!.body).toEqual({ ...TASK, title: 'b' });
    await planning.undo({ scope: PLAN });
    const back = (await planning.scopeHistory({ project: PLAN })).find(({ id }) => id === 'b');
    expect(back).toMatchObject({ removedAt: null, addedAt: byId.get('b')!.addedAt });
  });
});

describe('a milestone', () => {
  const importLabels = async (labeled: number) => {
    const csv = path.join(folder, 'mail.csv');
    const rows = Array.from(
      { length: 6 },
      (_, i) => `text ${i},${i < labeled ? (i % 2 ? 'spam' : 'ham') : ''}`,
    );
    writeFileSync(csv, `text,label\n${rows.join('\n')}\n`);
    return importSource(session, { kind: 'path', path: csv }, {});
  };
  const status = async () => (await app.client.planning.milestones({ project: PLAN }))[0]!;

  it('closes by itself when its gates pass and it is signed, and reopens on a regression with the reason', async () => {
    const { planning, labeling } = app.client;
    const { dataset } = await importLabels(4);
    const gate = {
      milestone: 'beta',
      name: 'five labels',
      fact: 'labeling.labels',
      parameters: { dataset },
      comparison: '>=',
      value: 5,
      holds: 0,
      rank: 0,
    } as const;
    expect(await planning.tryGate(gate)).toMatchObject({ state: 'failing', value: 4, distance: 1 });
    await change(
      app.client,
      { id: PLAN, kind: 'project', body: PROJECT },
      { id: 'beta', kind: 'milestone', body: MILESTONE },
      { id: 'gate', kind: 'gate', body: gate },
    );
    expect(await status()).toMatchObject({
      state: 'open',
      gates: [{ state: 'failing', value: 4, unit: 'samples', distance: 1 }],
    });
    const sign = { project: PLAN, milestone: 'beta', operation: crypto.randomUUID() };
    expect(await planning.sign(sign)).toMatchObject({ state: 'signed' });

    const [next] = (await labeling.queue({ task: dataset, queue: 'unlabeled' })).items;
    const annotate = (answer: { type: 'label'; label: string } | { type: 'clear' }) =>
      labeling.annotate({
        task: dataset,
        answers: [{ operation: crypto.randomUUID(), sample: next!.id, answer }],
      });
    await annotate({ type: 'label', label: 'spam' });
    await expect.poll(async () => (await status()).state).toBe('closed');
    await expect(planning.sign({ ...sign, operation: crypto.randomUUID() })).rejects.toThrow(
      'closed already',
    );

    await annotate({ type: 'clear' });
    await expect.poll(async () => (await status()).state).toBe('reopened');
    expect((await status()).failed).toMatchObject({
      name: 'five labels',
      value: 4,
      wanted: 5,
      comparison: '>=',
    });
    await annotate({ type: 'label', label: 'ham' });
    await expect.poll(async () => (await status()).state).toBe('ready');
    expect((await planning.milestoneEvents({ project: PLAN })).map(({ type }) => type)).toEqual([
      'signed',
      'closed',
      'reopened',
    ]);
    expect((await status()).gates[0]?.trend.map(({ value }) => value)).toEqual([4, 5, 4, 5]);
  });

  it('waits until a gate has held for long enough, and says until when', async () => {
    const { dataset } = await importLabels(6);
    await change(
      app.client,
      { id: 'beta', kind: 'milestone', body: MILESTONE },
      {
        id: 'gate',
        kind: 'gate',
        body: {
          milestone: 'beta',
          name: 'labels',
          fact: 'labeling.labels',
          parameters: { dataset },
          comparison: '>=',
          value: 5,
          holds: 24,
          rank: 0,
        },
      },
    );
    const { gates } = await status();
    expect(gates[0]).toMatchObject({ state: 'holding' });
    expect(Date.parse(gates[0]!.passesAt!) - Date.parse(gates[0]!.since!)).toBe(24 * 3_600_000);
  });

  it('whose fact cannot be read is unknown, with the reason', async () => {
    const gate = { milestone: 'beta', name: '', comparison: '<=', value: 20, holds: 0, rank: 0 } as const;
    await change(
      app.client,
      { id: 'beta', kind: 'milestone', body: MILESTONE },
      { id: 'g', kind: 'gate', body: { ...gate, fact: 'serving.p95', parameters: { endpoint: 'none' } } },
      { id: 'h', kind: 'gate', body: { ...gate, rank: 1, fact: 'no.such', parameters: {} } },
    );
    const { state, gates } = await status();
    expect(state).toBe('open');
    expect(gates.map((one) => [one.state, one.why])).toEqual([
      ['unknown', { key: 'serving.noSuchEndpoint', parameters: { name: 'none', names: '–' } }],
      ['unknown', { key: 'house.notFound', parameters: { what: 'fact', id: 'no.such' } }],
    ]);
  });
});

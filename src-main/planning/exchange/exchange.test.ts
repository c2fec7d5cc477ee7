/** Import and export through the room's door: a worker reads, one operation is kept, undo gives the bytes back. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noteText } from '../../../src-shared/planning/exchange/notes.ts';
import { openQuietly } from '../../session.fixture.ts';
import { change, MILESTONE, PLAN, PROJECT, TASK } from '../plan.fixture.ts';
import { MICROSOFT } from './mspdi-files.fixture.ts';
import { milestone, planWith, task, write } from './exchange.fixture.ts';

let folder: string;
let app: Awaited<ReturnType<typeof openQuietly>>['app'];
const operation = () => crypto.randomUUID();
const documents = async () => JSON.stringify((await app.client.planning.read({ scope: PLAN })).documents);

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-exchange-room-'));
  ({ app } = await openQuietly(path.join(folder, 'workspace')));
  await change(
    app.client,
    { id: PLAN, kind: 'project', body: { ...PROJECT, vision: 'Calm' } },
    { id: 'm', kind: 'milestone', body: { ...MILESTONE, due: '2026-05-01' } },
    {
      id: 't',
      kind: 'task',
      body: { ...TASK, milestones: ['m'], checklist: [{ text: 'gold', done: false }] },
    },
  );
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

it('an import is one operation: undo gives the same bytes, redo makes the same again', async () => {
  const before = await documents();
  const asked = { project: PLAN, name: 'plan.xml', text: MICROSOFT };
  const preview = await app.client.planning.previewImport(asked);
  expect(await documents()).toBe(before);
  const made = await app.client.planning.importFile({ ...asked, operation: operation() });
  expect(made.kinds).toEqual(preview.kinds);
  const after = await documents();
  expect(after).not.toBe(before);
  await app.client.planning.undo({ scope: PLAN });
  expect(await documents()).toBe(before);
  await app.client.planning.redo({ scope: PLAN });
  expect(await documents()).toBe(after);
  await app.client.planning.undo({ scope: PLAN });
});

it('a file with a problem keeps nothing of it, and says the first', async () => {
  const before = await documents();
  const text = 'title,after\nGood,\nBad,nobody\n';
  const asked = { project: PLAN, name: 'x.csv', text, operation: operation() };
  await expect(app.client.planning.importFile(asked)).rejects.toThrow(/nobody \(line 3\)/);
  expect(await documents()).toBe(before);
});

const rowsOf = (count: number) =>
  `title,text\n${Array.from({ length: count }, (_, i) => `Task ${i},"${'x'.repeat(20)}"\n`).join('')}`;

it('more rows than one operation of the window has are one import, and one undo gives the same bytes', async () => {
  const before = await documents();
  const text = rowsOf(21_000);
  const { kinds, rows } = await app.client.planning.importFile({
    project: PLAN,
    name: 'big.csv',
    text,
    operation: operation(),
  });
  expect(kinds).toEqual([{ kind: 'task', added: 21_000, changed: 0 }]);
  expect(rows).toHaveLength(200);
  const { documents: all } = await app.client.planning.read({ scope: PLAN });
  expect(all.filter(({ kind }) => kind === 'task')).toHaveLength(21_001);
  const undone = await app.client.planning.undo({ scope: PLAN });
  expect(undone.changes).toHaveLength(21_000);
  expect(await documents()).toBe(before);
});

it('more rows than an import takes are refused in words, by the worker', async () => {
  const { problems, kinds } = await app.client.planning.previewImport({
    project: PLAN,
    name: 'big.csv',
    text: `title\n${'Task\n'.repeat(200_001)}`,
  });
  expect(problems).toMatchObject([{ what: 'tooMany', value: '200001 > 200000' }]);
  expect(kinds).toEqual([]);
});

it('a large import that is cancelled keeps nothing', async () => {
  const before = await documents();
  const text = rowsOf(40_000);
  const importing = app.client.planning.importFile({
    project: PLAN,
    name: 'big.csv',
    text,
    operation: operation(),
  });
  const cancel = (async () => {
    for (;;) {
      const job = (await app.client.jobs.list()).find(
        ({ kind, state }) => kind === 'plan' && state === 'running',
      );
      if (job) return app.client.jobs.cancel({ id: job.id });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  await expect(importing).rejects.toThrow(/cancelled|stopped/i);
  await cancel;
  expect(await documents()).toBe(before);
});

it('a plan that is changed while a file is read is read again, and both stand', async () => {
  const importing = app.client.planning.importFile({
    project: PLAN,
    name: 'small.csv',
    text: 'title\nFrom the file\n',
    operation: operation(),
  });
  await change(app.client, { id: 'beside', kind: 'task', body: { ...TASK, title: 'Beside' } });
  expect((await importing).kinds).toEqual([{ kind: 'task', added: 1, changed: 0 }]);
  const titles = (await app.client.planning.read({ scope: PLAN })).documents.flatMap((one) =>
    one.kind === 'task' ? one.body.title : [],
  );
  expect(titles).toEqual(expect.arrayContaining(['Beside', 'From the file']));
});

it('an export tells what it loses: CSV nothing of tasks, XML the checklist, JSON nothing at all', async () => {
  const lossesOf = async (format: 'csv' | 'mspdi' | 'json' | 'ics') => {
    const { losses } = await app.client.planning.exportPlan({ project: PLAN, format });
    return losses.map((note) => noteText(note, 'en'));
  };
  expect(await lossesOf('csv')).toEqual([]);
  expect(await lossesOf('json')).toEqual([]);
  expect(await lossesOf('mspdi')).toEqual(['Not kept: vision (Complaints)', 'Not kept: checklist (Label)']);
  expect(await lossesOf('ics')).toEqual([
    'Not kept: milestones of the task (Label)',
    'Not kept: checklist (Label)',
  ]);
  await expect(app.client.planning.exportPlan({ project: 'none', format: 'csv' })).rejects.toThrow(/none/);
});

it('Mermaid has a line for each task and milestone, with names that end no line', () => {
  const hours = { optimistic: 8, likely: 8, pessimistic: 8 };
  const source = planWith([
    milestone('m', { after: [{ task: 'b', type: 'FS', lag: 0 }] }),
    task('a', { title: 'section: a;\n#b', estimate: hours, rank: 1 }),
    task('group', { title: 'Group', rank: 2 }),
    task('b', { parent: 'group', estimate: hours, after: [{ task: 'a', type: 'FS', lag: 0 }], rank: 3 }),
    task('c', { estimate: hours, rank: 4 }),
  ]);
  const { text } = write(source, 'mermaid');
  const lines = text.split('\n').map((line) => line.trim());
  expect(lines.slice(0, 4)).toEqual([
    'gantt',
    'title Complaints',
    'dateFormat YYYY-MM-DDTHH:mm',
    'axisFormat %Y-%m-%d',
  ]);
  expect(lines.slice(4)).toEqual([
    'section Milestones',
    'm :crit, milestone, t1, 2026-03-03T18:00, 0m',
    'section Tasks',
    '– section a b :crit, t2, 2026-03-02T09:00, 2026-03-02T18:00',
    'section Group',
    'b :crit, t4, 2026-03-03T09:00, 2026-03-03T18:00',
    'section Tasks',
    'c :t5, 2026-03-02T09:00, 2026-03-02T18:00',
    '',
  ]);
});

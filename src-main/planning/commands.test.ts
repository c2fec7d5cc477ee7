/** `lathe plan`, as a script runs it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLatheHere } from '../cli/lathe.fixture.ts';
import { importSource } from '../datasets/commands.ts';
import { openQuietly } from '../session.fixture.ts';
import { change, MILESTONE, PLAN, PROJECT } from './plan.fixture.ts';

let folder: string;
let workspace: string;

const gate = { fact: 'labeling.labels', comparison: '>=', holds: 0, name: '', rank: 0 } as const;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-plan-command-'));
  workspace = path.join(folder, 'workspace');
  const csv = path.join(folder, 'mail.csv');
  writeFileSync(csv, 'text,label\nbuy now,spam\nsee you,ham\nhello,\n');
  const { app, session } = await openQuietly(workspace);
  const { dataset } = await importSource(session, { kind: 'path', path: csv }, { name: 'mail' });
  const parameters = { dataset };
  await change(
    app.client,
    { id: PLAN, kind: 'project', body: PROJECT },
    { id: 'm1', kind: 'milestone', body: { ...MILESTONE, name: 'M1', due: '2026-12-01' } },
    { id: 'm2', kind: 'milestone', body: { ...MILESTONE, name: 'M2', rank: 1 } },
    { id: 'two', kind: 'gate', body: { ...gate, milestone: 'm1', parameters, value: 2 } },
    { id: 'three', kind: 'gate', body: { ...gate, milestone: 'm2', parameters, value: 3 } },
  );
  await app.client.planning.sign({ project: PLAN, milestone: 'm1', operation: crypto.randomUUID() });
  await app.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('status says how each milestone stands', async () => {
  const { status, out } = await runLatheHere(workspace, ['plan', 'status']);
  expect(status).toBe(0);
  expect(out).toMatch(/M1 +closed +2026-12-01 +1\/1/);
  expect(out).toMatch(/M2 +open +– +0\/1/);
});

it('gates exits with 1 while one does not pass, with 0 where all do, and names datasets by name', async () => {
  const all = await runLatheHere(workspace, ['plan', 'gates']);
  expect(all.status).toBe(1);
  expect(all.out).toContain('Labeled samples of mail  2 samples  ≥ 3 samples');
  expect((await runLatheHere(workspace, ['plan', 'gates', '--milestone', 'M1'])).status).toBe(0);
  const failing = await runLatheHere(workspace, ['plan', 'gates', '--milestone', 'M2', '--json']);
  expect(failing.status).toBe(1);
  expect(JSON.parse(failing.out)).toMatchObject({
    passes: false,
    gates: [{ milestone: 'M2', state: 'failing', value: 2, wanted: 3, distance: 1 }],
  });
  const chinese = await runLatheHere(workspace, ['plan', 'gates', '--language', 'zh']);
  expect(chinese.out).toContain('mail 的已标注样本数');
});

it('a milestone or a project that is not there is said, with the names there are', async () => {
  const { status, err } = await runLatheHere(workspace, ['plan', 'gates', '--milestone', 'M3']);
  expect(status).toBe(1);
  expect(err).toContain('M1, M2');
  const other = await runLatheHere(workspace, ['plan', 'status', '--project', 'Nothing']);
  expect(other.err).toContain('Complaints');
});

it('report is Markdown or HTML, with links to the evidence, also into a file', async () => {
  const markdown = await runLatheHere(workspace, ['plan', 'report', '--address', 'http://127.0.0.1:9/']);
  expect(markdown.status, markdown.err).toBe(0);
  expect(markdown.out).toContain('# Complaints: status');
  expect(markdown.out).toMatch(
    /\| failing \| Labeled samples of mail \| \[2 samples\]\(<http:\/\/127\.0\.0\.1:9\/data\/dataset-\w+>\) \| ≥ 3 samples \| M2 \|/,
  );
  expect(markdown.out).toContain('closed: all gates pass');
  const file = path.join(folder, 'report.html');
  const html = await runLatheHere(workspace, [
    'plan',
    'report',
    '--format',
    'html',
    '--out',
    file,
    '--language',
    'zh',
  ]);
  expect(html.status, html.err).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('<h1>Complaints：状态报告</h1>');
});

it('forecast without a task says what is missing', async () => {
  const { status, err } = await runLatheHere(workspace, ['plan', 'forecast']);
  expect(status).toBe(1);
  expect(err).toContain('nothing to forecast');
});

/** `lathe plan import` and `lathe plan export`, as a script runs them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLatheHere } from '../cli/lathe.fixture.ts';
import { openQuietly } from '../session.fixture.ts';
import { MICROSOFT } from './exchange/mspdi-files.fixture.ts';
import { change, PLAN, PROJECT, TASK } from './plan.fixture.ts';

let folder: string;
let workspace: string;
const fileOf = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const lathe = (...args: string[]) => runLatheHere(workspace, ['plan', ...args]);

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-exchange-'));
  workspace = path.join(folder, 'workspace');
  const { app } = await openQuietly(workspace);
  await change(
    app.client,
    { id: PLAN, kind: 'project', body: PROJECT },
    { id: 'task-present', kind: 'task', body: { ...TASK, title: 'Present', owners: ['person-gone'] } },
  );
  await app.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a dry run tells what would be made and keeps nothing; problems exit with 1 and import nothing', async () => {
  const good = fileOf('good.csv', 'title,owner,hours\nA,Mei Li,8\nB,,4\n');
  const dry = await lathe('import', good, '--dry-run');
  expect(dry.status, dry.err).toBe(0);
  expect(dry.out).toContain('tasks: 2 added, 0 changed');
  expect(dry.out).toContain('Not in the team, so nobody’s work: Mei Li (line 2)');
  const bad = fileOf('bad.csv', 'title,hours\nA,8\nB,-4\n');
  const refused = await lathe('import', bad);
  expect(refused.status).toBe(1);
  expect(refused.err).toContain('No number from 0 on: likely “-4” (line 3)');
  const checked = await lathe('import', bad, '--dry-run', '--json');
  expect(checked.status).toBe(1);
  expect(JSON.parse(checked.out)).toMatchObject({
    dryRun: true,
    problems: [{ what: 'badNumber', first: '3' }],
  });
  const json = JSON.parse((await lathe('export', '--format', 'json')).out) as { documents: unknown[] };
  expect(json.documents.length).toBe(2);
});

it('imports a file of Microsoft Project with its people and calendar, and exports every format', async () => {
  const imported = await lathe('import', fileOf('plan.xml', MICROSOFT), '--team', '--language', 'zh');
  expect(imported.status, imported.err).toBe(0);
  expect(imported.out).toContain('任务：新增 4，更改 0');
  const csv = await lathe('export');
  expect(csv.out).toContain('Label 500');
  expect(csv.out).toMatch(/Mei Li; Max/);
  expect(csv.err).toContain('Points to what is not there: person-gone');
  const again = await runLatheHere(workspace, ['plan', 'import', '-', '--json'], csv.out);
  expect(JSON.parse(again.out)).toMatchObject({ kinds: [{ kind: 'task', added: 0, changed: 1 }] });
  const xml = path.join(folder, 'out.xml');
  const written = await lathe('export', '--format', 'mspdi', '--out', xml, '--json');
  expect(JSON.parse(written.out)).toMatchObject({ file: xml, format: 'mspdi' });
  expect(readFileSync(xml, 'utf8')).toContain('<Name>Collect &amp; clean</Name>');
  expect((await lathe('export', '--format', 'mermaid')).out).toMatch(/^gantt\n[^]*Label 500 :/);
  expect((await lathe('export', '--format', 'ics')).out).toContain('SUMMARY:Beta');
});

it('a file that is not there, cut off or no text says so', async () => {
  expect((await lathe('import', path.join(folder, 'none.csv'))).err).toContain('none.csv');
  expect((await lathe('import', fileOf('cut.xml', MICROSOFT.slice(0, 3000)))).err).toMatch(/line \d+/);
  const binary = path.join(folder, 'plan.mpp');
  writeFileSync(binary, Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0));
  expect((await lathe('import', binary)).err).toContain('no text in UTF-8');
});

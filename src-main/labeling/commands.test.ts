/** `lathe labels`, as a script runs it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLatheHere } from '../cli/lathe.fixture.ts';
import { importSource } from '../datasets/commands.ts';
import { openQuietly } from '../session.fixture.ts';

let folder: string;
let workspace: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-labels-command-'));
  workspace = path.join(folder, 'workspace');
  const csv = path.join(folder, 'mail.csv');
  writeFileSync(csv, 'text,label\nbuy now,spam\nsee you,ham\nhello,\n');
  const { app, session } = await openQuietly(workspace);
  await importSource(session, { kind: 'path', path: csv }, { name: 'mail' });
  await app.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const labels = (...words: string[]) => runLatheHere(workspace, ['labels', ...words, '--dataset', 'mail']);

it('makes a task, lists it with its progress, and says that nobody agreed on anything yet', async () => {
  const guidelines = path.join(folder, 'guide.md');
  writeFileSync(guidelines, '# Topics');
  const words = ['--name', 'Topics', '--kind', 'classification', '--classes', 'ads, work', '--people', '2'];
  const made = await labels(
    'task',
    'new',
    ...words,
    '--resolution',
    'weighted',
    '--guidelines',
    guidelines,
    '--json',
  );
  expect(made.err).toBe('');
  const { task } = JSON.parse(made.out) as { task: string };
  const listed = await labels('tasks');
  expect(listed.out).toMatch(/classification +classification +last +1 +2\/3 +0/);
  expect(listed.out).toMatch(new RegExp(`${task} +Topics +classification +weighted +2 +0/3 +0`));
  expect((await labels('agreement', '--task', 'Topics')).out).toContain('Nobody has answered');
  expect((await labels('resolve', '--task', 'Topics')).out).toContain('Resolved 0 items; 0 are in dispute.');
});

it('says what does not fit, and what there is', async () => {
  const unfit = await labels('task', 'new', '--name', 'x', '--kind', 'rating', '--people', '2');
  expect([unfit.status, unfit.err]).toEqual([1, expect.stringContaining('2 people per item')]);
  const unknown = await labels('agreement', '--task', 'none');
  expect([unknown.status, unknown.err]).toEqual([1, expect.stringContaining('Topics')]);
  const notWeighted = await labels('resolve');
  expect([notWeighted.status, notWeighted.err]).toEqual([1, expect.stringContaining('“weighted”')]);
});

it('shows the queue in an order, suggestions, votes of functions, and one’s own progress', async () => {
  const queue = await labels('queue', '--order', 'random', '--seed', '4');
  expect(queue.out).toMatch(/hello\nOrder: random[.] 1 left[.]/);
  const few = await labels('suggest');
  expect([few.status, few.err]).toEqual([1, expect.stringContaining('at least 10 labels')]);
  const file = path.join(folder, 'functions.json');
  writeFileSync(
    file,
    JSON.stringify([{ name: 'shop', label: 'spam', body: { kind: 'dictionary', words: ['buy'] } }]),
  );
  expect((await labels('functions', '--from', file)).out).toMatch(
    /shop +dictionary +spam +33[.]3 % +0[.]0 %/,
  );
  expect((await labels('functions', '--from', 'none.json')).status).toBe(1);
  const progress = await labels('progress', '--json');
  expect(JSON.parse(progress.out)).toMatchObject({ answered: 0, left: 1, balance: 1 });
});

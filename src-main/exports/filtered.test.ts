/** What Browse's filters show is what is exported, in the window's request and by the flags of `lathe export`. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SampleFilter } from '../../src-shared/contract.ts';
import { importSource } from '../datasets/commands.ts';
import type { App } from '../platform/host/app.ts';
import type { Session } from '../platform/cli/session.ts';
import { openQuietly } from '../session.fixture.ts';
import { exportCommand, requestOf, type ExportOptions } from './export-command.ts';

let folder: string;
let app: App;
let session: Session;
let dataset: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-filtered-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
  const lines = Array.from(
    { length: 1200 },
    (_, i) =>
      `the parcel no. ${i} is ${i % 2 ? 'late' : 'lost'},${i % 5 === 4 ? '' : i % 3 ? 'late' : 'lost'},${i % 4 ? 'web' : 'webshop'},${i / 2}`,
  );
  const file = path.join(folder, 'parcels.csv');
  writeFileSync(file, `text,label,source,price\n${lines.join('\n')}\n`);
  const reading = { name: 'parcels', kind: 'text', text: 'text', label: 'label' } as const;
  dataset = (await importSource(session, { kind: 'path', path: file }, reading)).dataset;
  const { items } = await session.client.datasets.samples({ dataset, limit: 900 });
  const answers = items
    .filter((_, i) => i % 10 === 1)
    .map(({ id }) => ({ operation: randomUUID(), sample: id, answer: { type: 'flag', on: true } as const }));
  await session.client.labeling.annotate({ task: dataset, answers });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function idsExported(options: ExportOptions): Promise<string[]> {
  const out = path.join(folder, 'out.jsonl');
  const asked = { ...options, dataset: 'parcels', out };
  await exportCommand(session, await requestOf(session, 'dataset', asked), asked);
  const lines = readFileSync(out, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as { id: string }).id);
}

async function idsShown(filter: Partial<SampleFilter>): Promise<string[]> {
  const { items } = await session.client.datasets.samples({ dataset, ...filter, limit: 1000 });
  return items.map(({ id }) => id);
}

it.each<[ExportOptions, Partial<SampleFilter>, number]>([
  [{ search: 'no. 11' }, { search: 'no. 11' }, 111],
  [{ label: 'lost' }, { label: 'lost' }, 320],
  [{ unlabeled: true }, { label: null }, 240],
  [{ flagged: true }, { flagged: true }, 90],
  [{ where: 'source~=webshop' }, { metadata: { column: 'source', is: 'webshop' } }, 300],
  [{ where: 'price~10..20' }, { metadata: { column: 'price', from: 10, to: 20 } }, 21],
  [{ search: 'late', label: 'late', where: 'source~web' }, { search: 'late', label: 'late' }, 320],
])('%j', async (options, filter, count) => {
  const ids = await idsExported(options);
  expect(ids).toEqual(await idsShown(filter));
  expect(ids).toHaveLength(count);
});

it('of the annotation task that is named: its labels under their own columns, also of samples that the first calls otherwise', async () => {
  const made = await session.client.labeling.createTask({
    dataset,
    name: 'Fate',
    kind: 'multilabel',
    classes: ['gone', 'found'],
  });
  await session.follow(made.job);
  const { items } = await session.client.datasets.samples({ dataset, limit: 900 });
  const answers = [1, 600, 601].map((at) => ({
    operation: randomUUID(),
    sample: items[at]!.id,
    answer: { type: 'value', value: { labels: at === 600 ? [] : ['found', 'gone'] } } as const,
  }));
  await session.client.labeling.annotate({ task: made.task, answers });
  const exported = async (subject: 'dataset' | 'labels', options: ExportOptions) => {
    const out = path.join(folder, 'task.jsonl');
    const asked = { ...options, dataset: 'parcels', task: 'Fate', out };
    await exportCommand(session, await requestOf(session, subject, asked), asked);
    const lines = readFileSync(out, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  const given = [1, 600, 601].map((at) => [
    items[at]!.id,
    JSON.stringify(answers.find(({ sample }) => sample === items[at]!.id)!.answer.value),
  ]);
  const told = (rows: Record<string, unknown>[]) => rows.map(({ id, value }) => [id, value]);
  expect(told(await exported('labels', {}))).toEqual(given);
  const labeled = await exported('dataset', { labeled: true });
  expect(told(labeled)).toEqual(given);
  expect(labeled[0]).not.toHaveProperty('label');
  // Filters ask for what Browse shows of that task: its labels and flags.
  expect(told(await exported('dataset', { unlabeled: true }))).toHaveLength(1197);
  const first = { search: '', label: items[1]!.label! };
  const { total } = await session.client.datasets.samples({ dataset, ...first, limit: 1 });
  expect(total).toBeGreaterThan(0);
  const page = await session.client.datasets.samples({ dataset, task: made.task, ...first, limit: 1 });
  expect(page.total).toBe(0);
  expect(await exported('dataset', {})).toHaveLength(1200);
  const { export: id, job } = await session.client.exports.start({
    of: { what: 'labels', dataset, task: made.task },
    format: 'csv',
  });
  await session.follow(job);
  expect((await session.client.exports.get({ export: id })).fileName).toBe('parcels Fate labels.csv');
  const elsewhere = { what: 'labels', dataset, task: 'task-x' } as const;
  await expect(session.client.exports.start({ of: elsewhere, format: 'csv' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('only labeled samples, of those that match', async () => {
  const ids = await idsExported({ labeled: true, search: 'no. 11' });
  const { items } = await session.client.datasets.samples({ dataset, search: 'no. 11', limit: 1000 });
  expect(ids).toEqual(items.flatMap(({ id, label }) => (label === null ? [] : [id])));
});

it('refuses flags that contradict each other, a filter that cannot be read, and one that nothing matches', async () => {
  const usage = { key: 'house.usage' };
  await expect(idsExported({ unlabeled: true, labeled: true })).rejects.toMatchObject(usage);
  await expect(idsExported({ where: 'source' })).rejects.toMatchObject(usage);
  await expect(idsExported({ search: 'nothing says this' })).rejects.toMatchObject({
    data: { key: 'exports.nothing' },
  });
  await expect(idsExported({ label: 'unheard of' })).rejects.toMatchObject({
    data: { key: 'exports.nothing' },
  });
});

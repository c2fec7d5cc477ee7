import { afterEach, beforeEach, expect, test } from 'vitest';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import type { TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import { ANN, SPAM, Workbench, csv } from '../datasets/room.fixture.ts';

let bench: Workbench;
let dataset: string;

beforeEach(async () => {
  bench = new Workbench();
  ({ dataset } = await bench.import(bench.file('a.csv', csv(SPAM))));
});
afterEach(() => bench.remove());

async function make(kind: TaskKind, classes: string[]): Promise<string> {
  const rest = { guidelines: '', resolution: 'last', answersPerItem: 1, askAgain: 0 } as const;
  const options = SchemaOptions.parse({});
  const { task, job } = bench.labeling.createTask(
    { dataset, name: kind, kind, options, classes, ...rest },
    ANN,
  );
  await bench.ended(job);
  return task;
}

async function answer(task: string, valueOf: (i: number) => Record<string, unknown>): Promise<string[]> {
  const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 30 });
  const answers = items.map(({ id }, i) => ({
    operation: crypto.randomUUID(),
    sample: id,
    answer: { type: 'value', value: valueOf(i) } as const,
  }));
  bench.labeling.annotate({ task, answers }, ANN);
  return items.map(({ id }) => id);
}

async function freeze(task?: string) {
  const frozen = bench.versions.freeze({ dataset, task, seed: 1, validation: 0.1, test: 0.1 }, ANN);
  await bench.ended(frozen.job);
  return bench.versions.get(frozen);
}

test('a version names the task whose labels it took, how they became one, and the schema', async () => {
  const first = await freeze();
  expect(first).toMatchObject({
    task: dataset,
    taskKind: 'classification',
    resolution: 'last',
    schemaVersion: 1,
  });
  const task = await make('classification', ['long', 'short']);
  await answer(task, (i) => ({ label: i % 2 ? 'long' : 'short' }));
  const second = await freeze(task);
  expect(second).toMatchObject({ number: 2, task, target: 'class', labels: ['long', 'short'], train: 22 });
  const rows = await bench.frozen(second.id);
  expect(rows).toHaveLength(30);
  expect(Object.keys(rows[0]!)).not.toContain('value');
});

test('answers that are no single class stand in it as values, an empty one among them', async () => {
  const task = await make('multilabel', ['ads', 'work']);
  expect(() => bench.versions.freeze({ dataset, task, seed: 1, validation: 0.1, test: 0.1 }, ANN)).toThrow(
    expect.objectContaining({ key: 'datasets.noLabels' }),
  );
  const ids = await answer(task, (i) => ({ labels: i === 0 ? [] : i % 2 ? ['ads'] : ['ads', 'work'] }));
  const [ads, work] = bench.labeling.schema({ task });
  bench.labeling.setSchema({ task, classes: [{ ...ads!, was: 'ads', name: 'advert' }, work!] }, ANN);
  const version = await freeze(task);
  expect(version).toMatchObject({
    task,
    taskKind: 'multilabel',
    target: 'labels',
    schemaVersion: 2,
    labels: ['advert', 'work'],
  });
  expect((await bench.versions.file(version.id)).target).toBe('labels');
  const values = new Map((await bench.frozen(version.id)).map(({ id, value }) => [id, value]));
  expect(values.size).toBe(30);
  expect(ids.slice(0, 3).map((id) => JSON.parse(String(values.get(id))))).toEqual([
    { labels: [] },
    { labels: ['advert'] },
    { labels: ['advert', 'work'] },
  ]);
  expect(bench.versions.origin(version.id).labels).toEqual([{ author: 'Ann', count: 30 }]);
});

test('a task of another dataset is not found', () => {
  expect(() =>
    bench.versions.freeze({ dataset, task: 'task-x', seed: 1, validation: 0.1, test: 0.1 }, ANN),
  ).toThrow(expect.objectContaining({ key: 'house.notFound' }));
});

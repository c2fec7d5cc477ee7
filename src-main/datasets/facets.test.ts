/** Samples are found and counted by their labels, whatever the annotation task asks. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Answer, ClassChange } from '../../src-shared/contract.ts';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import type { TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import { ANN, SPAM, Workbench, csv } from './room.fixture.ts';

let bench: Workbench;
let dataset: string;
beforeEach(async () => {
  bench = new Workbench();
  ({ dataset } = await bench.import(bench.file('a.csv', csv(SPAM))));
});
afterEach(() => bench.remove());

async function make(kind: TaskKind, classes: string[] = []): Promise<string> {
  const about = { dataset, kind, name: kind, guidelines: '', askAgain: 0 } as const;
  const people = { resolution: 'last', answersPerItem: 1 } as const;
  const options = SchemaOptions.parse({});
  const { task, job } = bench.labeling.createTask({ ...about, ...people, options, classes }, ANN);
  await bench.ended(job);
  return task;
}

async function say(task: string, values: Readonly<Record<number, object>>): Promise<string[]> {
  const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 40 });
  const answers = Object.entries(values).map(([at, value]) => ({
    operation: randomUUID(),
    sample: items[Number(at)]!.id,
    answer: { type: 'value', value } as Answer,
  }));
  bench.labeling.annotate({ task, answers }, ANN);
  return answers.map(({ operation }) => operation);
}

async function found(task: string, filter: object): Promise<number[]> {
  const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 40 });
  const page = await bench.datasets.samples({ dataset, task, offset: 0, limit: 40, ...filter });
  expect(page.total).toBe(page.items.length);
  return page.items.map(({ id }) => items.findIndex((item) => item.id === id));
}

const counted = (task: string) =>
  bench.datasets.get({ dataset, task }).labels.map((each) => Object.values(each));

const span = (label: string, start = 0) => ({
  id: `${label}${start}`,
  start,
  end: start + 2,
  label,
  attributes: {},
});
const spans = (...labels: string[]) => ({
  spans: labels.map((label, i) => span(label, i)),
  relations: [],
});
const under = (name: string, parent = ''): ClassChange => ({ name, key: '', guideline: '', parent });

it('by any of several labels, and no more once it is taken back', async () => {
  const task = await make('multilabel', ['money', 'time', 'place']);
  await say(task, { 0: { labels: ['time', 'money'] }, 3: { labels: ['time'] }, 4: { labels: [] } });
  const [changed] = await say(task, { 3: { labels: ['place'] } });
  expect(await found(task, { label: 'money' })).toEqual([0]);
  expect(await found(task, { label: 'time' })).toEqual([0]);
  expect(await found(task, { label: 'place' })).toEqual([3]);
  expect(await found(task, { label: 'spam' })).toEqual([]);
  expect(counted(task)).toEqual([
    ['money', 1],
    ['time', 1],
    ['place', 1],
  ]);
  const { items } = await bench.datasets.samples({ dataset, offset: 3, limit: 1 });
  const undo = { type: 'undo', of: changed! } as const;
  bench.labeling.annotate(
    { task, answers: [{ operation: randomUUID(), sample: items[0]!.id, answer: undo }] },
    ANN,
  );
  expect([await found(task, { label: 'time' }), await found(task, { label: 'place' })]).toEqual([[0, 3], []]);
  expect(await found(task, { label: null })).toHaveLength(37);
});

it('by a class with those below it, of one class and of several, together with words and flags', async () => {
  const one = await make('classification');
  const many = await make('spans');
  const classes = [under('thing'), under('money', 'thing'), under('coin', 'money'), under('who')];
  for (const task of [one, many]) bench.labeling.setSchema({ task, classes }, ANN);
  await say(one, { 0: { label: 'thing' }, 2: { label: 'coin' }, 4: { label: 'who' }, 5: { label: 'money' } });
  await say(many, {
    0: spans('coin', 'coin', 'money'),
    1: spans('who'),
    4: spans('coin', 'who'),
    5: spans(),
  });
  expect(await found(one, { label: 'thing' })).toEqual([0, 2, 5]);
  expect(await found(one, { label: 'money' })).toEqual([2, 5]);
  expect(await found(many, { label: 'thing' })).toEqual([0, 4]);
  expect(await found(many, { label: 'who' })).toEqual([1, 4]);
  expect(counted(one)).toEqual([
    ['thing', 1, 3],
    ['money', 1, 2],
    ['coin', 1],
    ['who', 1],
  ]);
  expect(counted(many)).toEqual([
    ['thing', 0, 2],
    ['money', 1, 2],
    ['coin', 2],
    ['who', 2],
  ]);
  const win = (await bench.datasets.samples({ dataset, offset: 0, limit: 6 })).items.map(({ text }) =>
    text.includes('win'),
  );
  const winning = (positions: number[]) => positions.filter((at) => win[at]);
  expect(winning([0, 4])).not.toEqual([]);
  for (const [task, label, positions] of [
    [one, 'thing', [0, 2, 5]],
    [one, 'who', [4]],
    [many, 'thing', [0, 4]],
    [many, 'who', [1, 4]],
  ] as const) {
    expect(await found(task, { label, search: 'win' })).toEqual(winning([...positions]));
    expect(await found(task, { label, flagged: false })).toEqual(positions);
    expect(await found(task, { label, flagged: true })).toEqual([]);
    expect(await found(task, { label, flagged: false, search: 'win' })).toEqual(winning([...positions]));
  }
  // Whose class leaves the schema for another is found by that.
  bench.labeling.setSchema(
    {
      task: many,
      classes: [under('who')],
      moves: [
        { from: 'coin', to: 'who' },
        { from: 'money', to: null },
      ],
    },
    ANN,
  );
  await expect.poll(() => bench.labeling.task({ task: many }).resolving).toBe(false);
  expect(await found(many, { label: 'who' })).toEqual([0, 1, 4]);
  expect(counted(many)).toEqual([['who', 3]]);
});

it('by a rating, and of free texts by whether there is one', async () => {
  const rating = await make('rating');
  const text = await make('text');
  await say(rating, { 1: { rating: 5 }, 2: { rating: 3 }, 7: { rating: 5 } });
  await say(text, { 1: { text: 'a prize' } });
  expect(await found(rating, { label: '5' })).toEqual([1, 7]);
  expect(await found(rating, { label: '4' })).toEqual([]);
  expect(counted(rating)).toEqual([
    ['3', 1],
    ['5', 2],
  ]);
  expect(counted(text)).toEqual([]);
  expect(await found(text, { label: null })).toHaveLength(39);
  expect(await found(text, { label: 'a prize' })).toEqual([]);
});

it('by what is preferred of a pair', async () => {
  const pairs = bench.file('pairs.csv', 'first,second,n\na,b,1\nc,d,2\ne,f,3\n');
  const columns = (['first', 'second'] as const).map(
    (name) => ({ name, type: 'category', role: 'feature' }) as const,
  );
  ({ dataset } = await bench.import(pairs, { kind: 'table', columns }));
  const task = await make('preference');
  await say(task, { 0: { preferred: 'second' }, 2: { preferred: 'tie' } });
  expect(await found(task, { label: 'second' })).toEqual([0]);
  expect(await found(task, { label: 'first' })).toEqual([]);
  expect(counted(task)).toEqual([
    ['second', 1],
    ['tie', 1],
  ]);
});

it('of workspaces from before: the migration fills in what is written with each answer since', async () => {
  const topics = await make('multilabel', ['money', 'time']);
  const names = await make('spans', ['who']);
  const rating = await make('rating');
  await say(topics, { 0: { labels: ['time', 'money'] }, 2: { labels: [] } });
  await say(names, { 0: spans('who', 'who') });
  await say(rating, { 3: { rating: 2 } });
  const { db } = bench.store;
  const all = () => db.prepare('SELECT * FROM label_facets').all();
  const written = all();
  expect(written).toHaveLength(4);
  const migration = path.join(
    import.meta.dirname,
    '../platform/store/migrations/2026-11-30T1310-label-facets.sql',
  );
  const filling = /INSERT INTO label_facets[^;]*;/.exec(readFileSync(migration, 'utf8'))![0];
  db.exec(`DELETE FROM label_facets; ${filling}`);
  expect(all()).toEqual(written);
});

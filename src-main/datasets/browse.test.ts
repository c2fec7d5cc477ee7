import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../src-shared/contract.ts';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import { ANN, SPAM, Workbench, csv } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

describe('browsing', () => {
  test('filters by label, flag and text, together and page by page', async () => {
    const rows: (readonly [string, string | null])[] = [
      ...SPAM,
      ['100% sure_thing', null],
      ['没有标签的消息', null],
    ];
    const { dataset } = await bench.import(bench.file('a.csv', csv(rows)));
    const ask = async (request: object) => {
      const { items, total, next } = await bench.datasets.samples({
        dataset,
        offset: 0,
        limit: 5,
        ...request,
      });
      return { texts: items.map(({ text }) => text), total, next };
    };
    expect(await ask({ offset: 40 })).toEqual({
      texts: ['100% sure_thing', '没有标签的消息'],
      total: 42,
      next: null,
    });
    expect(await ask({ label: 'spam', limit: 2, offset: 1 })).toEqual({
      texts: ['win 4 prizes', 'win 8 prizes'],
      total: 10,
      next: 3,
    });
    expect((await ask({ label: null })).total).toBe(2);
    expect((await ask({ label: 'unheard of' })).total).toBe(0);
    expect(await ask({ search: 'WIN 1' })).toMatchObject({
      texts: ['win 12 prizes', 'win 16 prizes'],
      total: 2,
    });
    expect((await ask({ search: '%' })).texts).toEqual(['100% sure_thing']);
    expect((await ask({ search: 'e_t' })).texts).toEqual(
      ['100% sure_thing'].filter((t) => t.includes('e_t')),
    );
    expect((await ask({ search: '标签' })).texts).toEqual(['没有标签的消息']);
    expect(await ask({ search: 'meeting', limit: 1, offset: 3 })).toMatchObject({ total: 30, next: 4 });
    expect((await ask({ search: 'meeting', label: 'spam' })).total).toBe(0);
    const [first] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
    const flag = { operation: randomUUID(), sample: first!.id, answer: { type: 'flag', on: true } } as const;
    bench.labeling.annotate({ task: dataset, answers: [flag] }, ANN);
    expect(await ask({ flagged: true })).toMatchObject({ texts: ['win 0 prizes'], total: 1 });
    expect((await ask({ flagged: false })).total).toBe(41);
    expect((await ask({ flagged: false, label: 'spam' })).total).toBe(9);
    expect((await ask({ flagged: true, label: 'spam', search: 'win' })).total).toBe(1);
  });

  test('clips long texts in a list and gives them whole one by one', async () => {
    const text = '字'.repeat(5000);
    const { dataset } = await bench.import(bench.file('a.csv', csv([[text, 'x']])));
    const [item] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
    expect(item!.text).toBe(`${'字'.repeat(2000)}…`);
    expect(bench.datasets.sample({ dataset, sample: item!.id }).text).toBe(text);
  });

  test('renames, bins and restores', async () => {
    const { dataset } = await bench.import(bench.file('a.csv', csv(SPAM)));
    expect(bench.datasets.rename({ dataset, name: 'Post' }, ANN).name).toBe('Post');
    bench.datasets.remove({ dataset }, ANN);
    expect(bench.datasets.list().items).toEqual([]);
    expect(() => bench.datasets.get({ dataset })).toThrow('There is no dataset');
    expect(bench.datasets.restore({ dataset }, ANN)).toMatchObject({ name: 'Post', samples: 40 });
  });
});

test('shows the labels, flags and counts of the annotation task that is asked for', async () => {
  const { dataset } = await bench.import(bench.file('a.csv', csv(SPAM)));
  const make = async (kind: 'classification' | 'multilabel' | 'spans', classes: string[]) => {
    const about = { dataset, kind, name: kind, guidelines: '', askAgain: 0 } as const;
    const people = { resolution: 'last', answersPerItem: 1 } as const;
    const options = SchemaOptions.parse({});
    const { task, job } = await bench.labeling.createTask({ ...about, ...people, options, classes }, ANN);
    await bench.ended(job);
    return task;
  };
  const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 3 });
  const say = (task: string, at: number, value: object) =>
    bench.labeling.annotate(
      {
        task,
        answers: [
          { operation: randomUUID(), sample: items[at]!.id, answer: { type: 'value', value } as Answer },
          { operation: randomUUID(), sample: items[at]!.id, answer: { type: 'flag', on: true } },
        ],
      },
      ANN,
    );
  const tone = await make('classification', ['kind', 'rude']);
  const topics = await make('multilabel', ['money', 'time']);
  const names = await make('spans', ['who']);
  say(tone, 1, { label: 'rude' });
  say(topics, 0, { labels: ['time', 'money'] });
  say(topics, 2, { labels: [] });
  say(names, 0, { spans: [{ id: 's', start: 0, end: 3, label: 'who', attributes: {} }], relations: [] });
  const ask = async (task: string | undefined, filter: object = {}) => {
    const page = await bench.datasets.samples({ dataset, task, offset: 0, limit: 40, ...filter });
    const told = page.items.flatMap(({ id, label, labelValue, flagged }) =>
      task && (label !== null || labelValue || flagged)
        ? [[items.findIndex((item) => item.id === id), label ?? labelValue ?? null]]
        : [],
    );
    return [page.total, ...told];
  };
  expect(await ask(tone)).toEqual([40, [1, 'rude']]);
  expect(await ask(tone, { label: 'rude' })).toEqual([1, [1, 'rude']]);
  expect(await ask(tone, { label: 'rude', search: 'win' })).toMatchObject([expect.any(Number)]);
  expect(await ask(tone, { label: null })).toEqual([39]);
  // Spam is a class of the first task.
  expect(await ask(tone, { label: 'spam' })).toEqual([0]);
  expect(await ask(undefined, { label: 'spam' })).toEqual([10]);
  const [first, last] = [{ labels: ['time', 'money'] }, { labels: [] }];
  expect(await ask(topics)).toEqual([40, [0, first], [2, last]]);
  for (const filter of [{ label: null }, { label: null, flagged: false }, { label: null, search: 'e' }])
    expect(await ask(topics, filter)).toEqual([expect.any(Number)]);
  expect([(await ask(topics, { label: null }))[0], (await ask(topics, { flagged: true }))[0]]).toEqual([
    38, 2,
  ]);
  // Places are long: a page leaves them out, and says who marked them.
  expect(await ask(names, { flagged: true })).toEqual([1, [0, null]]);
  expect(bench.datasets.sample({ dataset, sample: items[0]!.id, task: topics })).toMatchObject({
    label: null,
    labelValue: first,
    labeledBy: 'Ann',
  });
  expect(bench.datasets.get({ dataset, task: tone })).toMatchObject({
    labeled: 1,
    labels: [
      { name: 'kind', count: 0 },
      { name: 'rude', count: 1 },
    ],
  });
  const other = (await bench.import(bench.file('b.csv', csv([['a', 'x']])))).dataset;
  await expect(bench.datasets.samples({ dataset: other, task: tone, offset: 0, limit: 1 })).rejects.toThrow(
    'There is no task',
  );
});

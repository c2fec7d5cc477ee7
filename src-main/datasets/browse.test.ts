import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

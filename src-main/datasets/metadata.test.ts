import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetadataFilter } from '../../src-shared/contract.ts';
import { caseFile } from '../cases.fixture.ts';
import { Workbench } from './room.fixture.ts';

let bench: Workbench;
beforeAll(() => {
  bench = new Workbench();
});
afterAll(() => bench.remove());

const MAILS = [
  'id,text,label,lang,sent,amount',
  ...Array.from(
    { length: 40 },
    (_, i) =>
      `${i},mail no. ${i} says so,${i % 2 ? 'a' : 'b'},${i % 3 ? 'en' : 'de'},1.${(i % 9) + 1}.2026,${i === 3 ? 'free' : i / 4}`,
  ),
].join('\n');

describe('what is neither text nor label', () => {
  test('is kept with the texts, typed, seen, and frozen, and is no part of what they are', async () => {
    const { dataset } = await bench.import(bench.file('mails.csv', MAILS));
    const { columns } = bench.datasets.get({ dataset });
    expect(columns).toEqual([
      { name: 'id', type: 'number', role: 'metadata' },
      { name: 'lang', type: 'category', role: 'metadata' },
      { name: 'sent', type: 'date', role: 'metadata' },
      { name: 'amount', type: 'number', role: 'metadata' },
    ]);
    const { items } = await bench.datasets.samples({ dataset, offset: 3, limit: 2 });
    // A cell that is not of its column's type stays as it is; no row is rejected for it.
    expect(items.map(({ metadata }) => metadata)).toEqual([
      { id: 3, lang: 'de', sent: '2026-04-01', amount: 'free' },
      { id: 4, lang: 'en', sent: '2026-05-01', amount: 1 },
    ]);
    const plain = await bench.import(bench.file('plain.csv', 'text,label\nmail no. 3 says so,a\n'));
    expect((await bench.datasets.samples({ ...plain, offset: 0, limit: 1 })).items[0]!.id).toBe(items[0]!.id);
    const rows = await bench.frozen((await bench.version(dataset)).id);
    expect(rows).toContainEqual(
      expect.objectContaining({
        text: 'mail no. 4 says so',
        'm:id': 4,
        'm:lang': 'en',
        'm:sent': '2026-05-01',
        'm:amount': 1,
      }),
    );
    expect(rows).toContainEqual(expect.objectContaining({ text: 'mail no. 3 says so', 'm:amount': null }));
  });

  test('adds nothing when it comes twice; the first word stays, what it lacked is filled in, and that is said', async () => {
    const rows = 'text,label,lang,city\nhi there,a,en,\nhi there,a,de,Ulm\nbye now,b,en,Bonn\n';
    const first = await bench.import(bench.file('a.csv', rows));
    const { dataset } = first;
    const facts = async () =>
      (await bench.datasets.samples({ dataset, offset: 0, limit: 9 })).items.map(({ metadata }) => metadata);
    expect(await facts()).toEqual([
      { lang: 'en', city: 'Ulm' },
      { lang: 'en', city: 'Bonn' },
    ]);
    const more = 'text,label,lang,device\nhi there,a,fr,phone\nbye now,b,en,\nanother one,b,it,\n';
    await bench.import(bench.file('b.csv', more), { dataset });
    await bench.settled();
    expect(await facts()).toEqual([
      { lang: 'en', city: 'Ulm', device: 'phone' },
      { lang: 'en', city: 'Bonn' },
      { lang: 'it' },
    ]);
    expect(bench.datasets.get({ dataset }).columns.map(({ name }) => name)).toEqual([
      'lang',
      'city',
      'device',
    ]);
    expect(bench.datasets.files({ dataset }).map(({ otherMetadata }) => otherMetadata)).toEqual([1, 1]);
  });

  test('is kept with the rows of a table where its columns are said to be metadata', async () => {
    const { dataset } = await bench.import(caseFile('04-table-taken-as-texts/idleak.csv'), { kind: 'table' });
    const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 1 });
    expect(items[0]).toMatchObject({
      text: '{"age":20,"income":1000}',
      metadata: { customer: 'C00000' },
    });
    const again = await bench.import(caseFile('04-table-taken-as-texts/idleak.csv'), {
      kind: 'table',
      dataset,
    });
    await bench.settled();
    const files = bench.datasets.files({ dataset });
    expect(files.find(({ id }) => id === again.file)).toMatchObject({
      otherMetadata: 0,
      duplicates: files[0]!.rows,
    });
  });

  test('is left out where that is said', async () => {
    const { dataset } = await bench.import(bench.file('mails.csv', MAILS), {
      columns: [{ name: 'lang', type: 'category', role: 'metadata' }],
    });
    expect(bench.datasets.get({ dataset }).columns.map(({ name }) => name)).toEqual(['lang']);
  });

  test('finds samples by it: a value, a part of it, a range, or none', async () => {
    const { dataset } = await bench.import(bench.file('mails.csv', MAILS));
    const found = async (metadata: MetadataFilter) =>
      (await bench.datasets.samples({ dataset, metadata, offset: 0, limit: 99 })).items.map(
        (item) => item.metadata['id'],
      );
    expect(await found({ column: 'lang', is: 'de' })).toEqual(Array.from({ length: 14 }, (_, i) => i * 3));
    expect(await found({ column: 'id', is: '7' })).toEqual([7]);
    expect(await found({ column: 'amount', contains: 're' })).toEqual([3]);
    expect(await found({ column: 'amount', from: 1, to: 1.5 })).toEqual([4, 5, 6]);
    expect(await found({ column: 'sent', from: '2026-09-01', to: '2026-09-30' })).toEqual([8, 17, 26, 35]);
    expect(await found({ column: 'lang', is: null })).toEqual([]);
    expect(await found({ column: 'a"b', is: 'x' })).toEqual([]);
    const both = { dataset, label: 'a', search: 'no. 3', metadata: { column: 'lang', is: 'de' } };
    expect((await bench.datasets.samples({ ...both, offset: 0, limit: 99 })).total).toBe(3);
  });
});

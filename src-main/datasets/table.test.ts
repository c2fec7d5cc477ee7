import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Column } from '../../src-shared/contract.ts';
import { ANN, Workbench, problem } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

/** Sixty houses of two kinds; the eleventh and the twelfth have no price. */
const HOUSES = [
  'rooms,Kind,built,price',
  ...Array.from(
    { length: 60 },
    (_, i) =>
      `${i % 4 ? (i % 7) + 0.5 : ''},${i % 3 ? 'flat' : 'house'},19${50 + (i % 50)}-01-01,${i === 10 || i === 11 ? 'NA' : 1000 + i}`,
  ),
].join('\n');

const columns = (target: 'Kind' | 'price'): Column[] => [
  { name: 'rooms', type: 'number', role: 'feature' },
  { name: 'Kind', type: 'category', role: target === 'Kind' ? 'target' : 'feature' },
  { name: 'built', type: 'date', role: 'feature' },
  { name: 'price', type: 'number', role: target === 'price' ? 'target' : 'feature' },
];

const importTable = (content: string, extras: object = {}, name = 'houses.csv') =>
  bench.import(bench.file(name, content), { kind: 'table', ...extras });

describe('a table', () => {
  test('keeps typed cells with gaps and freezes them as typed columns, split within each class', async () => {
    const { dataset } = await importTable(HOUSES, { columns: columns('Kind') });
    expect(bench.datasets.get({ dataset })).toMatchObject({
      kind: 'table',
      target: 'class',
      samples: 60,
      labeled: 60,
      usable: 60,
      columns: columns('Kind'),
      labels: [
        { name: 'house', count: 20 },
        { name: 'flat', count: 40 },
      ],
    });
    const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 2 });
    expect(items.map(({ text }) => text)).toEqual([
      '{"rooms":null,"built":"1950-01-01","price":1000}',
      '{"rooms":1.5,"built":"1951-01-01","price":1001}',
    ]);
    const version = await bench.version(dataset);
    expect(version).toMatchObject({
      kind: 'table',
      labels: ['flat', 'house'],
      train: 48,
      validation: 6,
      test: 6,
    });
    expect(await bench.versions.file(version.id)).toMatchObject({
      columns: columns('Kind'),
      target: 'class',
    });
    const frozen = await bench.frozen(version.id);
    expect(Object.keys(frozen[0]!)).toEqual(['id', 'split', 'label', 'f:rooms', 'f:built', 'f:price']);
    const row = frozen.find((one) => one['f:price'] === 1001)!;
    expect(row).toMatchObject({ label: 'flat', 'f:rooms': 1.5, 'f:built': -6940 });
    expect(frozen.filter((one) => one['f:rooms'] === null)).toHaveLength(15);
    expect(frozen.filter((one) => one['f:price'] === null)).toHaveLength(2);
    expect(frozen.filter(({ split, label }) => split === 'test' && label === 'house')).toHaveLength(2);
  });

  test('with a number as target freezes the rows that have one, split at random by the seed', async () => {
    const { dataset } = await importTable(HOUSES, { columns: columns('price') });
    expect(bench.datasets.get({ dataset })).toMatchObject({ target: 'number', labels: [], usable: 58 });
    const version = await bench.version(dataset, 5);
    expect(version).toMatchObject({ target: 'number', labels: [], train: 46, validation: 6, test: 6 });
    const frozen = await bench.frozen(version.id);
    expect(Object.keys(frozen[0]!)).toEqual(['id', 'split', 'target', 'f:rooms', 'f:Kind', 'f:built']);
    expect(frozen.map(({ target }) => Number(target)).sort((a, b) => a - b)[0]).toBe(1000);
    expect((await bench.version(dataset, 5)).blob).toBe(version.blob);
    expect((await bench.version(dataset, 6)).blob).not.toBe(version.blob);
  });

  test('keeps identical rows apart, and the same file again adds none of them', async () => {
    const twins = 'a,b,y\n1,2,x\n1,2,y\n1,2,x\n3,4,y\n';
    const { dataset } = await importTable(twins);
    expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 4, labeled: 4 });
    const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 9 });
    expect(new Set(items.map(({ id }) => id)).size).toBe(4);
    await importTable(twins, { dataset });
    await bench.settled();
    expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 4 });
    expect(bench.datasets.files({ dataset }).map(({ duplicates }) => duplicates)).toEqual([0, 4]);
    // Columns in another order are the same rows.
    await importTable('y,b,a\nz,4,3\nz,6,5\n', { dataset });
    await bench.settled();
    expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 5 });
    expect((await bench.all(dataset)).at(-1)).toEqual(['{"a":5,"b":6}', 'z']);
  });

  test('tells which cell is not of its type, and takes the other rows', async () => {
    const rows = [
      'a,day,y',
      '1,2026-02-28,x',
      'one,2026-03-01,x',
      '2,2026-02-31,y',
      ' 3e2 ,,y',
      ',,x',
      '5,2026/3/1 7:05,',
    ];
    const { dataset, file } = await importTable(rows.join('\n'), {
      columns: [
        { name: 'a', type: 'number', role: 'feature' },
        { name: 'day', type: 'date', role: 'feature' },
        { name: 'y', type: 'category', role: 'target' },
      ],
    });
    expect(await bench.all(dataset)).toEqual([
      ['{"a":1,"day":"2026-02-28"}', 'x'],
      ['{"a":300,"day":null}', 'y'],
      ['{"a":5,"day":"2026-03-01T07:05:00.000Z"}', null],
    ]);
    const { items } = bench.datasets.rejected({ file, offset: 0, limit: 9 });
    expect(items.map(({ row, why }) => [row, why])).toEqual([
      [3, '“one” in “a” is not a number'],
      [4, '“2026-02-31” in “day” is not a date such as 2026-11-22'],
      [6, 'all its features are empty'],
    ]);
  });

  test('without a target freezes every row, and rows that people label get classes', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${i * i}`).join('\n');
    const none = [
      { name: 'a', type: 'number', role: 'feature' },
      { name: 'b', type: 'number', role: 'feature' },
    ];
    const { dataset } = await importTable(`a,b\n${rows}\n`, { columns: none });
    expect(bench.datasets.get({ dataset })).toMatchObject({ target: 'none', usable: 30 });
    const version = await bench.version(dataset);
    expect(version).toMatchObject({ target: 'none', labels: [], train: 24, validation: 3, test: 3 });
    expect((await bench.frozen(version.id))[0]).toMatchObject({ label: null });
    const classes = ['odd', 'even'].map((name, i) => ({ name, key: String(i), guideline: '' }));
    bench.labeling.setSchema({ task: dataset, classes }, ANN);
    const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 20 });
    const answers = items.map(({ id }, i) => ({
      operation: crypto.randomUUID(),
      sample: id,
      answer: { type: 'label', label: i % 2 ? 'odd' : 'even' } as const,
    }));
    bench.labeling.annotate({ task: dataset, answers }, ANN);
    expect(bench.datasets.get({ dataset })).toMatchObject({ target: 'class', usable: 20 });
    expect(await bench.version(dataset)).toMatchObject({ target: 'class', labels: ['even', 'odd'] });
  });

  test.each([
    ['two targets', ['target', 'target', 'feature'], 'datasets.twoTargets'],
    ['no feature', ['ignore', 'ignore', 'target'], 'datasets.noFeatures'],
  ] as const)('with %s is refused', async (_, roles, key) => {
    const asked = ['a', 'b', 'c'].map((name, i) => ({ name, type: 'number', role: roles[i]! }) as const);
    const file = bench.file('t.csv', 'a,b,c\n1,2,3\n');
    expect((await problem(bench.start(file, { kind: 'table', columns: asked }))).key).toBe(key);
    expect(bench.rows()).toMatchObject({ datasets: 0, samples: 0 });
  });

  test('takes no file of another kind or with other columns', async () => {
    const { dataset } = await importTable(HOUSES, { columns: columns('Kind') });
    const other = bench.file('other.csv', 'rooms,built\n1,1950-01-01\n');
    expect((await problem(bench.start(other, { kind: 'table', dataset }))).key).toBe('datasets.otherColumns');
    const texts = bench.file('texts.csv', 'text,label\nhello,x\n');
    expect((await problem(bench.start(texts, { dataset }))).key).toBe('datasets.otherKind');
    const again = bench.start(bench.file('b.csv', HOUSES), {
      kind: 'table',
      dataset,
      columns: columns('price'),
    });
    expect((await problem(again)).key).toBe('datasets.otherColumns');
  });

  test('with hundreds of columns is listed with all of them', async () => {
    const names = Array.from({ length: 400 }, (_, i) => `p${i}`);
    const row = (value: number) => names.map((_, i) => value + i).join(',');
    const { dataset } = await importTable(`${names.join(',')},label\n${row(1)},x\n${row(7)},y\n`);
    const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 2 });
    expect(JSON.parse(items[1]!.text)).toMatchObject({ p0: 7, p399: 406 });
  });

  test('comes from Parquet with the types that stand in it', async () => {
    const file = path.join(bench.folder, 'homes.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const select = `SELECT i::INTEGER AS rooms, i / 8 AS size, DATE '2026-01-01' + i::INTEGER AS built,
      CASE WHEN i % 5 = 0 THEN NULL ELSE i % 2 = 0 END AS garden, 'k' || (i % 3) AS kind FROM range(3000) t(i)`;
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const preview = await bench.preview(file);
    expect(preview).toMatchObject({ format: 'parquet', encoding: '', kinds: ['table', 'text'] });
    expect(preview.columns.map(({ type }) => type)).toEqual(['integer', 'number', 'date', 'boolean', 'text']);
    const { dataset } = await bench.import(file, { kind: 'table' });
    expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 3000, target: 'class' });
    const { items } = await bench.datasets.samples({ dataset, offset: 2999, limit: 1 });
    expect(items[0]).toMatchObject({ label: 'k2' });
    expect(JSON.parse(items[0]!.text)).toEqual({
      rooms: 2999,
      size: 374.875,
      built: '2034-03-19',
      garden: 'false',
    });
    const broken = bench.file('broken.parquet', 'PAR1 and then nothing');
    expect((await problem(bench.preview(broken))).key).toBe('datasets.fileUnreadable');
  });

  test('comes from TSV and JSONL as well', async () => {
    const tsv = await importTable('a\ty\n1\tx\n2\tz\n', {}, 't.tsv');
    expect(await bench.all(tsv.dataset)).toEqual([
      ['{"a":1}', 'x'],
      ['{"a":2}', 'z'],
    ]);
    const jsonl = await importTable(
      '{"a":1.50,"ok":true,"y":2.5}\n{"a":null,"ok":false,"y":3}\n',
      {},
      't.jsonl',
    );
    const { items } = await bench.datasets.samples({ dataset: jsonl.dataset, offset: 0, limit: 9 });
    expect(items.map(({ text, value }) => [text, value])).toEqual([
      ['{"a":1.5,"ok":"true"}', 2.5],
      ['{"a":null,"ok":"false"}', 3],
    ]);
  });
});

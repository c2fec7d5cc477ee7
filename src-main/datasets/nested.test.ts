import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caseFile } from '../cases.fixture.ts';
import { ANN, Workbench, problem } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

const labelsOf = (dataset: string) =>
  Object.fromEntries(bench.datasets.get({ dataset }).labels.map(({ name, count }) => [name, count]));
const whyOf = (file: string) =>
  bench.datasets.rejected({ file, offset: 0, limit: 20 }).items.map(({ row, why }) => [row, why]);

/** The rows of a query as a Parquet file. */
async function parquet(name: string, query: string, options = ''): Promise<string> {
  const file = path.join(bench.folder, name);
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet${options})`);
  connection.closeSync();
  database.closeSync();
  return file;
}

describe('lists and objects of JSON', () => {
  test('a list of one class is that class', async () => {
    const file = caseFile('10-list-as-class-name/doccanocls.jsonl');
    expect((await bench.preview(file)).suggested).toMatchObject({ text: 'text', label: 'label' });
    const { dataset } = await bench.import(file);
    expect(Object.keys(labelsOf(dataset)).sort()).toEqual(['neg', 'pos']);
    const prodigy = await bench.import(caseFile('10-list-as-class-name/prodigy.jsonl'), {
      labelColumn: 'accept',
    });
    expect(Object.keys(labelsOf(prodigy.dataset)).sort()).toEqual(['a', 'b']);
  });

  test('several labels are rejected with their number, missing ones are none', async () => {
    const { dataset, file } = await bench.import(caseFile('10-list-as-class-name/multi.jsonl'));
    expect(labelsOf(dataset)).toEqual({ x: 2 });
    expect(bench.datasets.get({ dataset }).samples).toBe(3);
    expect(whyOf(file)).toEqual([
      [1, 'it has 2 labels, ["x","y"], but this dataset takes one label per row'],
    ]);
  });

  test('spans and objects are named; numbers and truth values are classes as they are written', async () => {
    const spans = await problem(
      bench.import(caseFile('10-list-as-class-name/doccano.jsonl'), { textColumn: 'data' }),
    );
    expect(spans).toMatchObject({
      key: 'datasets.noGoodRow',
      parameters: {
        why: 'its label is a list of 1 spans or objects, [[0,4,"PER"]], but this dataset takes one class',
      },
    });
    const lines = [
      { text: 'one', label: 3 },
      { text: 'two', label: [true] },
      { text: 'three', label: [] },
      { text: 'four', label: { labels: ['a'] } },
      { text: ['five'], label: '[draft]' },
      { text: ['six', 'seven'], label: 3 },
      { text: 'eight', label: null },
    ];
    const file = bench.file('mixed.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    const mixed = await bench.import(file);
    expect(labelsOf(mixed.dataset)).toEqual({ 3: 1, true: 1, '[draft]': 1 });
    expect(whyOf(mixed.file)).toEqual([
      [4, 'its label is an object, {"labels":["a"]}, but this dataset takes one class'],
      [6, '“text” contains a list or an object'],
    ]);
  });

  test('a list is neither text nor feature, and says what it is; an object is columns of what it holds', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({
      meta: { long: 'x'.repeat(200), i: i * 1.5, deep: { er: i % 3 } },
      turns: ['x'.repeat(200), 'y'],
      size: i * i,
      kind: i % 2 ? 'a' : 'b',
    }));
    const file = bench.file('rows.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const { suggested, columns } = await bench.preview(file);
    expect(columns.map(({ name }) => name)).toEqual([
      ...['meta.long', 'meta.i', 'meta.deep.er', 'turns', 'size', 'kind'],
    ]);
    expect(suggested.columns[3]).toMatchObject({ name: 'turns', role: 'ignore', note: 'nested' });
    expect(suggested.text).not.toBe('turns');
    const { dataset } = await bench.import(file, { kind: 'table' });
    const { items } = await bench.datasets.samples({ dataset, offset: 2, limit: 1 });
    expect(items[0]).toMatchObject({
      label: 'b',
      text: expect.stringContaining('"meta.i":3,"meta.deep.er":'),
    });
  });

  test('where the texts are in a list, it is named and no other column is taken for them', async () => {
    const messages = (i: number) => [{ role: 'user', content: `where is order ${i}` }];
    for (const [name, value] of [
      ['messages', messages],
      ['tokens', (i: number) => ['where', 'is', `order${i}`]],
    ] as const) {
      const rows = Array.from({ length: 40 }, (_, i) => ({
        id: `m${i}`,
        [name]: value(i),
        label: `c${i % 3}`,
      }));
      const file = bench.file('chat.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
      const { suggested } = await bench.preview(file);
      expect(suggested).toMatchObject({ text: null, label: 'label' });
      const refused = await problem(
        bench.datasets.importFile({ path: file, fileName: 'chat.jsonl', options: {} }, ANN),
      );
      expect(refused).toMatchObject({ key: 'datasets.textsNested', parameters: { nested: name } });
    }
  });

  test('a text that says nearly the same in all rows stops the import unless told otherwise', async () => {
    const file = bench.file(
      'same.csv',
      `text,label\n${Array.from({ length: 60 }, (_, i) => `some words ${i % 3},a\n`).join('')}`,
    );
    const refused = await problem(bench.import(file, { rejects: 'few' }));
    expect(refused).toMatchObject({ key: 'datasets.manyDuplicates', parameters: { kept: 3, rows: 60 } });
    const { dataset } = await bench.import(file, { rejects: 'any' });
    expect(bench.datasets.get({ dataset }).samples).toBe(3);
  });
});

describe('Parquet', () => {
  test('of bytes that are UTF-8 is text; other bytes are refused by the name of their column', async () => {
    const { dataset } = await bench.import(caseFile('20-parquet-binary-and-nested/blob.parquet'));
    expect((await bench.all(dataset))[0]).toEqual(['some text 0 héé', 'a']);
    const file = await parquet(
      'bytes.parquet',
      `SELECT CASE WHEN i = 2 THEN unhex('ff00') ELSE encode('wörd ' || i) END AS text, 'x' AS label FROM range(4) t(i)`,
    );
    const mixed = await bench.import(file);
    expect((await bench.all(mixed.dataset)).map(([text]) => text)).toEqual(['wörd 0', 'wörd 1', 'wörd 3']);
    expect(whyOf(mixed.file)).toEqual([[3, '“text” contains binary data, not text']]);
  });

  test('of Hugging Face holds images, and names for its numbers of classes', async () => {
    const file = caseFile('20-parquet-binary-and-nested/hfimg.parquet');
    const preview = await bench.preview(file);
    expect(preview).toMatchObject({ kinds: ['image'], suggested: { label: 'label' } });
    expect(preview.images[0]).toMatchObject({ label: 'cat', width: 16, height: 16 });
    const { dataset, file: id } = await bench.import(file, { kind: 'image' });
    const found = bench.datasets.get({ dataset });
    expect(found).toMatchObject({ kind: 'image', image: { width: 16, height: 16 } });
    expect(found.labels.map(({ name }) => name).sort()).toEqual(['cat', 'dog']);
    const [record] = bench.datasets.files({ dataset });
    expect(record!.rows + record!.rejected).toBe(40);
    expect(record).toMatchObject({ id, format: 'parquet' });
    const version = await bench.version(dataset).catch((error: unknown) => error);
    expect(version).not.toBeInstanceOf(TypeError);
  });

  test('of every type comes as it is written, exact, and in UTC', async () => {
    const file = await parquet(
      'types.parquet',
      `SELECT 'a text ' || i AS text, 18446744073709551615::UBIGINT AS u, 12345678901234567890123456789012345678::DECIMAL(38,0) AS h,
       9007199254740993::BIGINT AS b, 12345678901234.5600::DECIMAL(20,4) AS d, TIMESTAMPTZ '2024-01-01 12:00:00+00' AS tz,
       TIMESTAMP_NS '2024-01-01 12:00:00.123456789' AS ns, DATE '2024-02-03' AS day, TIME '01:02:03' AS clock,
       uuid '00000000-0000-0000-0000-000000000001' AS uu, 'red'::ENUM('red','blue') AS color, true AS yes,
       NULL::VARCHAR AS nothing, 0.1::FLOAT AS f, ['only'] AS single, [1, 2] AS several, {'a': 1} AS object, MAP {'k': 1} AS pairs
       FROM range(3) t(i)`,
    );
    const { columns, rows } = await bench.preview(file);
    const [row] = rows;
    const cells = Object.fromEntries(columns.map(({ name }, i) => [name, row![i]]));
    expect(cells).toMatchObject({
      u: '18446744073709551615',
      h: '12345678901234567890123456789012345678',
      b: '9007199254740993',
      d: '12345678901234.5600',
      ns: '2024-01-01 12:00:00.123456789',
      day: '2024-02-03',
      clock: '01:02:03',
      uu: '00000000-0000-0000-0000-000000000001',
      color: 'red',
      yes: 'true',
      nothing: null,
      f: '0.1',
      single: 'only',
      several: '[1,2]',
      object: '{"a":1}',
    });
    expect(cells['tz']).toMatch(/^2024-01-01 12:00:00\+00/);
  });

  test('that is damaged is refused in words with column and place, and leaves nothing', async () => {
    const whole = readFileSync(
      await parquet(
        'whole.parquet',
        `SELECT 'text number ' || i AS text, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END AS label FROM range(20000) t(i)`,
        ', ROW_GROUP_SIZE 5000, COMPRESSION zstd',
      ),
    );
    const damaged = Buffer.from(whole);
    damaged.fill(0xab, Math.floor(damaged.length * 0.5), Math.floor(damaged.length * 0.5) + 400);
    const error = await problem(bench.import(bench.file('bad.parquet', damaged)));
    expect(error.key).toBe('datasets.parquetDamaged');
    expect(error.parameters['column']).toMatch(/^(text|label)$/);
    expect(Number(error.parameters['offset'])).toBeGreaterThan(0);
    expect(JSON.stringify(error.parameters)).not.toMatch(/SELECT|read_parquet|bad\.parquet|stack|\/tmp/i);
    await bench.settled();
    expect(bench.rows()).toMatchObject({ datasets: 0, samples: 0, dataset_files: 0 });
    const cut = await problem(bench.preview(bench.file('cut.parquet', whole.subarray(0, 5000))));
    expect(cut.key).toBe('datasets.fileUnreadable');
    expect(String(cut.parameters['why'])).not.toMatch(/SELECT|\/tmp|^\s*$/);
  });
});

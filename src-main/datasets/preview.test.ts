import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workbench, problem } from './room.fixture.ts';

let bench: Workbench;
beforeAll(() => {
  bench = new Workbench();
});
afterAll(() => bench.remove());

/** A header and 40 rows. */
function csvOf40(header: string, row: (i: number) => string): string {
  return `${header}\n${Array.from({ length: 40 }, (_, i) => row(i)).join('\n')}\n`;
}

describe('preview', () => {
  test('tells format, encoding, delimiter, types and the columns that look like text and label', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, i) => `${i};${i % 2 ? 'ham' : 'spam'};a long message no. ${i};1.5`,
    );
    const preview = await bench.preview(bench.file('mails.csv', `id;kind;body;score\n${rows.join('\n')}\n`));
    expect(preview).toMatchObject({
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
      fileName: 'mails.csv',
    });
    expect(preview.columns).toEqual([
      { name: 'id', type: 'integer' },
      { name: 'kind', type: 'text' },
      { name: 'body', type: 'text' },
      { name: 'score', type: 'number' },
    ]);
    expect(preview.kinds).toEqual(['text', 'table']);
    expect(preview.suggested).toMatchObject({ text: 'body', label: 'kind', language: 'en' });
    expect(preview.rows).toHaveLength(20);
    expect(preview.rows[0]).toEqual(['0', 'spam', 'a long message no. 0', '1.5']);
  });

  test('suggests a table, its types and its target, where there is no text but much to learn from', async () => {
    const row = (i: number) =>
      `${i},${i / 4},${i % 3 ? 'north' : 'south'},2026-03-${String((i % 28) + 1).padStart(2, '0')},${i % 5 ? i * 7 : 'NA'},Mr. ${i} of ${i * i},${i % 2}`;
    const file = bench.file('t.csv', csvOf40('id,size,region,day,rooms,owner,class', row));
    const preview = await bench.preview(file);
    expect(preview.kinds).toEqual(['table', 'text']);
    expect(preview.suggested.columns).toMatchObject([
      { name: 'id', type: 'number', role: 'ignore' },
      { name: 'size', type: 'number', role: 'feature' },
      { name: 'region', type: 'category', role: 'feature' },
      { name: 'day', type: 'date', role: 'feature' },
      { name: 'rooms', type: 'number', role: 'feature' },
      { name: 'owner', type: 'text', role: 'metadata' },
      { name: 'class', type: 'category', role: 'target' },
    ]);
  });

  test('keeps the types of columns of numbers and dates where few cells are not, and rejects those rows by name', async () => {
    const row = (i: number) =>
      `${i === 7 ? '80 m2' : 30.5 + i},${i === 3 ? '31.12.2024' : `2026-03-${String((i % 28) + 1).padStart(2, '0')}`},${i % 2 ? 'yes' : 'no'},${i < 10 ? `no. ${i}` : i},${i === 9 ? "1'800" : 1000 + i}`;
    const file = bench.file('flats.csv', csvOf40('area,listed,balcony,mixed,rent', row));
    const preview = await bench.preview(file);
    expect(preview.kinds).toEqual(['table', 'text']);
    expect(preview.suggested.columns).toMatchObject([
      { name: 'area', type: 'number', role: 'feature' },
      { name: 'listed', type: 'date', role: 'feature' },
      { name: 'balcony', type: 'category', role: 'feature' },
      { name: 'mixed', type: 'text', role: 'metadata' },
      { name: 'rent', type: 'number', role: 'target' },
    ]);
    const { dataset } = await bench.import(file, { kind: 'table', columns: preview.suggested.columns });
    expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 38 });
  });

  test('finds the delimiter when every cell is quoted', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `"${i}";"a message; and ""more"" of it";"ham"`);
    const preview = await bench.preview(bench.file('quoted.csv', `"id";"body";"kind"\n${rows.join('\n')}\n`));
    expect(preview.delimiter).toBe(';');
    expect(preview.rows[0]).toEqual(['0', 'a message; and "more" of it', 'ham']);
  });

  test.each([
    ['utf-8', (text: string) => Buffer.from(text)],
    ['utf-8', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['utf-16le', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['utf-16le', (text: string) => Buffer.from(text, 'utf16le')],
    ['utf-16be', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('finds %s by its bytes', async (encoding, encode) => {
    const text = 'text,label\ncafé au lait,good\n请问几点发货,bad\n';
    const preview = await bench.preview(bench.file('a.csv', encode(text)));
    expect(preview.encoding).toBe(encoding);
    expect(preview.rows).toEqual([
      ['café au lait', 'good'],
      ['请问几点发货', 'bad'],
    ]);
  });

  test('finds GB18030 and Windows-1252 by how their bytes stand together, and Chinese as the language', async () => {
    // 请问几点发货,问题 / 很好,表扬
    const gbk = Buffer.from('c7ebcecabcb8b5e3b7a2bbf52ccecacce20abadcbac32cb1edd1ef0a', 'hex');
    const chinese = await bench.preview(
      bench.file('gbk.csv', Buffer.concat([Buffer.from('text,label\n'), gbk])),
    );
    expect(chinese.encoding).toBe('gb18030');
    expect(chinese.rows).toEqual([
      ['请问几点发货', '问题'],
      ['很好', '表扬'],
    ]);
    expect(chinese.suggested.language).toBe('zh');
    const latin = Buffer.from('text,label\nun café très bien,oui\nà la carte,non\n', 'latin1');
    const french = await bench.preview(bench.file('latin.csv', latin));
    expect(french.encoding).toBe('windows-1252');
    expect(french.rows[0]).toEqual(['un café très bien', 'oui']);
  });

  test('reads JSONL with types, TSV, and a folder of texts with a folder a class', async () => {
    const jsonl = bench.file('a.jsonl', '{"text":"a","n":1,"ok":true}\n{"text":"b","n":2.5,"label":"x"}\n');
    expect((await bench.preview(jsonl)).columns).toEqual([
      { name: 'text', type: 'text' },
      { name: 'n', type: 'number' },
      { name: 'ok', type: 'boolean' },
      { name: 'label', type: 'text' },
    ]);
    const tsv = await bench.preview(bench.file('a.tsv', 'text\tlabel\na, b\tx\n'));
    expect([tsv.format, tsv.delimiter, tsv.rows]).toEqual(['tsv', '\t', [['a, b', 'x']]]);
    bench.file('mail/ham/1.txt', 'hello');
    bench.file('mail/spam/2.txt', 'buy');
    const folder = await bench.preview(`${bench.folder}/mail`);
    expect(folder).toMatchObject({ format: 'folder', suggested: { text: 'text', label: 'label' } });
    expect(folder.rows.map((row) => row.slice(0, 2))).toEqual([
      ['hello', 'ham'],
      ['buy', 'spam'],
    ]);
  });

  test.each([
    ['empty.csv', '', 'datasets.emptyFile'],
    ['header.csv', 'text,label\n', 'datasets.noRows'],
    ['blank.csv', '\n\n\n', 'datasets.emptyFile'],
    [
      'binary.csv',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 1, 0, 2, 0, 0, 9]),
      'datasets.binaryFile',
    ],
  ])('refuses %s', async (name, content, key) => {
    expect((await problem(bench.preview(bench.file(name, content)))).key).toBe(key);
  });

  test('refuses what is not there, an encoding nobody knows and a delimiter that cannot be one', async () => {
    expect((await problem(bench.preview('/nowhere/x.csv'))).key).toBe('datasets.fileMissing');
    const file = bench.file('a.csv', 'text,label\na,b\n');
    expect((await problem(bench.preview(file, { encoding: 'klingon' }))).key).toBe(
      'datasets.unknownEncoding',
    );
    for (const delimiter of ['"', '\n', 'a'])
      expect((await problem(bench.preview(file, { delimiter }))).key).toBe('datasets.badDelimiter');
  });
});

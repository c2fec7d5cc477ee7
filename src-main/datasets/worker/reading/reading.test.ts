import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText, prefixOf, sampleIdOf } from '../../../kinds/canonical.ts';
import { dateOf, daysOf, readCell } from './columns.ts';
import { detectEncoding } from './encoding.ts';
import { cellsOf } from './cells.ts';
import { PLAIN_CSV } from './dialect.ts';
import { readRecords, type RawRecord } from './records.ts';
import { createSeen } from './seen.ts';
import { suggestColumns } from './suggest.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(text: string | Buffer, chunk: number, limit?: number): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const options = { dialect: PLAIN_CSV, ...(limit === undefined ? {} : { limit }) };
  for await (const some of readRecords(inChunks(Buffer.from(text), chunk), options))
    records.push(...some.map((record) => ({ ...record, bytes: Buffer.from(record.bytes) })));
  return records;
}

const cells = (record: RawRecord) => cellsOf(record.bytes.toString('utf8'), PLAIN_CSV, record.quoted);

describe('records', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'é', '中', '"', ',', '\n', '\r', ' '), maxLength: 12 }),
    fc.constant(null),
  );
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
  const chunk = fc.integer({ min: 1, max: 40 });
  const lineEnd = fc.constantFrom('\n', '\r\n');

  test('of any CSV give back its cells, however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(table, chunk, lineEnd, async (rows, size, end) => {
        const write = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
        const text = rows.map((row) => row.map(write).join(',') + end).join('');
        const records = await cut(text, size);
        expect(records.map(cells)).toEqual(rows);
        expect(records.map(({ row }) => row)).toEqual(rows.map((_, i) => i + 1));
        expect(records.every(({ problem }) => problem === null)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('of any bytes end, and are the same however the stream is cut', async () => {
    const soup = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(soup, chunk, async (text, size) => {
        const whole = await cut(text, 1000);
        expect(await cut(text, size)).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  test('with a quote that never closes cost one row', async () => {
    const records = await cut('a,b\n"open,1\nc,2\nd,3', 5);
    expect(records.map((record) => record.problem?.key ?? cells(record))).toEqual([
      ['a', 'b'],
      'datasets.rowQuoteOpen',
      ['c', '2'],
      ['d', '3'],
    ]);
  });

  test('with a quote that stays open past the limit cost one row as well', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `line ${i},1`);
    const records = await cut(`"open,1\n${lines.join('\n')}`, 16, 100);
    expect(records[0]?.problem?.key).toBe('datasets.rowQuoteOpen');
    expect(records.slice(1).map(({ bytes }) => bytes.toString())).toEqual(lines);
  });

  test('that are too long are told of once and hold only their beginning', async () => {
    const records = await cut(`a,b\n${'x'.repeat(5000)}\n"${'y'.repeat(5000)}"\nc,d\n`, 64, 1000);
    expect(records.map((record) => record.problem?.key ?? cells(record))).toEqual([
      ['a', 'b'],
      'datasets.rowTooLong',
      'datasets.rowTooLong',
      ['c', 'd'],
    ]);
    expect(Math.max(...records.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(400);
  });

  test('count blank lines and leave them out', async () => {
    const records = await cut('a,b\n\n\r\nc,d', 3);
    expect(records.map(({ row }) => row)).toEqual([1, 4]);
  });
});

describe('canonical content', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });

  test('is the same for texts that differ in normalization, line ends or white space at the end', () => {
    fc.assert(
      fc.property(text, (value) => {
        const canonical = canonicalText(value);
        expect(canonicalText(canonical)).toBe(canonical);
        expect(canonicalText(`${value.normalize('NFD').replaceAll('\n', '\r\n')} \n`)).toBe(
          canonicalText(value.normalize('NFC').replaceAll('\n', '\r\n')),
        );
        expect(canonical.isWellFormed()).toBe(true);
      }),
    );
  });

  test('names a sample by its SHA-256', () => {
    const id = sampleIdOf('hello');
    expect(id).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
    expect(prefixOf(id).toString(16)).toBe('2cf24dba5fb0a');
  });
});

test('what an import has met is found again at its place, and comes out sorted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3000 }), { maxLength: 6000 }), (numbers) => {
      const seen = createSeen();
      const places = new Map<number, number>();
      for (const number of numbers) {
        const found = seen.find(sampleIdOf(String(number)));
        expect(found).toBe(places.get(number) ?? -1);
        if (found === -1) places.set(number, places.size);
      }
      expect(seen.count).toBe(places.size);
      const slices = [...seen.sorted(500)];
      const prefixes = slices.flatMap((slice) => slice.prefixes);
      expect(prefixes).toEqual(prefixes.toSorted((a, b) => a - b));
      const expected = [...places].map(([number, place]) => [prefixOf(sampleIdOf(String(number))), place]);
      const got = slices.flatMap(({ prefixes, positions }) =>
        prefixes.map((prefix, i) => [prefix, positions[i]]),
      );
      expect(got).toEqual(expected.sort(([a = 0], [b = 0]) => a - b));
    }),
    { numRuns: 20 },
  );
});

describe('the encoding of bytes', () => {
  test('is UTF-8 for every text in UTF-8, wherever it is cut', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', 'é', '中', '😀'),
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, fc.nat({ max: 3 }), (value, less) => {
        const bytes = Buffer.from(value);
        expect(detectEncoding(bytes.subarray(0, Math.max(1, bytes.length - less)))).toEqual({
          encoding: 'utf-8',
          certainty: 'certain',
          binary: false,
        });
      }),
    );
  });

  test('is UTF-8 even when a few bytes of it are bad', () => {
    const text = Buffer.from('这是一个很长的中文句子，里面有很多汉字。'.repeat(3));
    expect(detectEncoding(Buffer.concat([text, Buffer.from([0xff, 0x0a]), text])).encoding).toBe('utf-8');
  });

  test('is binary with zeros where text has none', () => {
    expect(detectEncoding(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 9, 0, 0])).binary).toBe(true);
  });
});

test('columns are suggested by name, else by their looks', () => {
  const rows = Array.from({ length: 20 }, (_, i) => [
    `${i}`,
    `some words of number ${i}`,
    i % 2 ? 'up' : 'down',
  ]);
  expect(suggestColumns(['n', 'words', 'kind'], rows)).toEqual({
    text: 'words',
    label: 'kind',
    language: 'en',
  });
  expect(suggestColumns(['label', 'note', 'text'], rows)).toMatchObject({ text: 'text', label: 'label' });
  expect(suggestColumns(['a'], [['请问几点发货'], ['ok 好的']])).toEqual({
    text: 'a',
    label: null,
    language: 'zh',
  });
});

describe('dates', () => {
  test('come back from their days since 1970, whole days without a time', () => {
    expect(dateOf(20_179)).toBe('2025-04-01');
    expect(dateOf(-0.5)).toBe('1969-12-31T12:00:00.000Z');
    const years = { min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), fc.boolean(), (moment, whole) => {
        const iso = moment.toISOString();
        const date = whole || iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso;
        expect(dateOf(daysOf(date))).toBe(date);
        expect(readCell(dateOf(daysOf(date)), 'date')).toBe(date);
      }),
    );
  });
});

test('what names rows is neither their label nor their text, whatever else there is', () => {
  const rows = Array.from({ length: 40 }, (_, i) => [
    `SKU-${i}`,
    `late and blue number ${i}`,
    i % 2 ? 'a' : 'b',
  ]);
  expect(suggestColumns(['label', 'comment', 'kind'], rows)).toMatchObject({
    text: 'comment',
    label: 'kind',
  });
  const numbers = rows.map(([sku], i) => [sku!, `${i}.5`]);
  expect(suggestColumns(['name', 'y'], numbers)).toMatchObject({ label: 'y' });
  const bare = rows.map(([sku, , kind]) => [sku!, kind!]);
  expect(suggestColumns(['id', 'label'], bare)).toMatchObject({ text: null, label: 'label' });
});

import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseFile } from '../../../cases.fixture.ts';
import { describeFile } from './describe.ts';
import { objectOf } from './json.ts';
import { createValueCutter } from './json-values.ts';
import type { RawRecord } from './records.ts';
import { readRows } from './table.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-json-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function readFile(file: string) {
  const described = await describeFile({ path: file, fileName: path.basename(file), options: {} }, 'jsonl');
  const rows: (readonly (string | null)[])[] = [];
  const bad: string[] = [];
  const late: string[] = [];
  const onUnforeseen = (key: string, row: number) => void late.push(`${row} ${key}`);
  for await (const batch of readRows(described.source, { onUnforeseen })) {
    rows.push(...batch.good.map(({ cells }) => cells));
    bad.push(...batch.bad.map(({ row, problem }) => `${row} ${problem.key}`));
  }
  const { format, columns } = described.source;
  return { format, columns, rows, bad, late };
}

function read(content: string, name = 'a.json') {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return readFile(file);
}

const items = Array.from({ length: 30 }, (_, i) => ({
  text: `some } text { ${i} "]`,
  label: i % 2 ? 'a' : 'b',
}));
const cells = items.map(({ text, label }) => [text, label]);

describe('objects of any layout are rows', () => {
  test.each([
    ['a list on one line', JSON.stringify(items)],
    ['a list over many lines', JSON.stringify(items, null, 2)],
    ['an object a line in a list', `[\n${items.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`],
    [
      'objects over many lines, one after another',
      items.map((one) => JSON.stringify(one, null, 2)).join('\n'),
    ],
    [
      'a list under a key',
      JSON.stringify({ version: '1.0', tags: ['a', 'b'], meta: { rows: [1] }, data: items, end: [{ a: 1 }] }),
    ],
    ['the same over many lines', JSON.stringify({ version: '1.0', data: items }, null, 1)],
  ])('%s', async (_name, content) => {
    const { format, columns, rows, bad } = await read(content);
    expect({ format, columns, bad }).toEqual({ format: 'json', columns: ['text', 'label'], bad: [] });
    expect(rows).toEqual(cells);
  });

  test('an object a line stays JSON Lines', async () => {
    const { format, rows } = await read(items.map((one) => JSON.stringify(one)).join('\n'));
    expect([format, rows]).toEqual(['jsonl', cells]);
  });

  test('the array of the cases', async () => {
    const { rows, bad } = await readFile(caseFile('09-json-array/array.json'));
    expect([rows.length, bad]).toEqual([20, []]);
  });

  test('a table by columns is refused by its name', async () => {
    for (const table of [
      { text: { 0: 'a', 1: 'b' }, label: { 0: 'x', 1: 'y' } },
      { text: ['a', 'b'], label: ['x', 'y'] },
    ])
      await expect(read(JSON.stringify(table))).rejects.toMatchObject({ key: 'datasets.jsonByColumns' });
  });

  test('however the stream is cut', () => {
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({
          unit: fc.constantFrom('a', '"', '\\', '{', '}', '[', ']', ',', '\n', '中'),
          maxLength: 6,
        }),
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('k', '}', '"'), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const objects = fc.array(fc.dictionary(fc.constantFrom('a', 'b', '[{'), value), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        objects,
        fc.boolean(),
        fc.constantFrom(0, 1, 2),
        fc.integer({ min: 1, max: 20 }),
        (all, list, indent, size) => {
          const text = list
            ? JSON.stringify(all, null, indent)
            : all.map((one) => JSON.stringify(one, null, indent)).join('\n');
          const bytes = Buffer.from(text);
          const cutter = createValueCutter({ skipBytes: 0, endsWithList: false });
          const records: RawRecord[] = [];
          for (let at = 0; at < bytes.length; at += size)
            records.push(
              ...cutter
                .cut(bytes.subarray(at, at + size), false)
                .map((one) => ({ ...one, bytes: Buffer.from(one.bytes) })),
            );
          records.push(...cutter.cut(Buffer.alloc(0), true));
          expect(records.map(({ bytes: one }) => JSON.parse(one.toString()))).toEqual(
            JSON.parse(JSON.stringify(all)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a damaged object costs itself', () => {
  const broken = (damage: (lines: string[]) => void, indent?: number): string => {
    const lines = JSON.stringify(items, null, indent ?? 2).split('\n');
    damage(lines);
    return lines.join('\n');
  };

  test.each([
    ['a missing brace', broken((lines) => void lines.splice(lines.indexOf('  },', 20), 1))],
    ['a text that does not end', broken((lines) => void (lines[22] = lines[22]!.slice(0, 20)))],
    ['a missing comma inside', broken((lines) => void (lines[22] = lines[22]!.replace(/,$/, '')))],
  ])('%s', async (_name, content) => {
    const { rows, bad } = await read(content);
    expect(bad).toHaveLength(1);
    expect(bad[0]).toMatch(/datasets.rowBadJson/);
    expect(rows).toHaveLength(29);
    expect(rows.every(([text, label]) => cells.some((one) => one[0] === text && one[1] === label))).toBe(
      true,
    );
  });

  test('one that is too long is passed over', () => {
    const cutter = createValueCutter({ skipBytes: 0, endsWithList: false, limit: 1000 });
    const text = `[{"a":"x"},{"a":"${'y'.repeat(5000)}"},{"a":"z"}]`;
    const records = [...text.matchAll(/.{1,64}/gs)].flatMap(([part]) => cutter.cut(Buffer.from(part), false));
    expect(records.map(({ row, problem }) => [row, problem?.key ?? null])).toEqual([
      [1, null],
      [2, 'datasets.rowTooLong'],
      [3, null],
    ]);
    expect(records[1]!.bytes.length).toBeLessThanOrEqual(400);
  });

  test('nested a hundred thousand deep, with a key twice, with half a character, with a bad escape', async () => {
    const deep = `{"text":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const lines = [
      '{"text":"a"}',
      deep,
      '{"text":"b","text":"c"}',
      '{"text":"\\ud800d"}',
      '{"text":"\\x"}',
      '{"text":"e"}',
    ];
    const { rows, bad } = await read(lines.join('\n'), 'a.jsonl');
    expect(rows).toEqual([['a'], ['e']]);
    expect(bad).toEqual([
      '2 datasets.rowDeepJson',
      '3 datasets.rowSameKey',
      '4 datasets.rowHalfCharacter',
      '5 datasets.rowBadJson',
    ]);
  });
});

test('keys are columns whatever they are called, and an absent one is empty', async () => {
  const lines = ['{"__proto__":"a","constructor":"b","toString":"c","7":"d"}', '{"x":1}'];
  const { columns, rows } = await read(lines.join('\n'), 'a.jsonl');
  expect([...columns].sort()).toEqual(['7', '__proto__', 'constructor', 'toString', 'x']);
  expect(rows[0]).toEqual(
    columns.map(
      (name) =>
        ({ __proto__: null, constructor: 'b', toString: 'c', '7': 'd' })[name] ??
        (name === '__proto__' ? 'a' : null),
    ),
  );
  expect(rows[1]).toEqual(columns.map((name) => (name === 'x' ? '1' : null)));
});

test('what Python writes as no number is missing, in texts it stays', async () => {
  const { rows, bad } = await readFile(caseFile('12-nan-in-jsonl/nanjson.jsonl'));
  expect([rows.length, bad]).toEqual([30, []]);
  expect(objectOf('{"a":NaN,"b":-Infinity,"c":[Infinity],"d":"NaN, \\"Infinity"}')).toEqual({
    value: { a: null, b: null, c: [null], d: 'NaN, "Infinity' },
  });
});

test('a key that comes late is a column, and one that comes too late is told', async () => {
  const first = '{"text":"no label yet"}\n'.repeat(200);
  const then = '{"text":"labeled","label":"a"}\n'.repeat(200);
  const { columns, rows, late } = await read(first + then, 'late.jsonl');
  expect([columns, late]).toEqual([['text', 'label'], []]);
  expect(rows.at(-1)).toEqual(['labeled', 'a']);
});

test('a key that no sampled part of a long file has is told with its row', { timeout: 60_000 }, async () => {
  const line = `{"text":"${'x'.repeat(1000)}"}\n`;
  const rest = line.repeat(20_000);
  const { columns, late } = await read(`${line.repeat(18_000)}{"text":"y","odd":1}\n${rest}`, 'long.jsonl');
  expect(columns).toEqual(['text']);
  expect(late).toEqual(['18001 odd']);
});

describe('an object within an object', () => {
  const lines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');

  test('is columns of what it holds, also in rows that hold less or more', async () => {
    const { columns, rows, late } = await read(
      lines([
        { id: 1, data: { text: 'one', meta: { lang: 'de' } }, label: 'a' },
        { id: 2, data: { text: 'two', tags: ['x', 'y'] }, label: 'b' },
        { id: 3, data: null, label: 'b' },
        { id: 4, label: 'a' },
      ]),
    );
    expect(columns).toEqual(['id', 'data.text', 'data.meta.lang', 'data.tags', 'label']);
    expect(rows).toEqual([
      ['1', 'one', 'de', null, 'a'],
      ['2', 'two', null, '["x","y"]', 'b'],
      ['3', null, null, null, 'b'],
      ['4', null, null, null, 'a'],
    ]);
    expect(late).toEqual([]);
  });

  test.each([
    ['that is something else in another row', [{ a: { b: 1 } }, { a: 'c' }], ['a']],
    ['whose names are there already', [{ a: { b: 1 }, 'a.b': 2 }, { a: { b: 3 } }], ['a', 'a.b']],
    ['that is a label', [{ label: { b: 'x' } }, { label: { b: 'y' } }], ['label']],
    ['that is the scores of classes', [{ c: { x: 1, y: 0 } }, { c: { x: 0, y: 1 } }], ['c']],
    ['that is empty', [{ a: {}, b: 1 }, { b: 2 }], ['a', 'b']],
  ])('%s stays as it is', async (_name, rows, columns) => {
    expect((await read(lines(rows))).columns).toEqual(columns);
  });
});

import { randomUUID } from 'node:crypto';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANN, SPAM, Workbench, csv, problem } from '../datasets/room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

describe('freezing', () => {
  async function read(version: string) {
    const { path } = await bench.versions.file(version);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(
      `SELECT id, text, label, split FROM read_parquet('${path}')`,
    );
    const rows = reader.getRowObjectsJson();
    connection.closeSync();
    return rows as { id: string; text: string; label: string; split: string }[];
  }

  test('gives a stratified split of what is labeled, ordered by id, with who gave the labels', async () => {
    const rows: (readonly [string, string | null])[] = [...SPAM, ['without a label', null]];
    const { dataset, file } = await bench.import(bench.file('a.csv', csv(rows)));
    const [first] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
    const answer = {
      operation: randomUUID(),
      sample: first!.id,
      answer: { type: 'label', label: 'ham' },
    } as const;
    bench.labeling.annotate({ task: dataset, answers: [answer] }, ANN);
    const version = await bench.version(dataset, 7);
    expect(version).toMatchObject({
      number: 1,
      seed: 7,
      labels: ['ham', 'spam'],
      train: 32,
      validation: 4,
      test: 4,
      createdBy: 'Ann',
    });
    const facts = { kind: 'text', target: 'class', columns: [], image: null };
    expect(version).toMatchObject(facts);
    const { path: _path, sha256, ...described } = await bench.versions.file(version.id);
    expect(sha256).toBe(version.blob);
    expect(described).toEqual({ ...facts, labels: ['ham', 'spam'], language: 'en', compared: null });
    const frozen = await read(version.id);
    expect(frozen.map(({ id }) => id)).toEqual(frozen.map(({ id }) => id).sort());
    expect(frozen.map(({ text, label }) => [text, label]).sort()).toEqual(
      SPAM.map(([text, label]) => [text, text === 'win 0 prizes' ? 'ham' : label]).sort(),
    );
    const share = (label: string, split: string) =>
      frozen.filter((row) => row.label === label && row.split === split).length;
    expect([share('ham', 'test'), share('ham', 'validation'), share('spam', 'test')]).toEqual([3, 3, 1]);
    expect(bench.versions.origin(version.id)).toMatchObject({
      labels: [
        { author: 'import', count: 39 },
        { author: 'Ann', count: 1 },
      ],
      files: [{ id: file }],
    });
  });

  test('gives the same bytes for the same labels and seed, however they came, and others for another seed', async () => {
    const one = await bench.import(bench.file('a.csv', csv(SPAM)));
    const other = await bench.import(bench.file('b.csv', csv([...SPAM].reverse())));
    const first = await bench.version(one.dataset, 3);
    expect((await bench.version(other.dataset, 3)).blob).toBe(first.blob);
    const again = await bench.version(one.dataset, 3);
    expect([again.number, again.blob]).toEqual([2, first.blob]);
    expect((await bench.version(one.dataset, 4)).blob).not.toBe(first.blob);
    expect(bench.versions.list({ dataset: one.dataset })).toHaveLength(3);
  });

  test('sees one moment, whatever is labeled while it runs', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [`text ${i}`, i % 2 ? 'a' : 'b'] as const);
    const { dataset } = await bench.import(bench.file('a.csv', csv(rows)));
    const before = (await bench.version(dataset)).blob;
    const frozen = bench.versions.freeze({ dataset, seed: 0, validation: 0.1, test: 0.1 }, ANN);
    const { items } = await bench.datasets.samples({ dataset, offset: 4900, limit: 100 });
    const answers = items.map(({ id }) => ({
      operation: randomUUID(),
      sample: id,
      answer: { type: 'label', label: 'a' } as const,
    }));
    bench.labeling.annotate({ task: dataset, answers }, ANN);
    await bench.ended(frozen.job);
    expect(bench.versions.get(frozen).blob).toBe(before);
    expect((await bench.version(dataset)).blob).not.toBe(before);
  });

  test.each([
    [
      'no label',
      [
        ['a', null],
        ['b', null],
      ],
      'datasets.noLabels',
    ],
    [
      'one class only',
      [
        ['a', 'x'],
        ['b', 'x'],
        ['c', 'x'],
      ],
      'datasets.oneClass',
    ],
    [
      'two rows',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
      'datasets.tooFewOfClass',
    ],
  ] as const)('refuses %s', async (_, rows, key) => {
    const { dataset } = await bench.import(bench.file('a.csv', csv(rows)));
    const thrown = await problem(bench.version(dataset));
    expect(thrown.key).toBe(key);
    expect(bench.versions.list({})).toEqual([]);
  });

  test('refuses a split that would be empty', async () => {
    const rows = [
      ['a', 'x'],
      ['b', 'x'],
      ['c', 'y'],
      ['d', 'y'],
    ] as const;
    const { dataset } = await bench.import(bench.file('a.csv', csv(rows)));
    expect((await problem(bench.version(dataset))).key).toBe('datasets.splitEmpty');
  });
});

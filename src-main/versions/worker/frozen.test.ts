/** The rows that training reads of a version: a share of the training split, and the held-out rows of another version. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDuckDb } from '../../platform/worker/duckdb.ts';
import { countRows, rowsOf, type FrozenVersion, type Split } from './frozen.ts';

let folder: string;
let version: FrozenVersion;

async function parquet(name: string, sql: string): Promise<string> {
  const path = join(folder, `${name}.parquet`);
  const database = await openDuckDb(':memory:', { threads: '1' });
  const connection = await database.connect();
  await connection.run(`copy (${sql}) to '${path}' (format parquet)`);
  connection.closeSync();
  database.closeSync();
  return path;
}

const numbered = (from: number, to: number, split: string): string =>
  `select sha256(i::varchar) as id, ${split} as split, case when i % 10 = 0 then 'rare' else 'usual' end as label
   from range(${from}, ${to}) as r(i)`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-frozen-'));
  const path = await parquet('one', numbered(0, 400, `case when i < 300 then 'train' else 'validation' end`));
  const plain = { columns: [], image: null, language: 'en', labels: ['rare', 'usual'] } as const;
  version = { ...plain, path, kind: 'text', target: 'class' };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(of: FrozenVersion, split: Split): Promise<readonly [string, string][]> {
  const all: [string, string][] = [];
  for await (const rows of rowsOf(of, { split, columns: ['id', 'label'] }))
    all.push(...rows.map(([id, label]): [string, string] => [String(id), String(label)]));
  expect(await countRows(of, split)).toBe(all.length);
  return all;
}

it('are the same share of each class, a smaller one inside of a larger one; validation stays whole', async () => {
  const shares = [0.001, 0.1, 0.5, 1];
  const parts = [];
  for (const trainShare of shares) parts.push(await read({ ...version, trainShare }, 'train'));
  const counts = parts.map((rows) =>
    ['rare', 'usual'].map((label) => rows.filter(([, one]) => one === label).length),
  );
  expect(counts).toEqual([
    [1, 1],
    [3, 27],
    [15, 135],
    [30, 270],
  ]);
  for (const [at, rows] of parts.slice(1).entries()) {
    const ids = new Set(rows.map(([id]) => id));
    expect(parts[at]!.every(([id]) => ids.has(id))).toBe(true);
  }
  expect(await read({ ...version, trainShare: 0.1 }, 'validation')).toHaveLength(100);
});

it('are of a document its beginning', async () => {
  const path = await parquet(
    'document',
    `select sha256(i::varchar) as id, 'train' as split, i::integer as position from range(10) as r(i)`,
  );
  const corpus: FrozenVersion = { ...version, path, kind: 'corpus', target: 'none', trainShare: 0.3 };
  const positions = [];
  for await (const rows of rowsOf(corpus, { split: 'train', columns: ['position'], order: 'position' }))
    positions.push(...rows.map(([position]) => position));
  expect(positions).toEqual([0, 1, 2]);
});

it('are validated on another version, none of whose held-out samples is trained on', async () => {
  const path = await parquet('two', numbered(100, 500, `case when i < 480 then 'train' else 'test' end`));
  const mixed: FrozenVersion = { ...version, path, heldOut: version.path };
  const held = await read(version, 'validation');
  expect(await read(mixed, 'validation')).toEqual(held);
  const learned = await read(mixed, 'train');
  expect(learned).toHaveLength(380 - 100);
  const ids = new Set(held.map(([id]) => id));
  expect(learned.some(([id]) => ids.has(id))).toBe(false);
  await expect(countRows(mixed, 'test')).rejects.toThrow('test');
  expect(await read({ ...mixed, trainShare: 0.5 }, 'train')).toHaveLength(140);
});

import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { countRows, rowsOf, type FrozenVersion } from './frozen.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lathe-frozen-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function version(name: string): FrozenVersion {
  const file = path.join(folder, name);
  return { path: file, kind: 'text', target: 'none', labels: [], columns: [], image: null, language: 'en' };
}

async function write({ path: file }: FrozenVersion, rows: string): Promise<void> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  await connection.run(`copy (${rows}) to '${file}' (format parquet)`);
  connection.closeSync();
  database.closeSync();
}

async function textsOf(of: FrozenVersion): Promise<unknown[]> {
  const texts: unknown[] = [];
  for await (const rows of rowsOf(of, { split: 'train', columns: ['text'] })) texts.push(...rows.flat());
  return texts;
}

it('reads a file as it stands, also after another stood there, and several at once', async () => {
  const one = version('one.parquet');
  await write(one, "select 'train' as split, 'a' || i as text, i as id from range(3) t(i)");
  const reads = Array.from({ length: 4 }, () => textsOf(one));
  expect(await Promise.all(reads)).toEqual(Array(4).fill(['a0', 'a1', 'a2']));
  await write(one, "select 'train' as split, 'b' || i as text, i as id from range(2) t(i)");
  expect(await textsOf(one)).toEqual(['b0', 'b1']);
  expect(await countRows(one, 'train')).toBe(2);
  await expect(countRows(one, 'test')).rejects.toMatchObject({ key: 'training.emptySplit' });
});

it('reads a large file in a database of its own, and says when there is no file', async () => {
  const large = version('large.parquet');
  const text = 'repeat(md5(i::varchar), 9) || md5((i * 7)::varchar) || md5((i * 11)::varchar)';
  await write(large, `select 'train' as split, ${text} as text, i as id from range(20000) t(i)`);
  expect(statSync(large.path).size).toBeGreaterThan(1e6);
  expect(await textsOf(large)).toHaveLength(20_000);
  await expect(textsOf(version('none.parquet'))).rejects.toThrow('none.parquet');
});

/** 60 damaged Parquet files through preview and import: each ends within its budget, in words, or gives what can be read. */
import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUDGETS } from '../../src-shared/platform/budgets.ts';
import { fromWire, isWireError, toAppError, type AppError } from '../../src-shared/platform/errors.ts';
import { cut, flipped } from '../models/worker/hostile-models.fixture.ts';
import { ANN, Workbench, csv } from './room.fixture.ts';

const ROWS = 400;
/** Words that are the inside of the house, or of a library. */
const INTERNALS =
  /\bat .+:\d+:\d+|node:|\/tmp|node_modules|worker|SELECT|read_parquet|LINE 1|undefined|upload-|\0/i;

interface Ended {
  readonly problem: AppError | null;
  readonly samples: number;
}

let bench: Workbench;
const ends = new Map<string, Ended>();

/** Texts and labels, without compression or with, so that flips are met by every part of a reader. */
async function parquet(compression: 'uncompressed' | 'zstd' | 'snappy'): Promise<Uint8Array> {
  const file = path.join(bench.folder, `${compression}.parquet`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 'this is text number ' || i AS text, CASE WHEN i % 3 = 0 THEN 'spam' ELSE 'ham' END AS label
     FROM range(${ROWS}) t(i)) TO '${file}' (FORMAT parquet, COMPRESSION ${compression}, ROW_GROUP_SIZE 128)`,
  );
  connection.closeSync();
  instance.closeSync();
  return readFileSync(file);
}

/** Named as an upload is; people know it by another name. */
async function imported(name: string, bytes: Uint8Array): Promise<Ended> {
  const file = bench.file(`upload-${name}`, bytes);
  try {
    const started = await bench.datasets.importFile({ path: file, fileName: name, options: {} }, ANN);
    await bench.ended(started.job).catch((error: unknown) => {
      throw isWireError(error) ? fromWire(error) : error;
    });
    return { problem: null, samples: bench.datasets.get(started).samples };
  } catch (thrown) {
    return { problem: toAppError(thrown), samples: 0 };
  }
}

/** 40 with bits turned over, 20 cut off. */
async function damagedFiles(): Promise<(readonly [name: string, bytes: Uint8Array])[]> {
  const whole = [await parquet('uncompressed'), await parquet('snappy'), await parquet('zstd')];
  const of = (seed: number) => whole[seed % 3]!;
  return [
    ...Array.from({ length: 40 }, (_, seed) => [`flipped ${seed}.parquet`, flipped(of(seed), seed)] as const),
    ...Array.from({ length: 20 }, (_, seed) => [`cut ${seed}.parquet`, cut(of(seed), seed)] as const),
  ];
}

beforeAll(async () => {
  bench = new Workbench();
  const waiting = await damagedFiles();
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) ends.set(next[0], await imported(...next));
  };
  await Promise.all([work(), work()]);
  if (process.env['LATHE_SHOW'])
    for (const [name, { problem, samples }] of ends)
      console.log(name, samples, Math.round(bench.peaks.get(name)! / 1e6), problem?.key, problem?.message);
}, 900_000);
afterAll(() => bench.remove());

describe('60 damaged Parquet files', () => {
  it('each ends within its budget of memory; none ran out of its seconds', () => {
    expect(ends.size).toBe(60);
    for (const [name, { problem }] of ends) {
      expect(bench.peaks.get(name), name).toBeLessThan(BUDGETS.import.atMost);
      expect(problem?.code, name).not.toBe('DEADLINE');
    }
  });

  it('each is refused in words that show nothing of the inside, or gives no more than it held', () => {
    for (const [name, { problem, samples }] of ends) {
      if (!problem) {
        expect(samples, name).toBeGreaterThan(0);
        expect(samples, name).toBeLessThanOrEqual(ROWS);
        continue;
      }
      expect(problem.key, name).toMatch(/^datasets\./);
      expect(`${problem.message} ${problem.hint}`, name).not.toMatch(INTERNALS);
    }
  });

  it('leave nothing half-written, and the next file comes in', async () => {
    await bench.settled();
    expect(readdirSync(bench.store.scratch)).toEqual([]);
    const samples = [...ends.values()].reduce((sum, end) => sum + end.samples, 0);
    expect(bench.rows()['samples']).toBe(samples);
    const good = bench.file(
      'good.csv',
      csv([
        ['one', 'a'],
        ['two', 'b'],
      ]),
    );
    expect(bench.datasets.get(await bench.import(good)).samples).toBe(2);
  });
});

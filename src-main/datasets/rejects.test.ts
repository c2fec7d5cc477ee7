import { afterEach, beforeEach, expect, test } from 'vitest';
import { caseFile } from '../cases.fixture.ts';
import { wording, type WireError } from '../../src-shared/platform/errors.ts';
import { Workbench } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

/** The error that an import ends with. */
async function stopped(file: string, extras: Parameters<Workbench['import']>[1]): Promise<WireError> {
  const before = bench.datasets.list().items;
  const error: unknown = await bench.import(file, extras).then(
    () => new Error('it was imported'),
    (thrown: unknown) => thrown,
  );
  expect(bench.datasets.list().items).toEqual(before);
  if (error instanceof Error && 'key' in error && 'parameters' in error) return error as unknown as WireError;
  throw error;
}

const rows = (good: number, bad: number): string =>
  `text,label\n${Array.from({ length: good }, (_, i) => `words ${i},a\n`).join('')}${'one cell\n'.repeat(bad)}`;

test('more than 5 % of bad rows stop an import: nothing is kept, and it says how many and why', async () => {
  const file = bench.file('a.csv', rows(90, 10));
  const error = await stopped(file, { rejects: 'few' });
  expect(error.key).toBe('datasets.manyRejected');
  expect(wording(error, 'en').message).toBe(
    '10 of the 100 rows of “a.csv” (10.0 %) are invalid, so nothing was imported. Row 92: the row has 1 cells instead of 2. Row 93: the row has 1 cells instead of 2. Row 94: the row has 1 cells instead of 2.',
  );
  expect(wording(error, 'zh').message).toContain('第 92 行：该行有 1 个单元格，应有 2 个。');
  const { dataset } = await bench.import(file, { rejects: 'any' });
  expect(bench.datasets.get({ dataset })).toMatchObject({ samples: 90 });
});

test('a file whose first line names columns is not read as whole lines because half of its rows go wrong', async () => {
  const lines = Array.from({ length: 100 }, (_, i) => (i % 2 ? `words ${i},a` : `x,y,z,${i}`));
  const file = bench.file('half.csv', `text,label\n${lines.join('\n')}\n`);
  expect((await bench.preview(file)).foreseen).toMatchObject({ rows: 100, rejected: 50 });
  expect((await stopped(file, { rejects: 'few' })).key).toBe('datasets.manyRejected');
});

test('a few bad rows are told of and the others kept, unless none may be lost', async () => {
  const file = bench.file('a.csv', rows(95, 5));
  expect((await stopped(file, { rejects: 'none' })).key).toBe('datasets.someRejected');
  const { dataset } = await bench.import(file, { rejects: 'few' });
  expect(bench.datasets.files({ dataset })).toMatchObject([{ rows: 95, rejected: 5 }]);
});

test('quoted cells of several lines are one row each', async () => {
  for (const [name, count] of [
    ['semicolon-multiline.csv', 500],
    ['semicolon-multiline-crlf.csv', 300],
  ] as const) {
    const { dataset } = await bench.import(caseFile(`import/${name}`), { rejects: 'none' });
    expect(bench.datasets.files({ dataset })).toMatchObject([
      { rows: count, rejected: 0, delimiter: ';', reading: { quote: '"', escape: 'double', skipLines: 0 } },
    ]);
  }
});

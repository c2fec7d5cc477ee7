import { describe, expect, test } from 'vitest';
import { readAhead } from './ahead.ts';
import { describeFile } from './describe.ts';
import { PLAIN_CSV } from './dialect.ts';
import { inFolder, readAll } from './reading.fixture.ts';
import type { TableSource } from './rows.ts';

const write = inFolder();

describe('a bad row', () => {
  const columns = ['a', 'b'];
  const source = (content: string): TableSource => ({
    path: write(content),
    format: 'csv',
    encoding: 'utf-8',
    dialect: PLAIN_CSV,
    header: true,
    columns,
  });

  test('with a quote that is not closed costs itself and none of those that follow', async () => {
    const { rows, bad } = await readAll(source('a,b\n"open,1\nc,2\n"good",3\nd,4\n'));
    expect(bad).toEqual(['2 datasets.rowQuoteOpen']);
    expect(rows).toEqual([
      ['c', '2'],
      ['good', '3'],
      ['d', '4'],
    ]);
  });

  test('of several lines with a quote inside is one row, and its lines do not become rows', async () => {
    const { rows, bad } = await readAll(source('a,b\n"He said "hi"\nto, them all\nand, went",1\nc,2\n'));
    expect(bad).toEqual(['2 datasets.rowQuoteLines']);
    expect(rows).toEqual([['c', '2']]);
  });

  test('is foreseen with its number and its reason', async () => {
    const file = write(`a,b\n${'x,1\n'.repeat(50)}only one\n`);
    const described = await describeFile({ path: file, fileName: 'table.csv', options: {} }, 'csv');
    expect((await readAhead(described.source)).foreseen).toMatchObject({
      rows: 51,
      rejected: 1,
      whole: true,
      first: [{ row: 52, why: 'the row has 1 cells instead of 2', excerpt: 'only one' }],
    });
  });
});

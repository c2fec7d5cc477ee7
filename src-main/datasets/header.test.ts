import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workbench } from './room.fixture.ts';

let bench: Workbench;
beforeAll(() => {
  bench = new Workbench();
});
afterAll(() => bench.remove());

const IRIS = '5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n6.4,3.2,versicolor';

describe('the first row', () => {
  test('is a row where it looks like one, and the columns are numbered', async () => {
    const file = bench.file('iris.csv', IRIS);
    const preview = await bench.preview(file);
    expect(preview).toMatchObject({ header: false, kinds: ['table', 'text'] });
    expect(preview.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2', 'column 3']);
    expect(preview.rows).toHaveLength(4);
    const { dataset } = await bench.import(file, { kind: 'table' });
    expect(await bench.all(dataset)).toEqual([
      ['{"column 1":5.1,"column 2":3.5}', 'setosa'],
      ['{"column 1":4.9,"column 2":3}', 'setosa'],
      ['{"column 1":7,"column 2":3.2}', 'versicolor'],
      ['{"column 1":6.4,"column 2":3.2}', 'versicolor'],
    ]);
    expect(bench.datasets.files({ dataset })).toMatchObject([{ header: false, rows: 4 }]);
  });

  test.each([
    ['mails.tsv', 'hello\tham\nbuy\tspam\nonly one\n'],
    ['mails.csv', 'hello;ham\nbuy;spam\nonly one\n'],
    ['mails.txt', 'hello|ham\nbuy|spam\nonly one\n'],
  ])('of %s is a text with a label when that is said, and is counted as row 1', async (name, content) => {
    const options = { header: false, ...(name.endsWith('txt') && { delimiter: '|' }) };
    const preview = await bench.preview(bench.file(name, content), options);
    expect(preview).toMatchObject({
      header: false,
      rows: [
        ['hello', 'ham'],
        ['buy', 'spam'],
      ],
    });
    const { dataset, file } = await bench.import(bench.file(name, content), {
      options,
      textColumn: 'column 1',
      labelColumn: 'column 2',
    });
    expect(await bench.all(dataset)).toEqual([
      ['hello', 'ham'],
      ['buy', 'spam'],
    ]);
    const { items } = bench.datasets.rejected({ file, offset: 0, limit: 9 });
    expect(items).toMatchObject([{ row: 3, why: 'the row has 1 cells instead of 2' }]);
  });

  test('names the columns when that is said, whatever it looks like', async () => {
    const preview = await bench.preview(bench.file('iris.csv', IRIS), { header: true });
    expect(preview.header).toBe(true);
    expect(preview.columns.map(({ name }) => name)).toEqual(['5.1', '3.5', 'setosa']);
    expect(preview.rows).toHaveLength(3);
  });

  test('that cannot be read is left out, and that is said', async () => {
    const file = bench.file('stray.csv', '"a"b,x\n"hello, you",ham\n"buy, now",spam\n');
    expect((await bench.preview(file)).reading).toMatchObject({ quote: '"', skipLines: 1 });
    expect(await bench.preview(file, { header: false })).toMatchObject({
      rows: [
        ['hello, you', 'ham'],
        ['buy, now', 'spam'],
      ],
    });
  });

  test('names its columns with their quotes where no cell is quoted', async () => {
    const file = bench.file('stray.csv', '"a"b,x\nhello,ham\nbuy,spam\n');
    const { columns, foreseen } = await bench.preview(file);
    expect(columns.map(({ name }) => name)).toEqual(['"a"b', 'x']);
    expect(foreseen).toMatchObject({ rows: 2, rejected: 0 });
  });

  test('is no matter where the format names its columns itself', async () => {
    const jsonl = bench.file('a.jsonl', '{"a":"x","b":"1.5"}\n');
    expect(await bench.preview(jsonl, { header: false })).toMatchObject({
      header: null,
      rows: [['x', '1.5']],
    });
    const prose = bench.file('novel.txt', 'It was the best of times, it was the worst of times.\n');
    expect(await bench.preview(prose)).toMatchObject({ format: 'plain', header: null });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workbench, problem } from './room.fixture.ts';

let bench: Workbench;
beforeAll(() => {
  bench = new Workbench();
});
afterAll(() => bench.remove());

/** Forty flats as a spreadsheet in German writes them. */
const FLATS = [
  'area;rent;listed;kind',
  ...Array.from(
    { length: 40 },
    (_, i) =>
      `${30 + i},5;${i + 1}.${String(i * 20).padStart(3, '0')},50;${(i % 28) + 1}.03.2026;${i % 2 ? 'a' : 'b'}`,
  ),
].join('\n');

describe('a table as Europeans write it', () => {
  test('is read as numbers and dates, which are stored and frozen as any others', async () => {
    const file = bench.file('flats.csv', FLATS);
    const { suggested } = await bench.preview(file);
    expect(suggested.columns).toEqual([
      {
        name: 'area',
        type: 'number',
        role: 'feature',
        notation: 'decimal-comma',
        readings: ['decimal-comma'],
      },
      {
        name: 'rent',
        type: 'number',
        role: 'feature',
        notation: 'decimal-comma',
        readings: ['decimal-comma'],
      },
      {
        name: 'listed',
        type: 'date',
        role: 'feature',
        notation: 'day.month.year',
        readings: ['day.month.year'],
      },
      { name: 'kind', type: 'category', role: 'target', readings: [] },
    ]);
    const { dataset } = await bench.import(file, { kind: 'table' });
    const { items } = await bench.datasets.samples({ dataset, offset: 39, limit: 1 });
    expect(items[0]!.text).toBe('{"area":69.5,"rent":40780.5,"listed":"2026-03-12"}');
    expect(bench.datasets.files({ dataset })).toMatchObject([
      { notations: { area: 'decimal-comma', rent: 'decimal-comma', listed: 'day.month.year' } },
    ]);
    const version = await bench.version(dataset);
    expect(version.columns[0]).toEqual({ name: 'area', type: 'number', role: 'feature' });
    expect(await bench.frozen(version.id)).toContainEqual(
      expect.objectContaining({ 'f:area': 69.5, 'f:rent': 40780.5, 'f:listed': 20524 }),
    );
  });

  test('rejects the rows that are written otherwise, by name', async () => {
    const content = `${FLATS}\n1.5;1.000,50;1.3.2026;a\n1,5;1.000,50;2026-03-01;a\n`;
    const { file } = await bench.import(bench.file('f.csv', content), { kind: 'table' });
    const { items } = bench.datasets.rejected({ file, offset: 0, limit: 9 });
    expect(items.map(({ row, why }) => [row, why])).toEqual([
      [42, '“1.5” in “area” is not a number such as 1.800,5'],
      [43, '“2026-03-01” in “listed” is not a date such as 22.11.2026'],
    ]);
  });

  test('takes what colleagues write for nothing known as missing', async () => {
    const content = `${FLATS}\nk.A.;1.000,50;–;a\nn. a.;--;1.3.2026;a\n`;
    const { file } = await bench.import(bench.file('f.csv', content), { kind: 'table' });
    expect(bench.datasets.rejected({ file, offset: 0, limit: 9 }).items).toEqual([]);
  });

  test('is the same dataset as one that a program wrote', async () => {
    const { dataset } = await bench.import(bench.file('flats.csv', FLATS), { kind: 'table' });
    const plain = 'kind,listed,rent,area\na,2026-03-12,40780.5,69.5\nb,2026-04-01,1,2.5\n';
    await bench.import(bench.file('more.csv', plain), { kind: 'table', dataset });
    await bench.settled();
    expect(bench.datasets.files({ dataset })).toMatchObject([
      { rows: 40 },
      { rows: 2, duplicates: 1, notations: {} },
    ]);
    expect((await bench.all(dataset)).slice(39)).toEqual([
      ['{"area":69.5,"rent":40780.5,"listed":"2026-03-12"}', 'a'],
      ['{"area":2.5,"rent":1,"listed":"2026-04-01"}', 'b'],
    ]);
  });
});

describe('cells that can be read in two ways', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${(i % 9) + 1}.${(i % 10) * 100 || '000'};0${(i % 9) + 1}/03/2026;${i}`,
  );
  const content = `price;day;n\n${rows.join('\n')}\n`;

  test('make neither a number nor a date of their column until somebody says which', async () => {
    const file = bench.file('two.csv', content);
    const { suggested } = await bench.preview(file);
    expect(suggested.columns).toMatchObject([
      { name: 'price', type: 'text', role: 'metadata', readings: ['plain', 'decimal-comma'] },
      { name: 'day', type: 'category', readings: ['day/month/year', 'month/day/year'] },
      { name: 'n', type: 'number' },
    ]);
    const columns = [
      { name: 'price', type: 'number', role: 'feature' },
      { name: 'day', type: 'date', role: 'feature' },
    ] as const;
    const refused = await problem(bench.start(file, { kind: 'table', columns }));
    expect(refused.message).toBe('The format of “price” is ambiguous: plain, decimal-comma.');
    const notations = ['decimal-comma', 'month/day/year'] as const;
    const noted = columns.map((column, i) => ({ ...column, notation: notations[i]! }));
    const { dataset } = await bench.import(file, { kind: 'table', columns: noted });
    expect((await bench.all(dataset))[8]).toEqual(['{"price":9800,"day":"2026-09-03"}', null]);
    // Into the same dataset likewise.
    const again = { kind: 'table', dataset } as const;
    expect((await problem(bench.start(file, again))).key).toBe('datasets.ambiguousColumn');
    await bench.import(file, { ...again, columns: noted });
    await bench.settled();
    expect(bench.datasets.files({ dataset })[1]).toMatchObject({ duplicates: 60 });
  });

  test('are numbers with a decimal point where commas separate them', async () => {
    const rows = '"1,800",1.250\n"2,500",3.125\n';
    const { suggested } = await bench.preview(bench.file('c.csv', `rent,size\n${rows}`));
    expect(suggested.columns.map(({ type, notation }) => [type, notation])).toEqual([
      ['number', 'decimal-point'],
      ['number', 'plain'],
    ]);
  });

  test('refuse a notation that is not of their type', async () => {
    const columns = [{ name: 'n', type: 'number', role: 'feature', notation: 'day.month.year' }] as const;
    const refused = problem(bench.start(bench.file('t.csv', content), { kind: 'table', columns }));
    expect((await refused).key).toBe('datasets.badColumn');
  });
});

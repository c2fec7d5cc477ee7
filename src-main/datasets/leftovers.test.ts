import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Workbench, problem } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

const lines = (count: number, line: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => line(i));
const recordOf = (dataset: string) => bench.datasets.files({ dataset })[0]!;
const whyOf = (file: string) =>
  bench.datasets.rejected({ file, offset: 0, limit: 20 }).items.map(({ row, why }) => [row, why]);

describe('cells of a table that say that nothing is known', () => {
  test('are missing values, and are told by column and by what they say', async () => {
    const rows = lines(
      60,
      (i) => `${i % 10 ? i + 0.5 : 'n.d.'},${i % 20 ? i * 5 : '***'},${i % 2 ? 'x' : 'None'}`,
    );
    const file = bench.file('gaps.csv', ['a,b,label', ...rows, '-,#DIV/0!,x'].join('\n'));
    const { suggested } = await bench.preview(file);
    expect(suggested.columns.map(({ type }) => type)).toEqual(['number', 'number', 'category']);
    const { dataset } = await bench.import(file, { kind: 'table', rejects: 'few' });
    // A row without any cell that is known is rejected as before.
    expect(recordOf(dataset)).toMatchObject({
      rejected: 4,
      missing: [{ column: 'a', marker: 'n.d.', cells: 3 }],
    });
    expect(
      bench.datasets
        .get({ dataset })
        .labels.map(({ name }) => name)
        .sort(),
    ).toEqual(['None', 'x']);
  });

  test('and a rare cell of something else is rejected by name, and foreseen', async () => {
    const rows = lines(100, (i) => `${i + 0.5},${i === 50 ? 'broken' : i % 7},${i % 2 ? 'x' : 'y'}`);
    const file = bench.file('odd.csv', ['a,b,label', ...rows].join('\n'));
    const why = '“broken” in “b” is not a number';
    expect((await bench.preview(file)).foreseen).toMatchObject({ rejected: 1, first: [{ row: 52, why }] });
    const { file: id } = await bench.import(file, { kind: 'table', rejects: 'few' });
    expect(whyOf(id)).toEqual([[52, why]]);
  });
});

describe('rows that sum up those above', () => {
  const why = 'it sums up the rows above and is no sample';

  test.each([
    ['Total', ',', lines(10, (i) => `R${i % 3},${i},${i * 10}`), 'Total,45,450'],
    ['Summe:', ';', lines(10, (i) => `R${i % 3};${i};${i * 10},50`), 'Summe:;45;455,00'],
    ['合计', ',', lines(10, (i) => `R${i % 3},${i},${i}.25`), '合计,45,47.5'],
    ['Average', ',', lines(9, (i) => `R${i % 3},${i},${i}.25`), 'Average,4,4.25'],
    ['in a number column', ',', lines(40, (i) => `${i}.5,${i},${i % 2 ? 'x' : 'y'}`), 'Grand Total,780,'],
  ])('are named and left out: %s', async (_name, delimiter, rows, total) => {
    const header = ['region', 'units', 'price'].join(delimiter);
    const file = bench.file('sales.csv', [header, ...rows, total].join('\n'));
    const row = rows.length + 2;
    expect((await bench.preview(file)).foreseen).toMatchObject({ rejected: 1, first: [{ row, why }] });
    const { dataset, file: id } = await bench.import(file, { kind: 'table', rejects: 'few' });
    expect(whyOf(id)).toEqual([[row, why]]);
    expect(bench.datasets.get({ dataset }).samples).toBe(rows.length);
  });

  test('are subtotals too, and no row that only shares their name', async () => {
    const part = (name: string) => [...lines(3, (i) => `${name},${i + 1},${i}`), 'Subtotal,6,3'];
    const rows = [...part('A'), ...part('B'), 'Total,99,99', 'Sum,12,6'];
    const { file } = await bench.import(bench.file('parts.csv', ['shop,units,price', ...rows].join('\n')), {
      kind: 'table',
      columns: [
        { name: 'shop', type: 'category', role: 'feature' },
        { name: 'units', type: 'number', role: 'feature' },
        { name: 'price', type: 'number', role: 'target' },
      ],
    });
    expect(whyOf(file).map(([row]) => row)).toEqual([5, 9]);
  });
});

test('an import that is told to lose nothing stops at a total', async () => {
  const rows = lines(10, (i) => `R${i % 3},${i},${i * 10}`);
  const file = bench.file('sales.csv', ['region,units,price', ...rows, 'Total,45,450'].join('\n'));
  const refused = await problem(bench.import(file, { kind: 'table', rejects: 'none' }));
  expect(refused.key).toBe('datasets.someRejected');
});

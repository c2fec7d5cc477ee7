import { expect, it } from 'vitest';
import { cellsOf, exampleRow, filledRow } from './example.ts';

const COLUMNS = [
  { name: 'area', input: 'area', type: 'number' as const, values: [] },
  { name: 'built', input: 'built', type: 'date' as const, values: [] },
  { name: 'town', input: 'town', type: 'category' as const, values: ['Ulm', 'Köln'] },
];

it('reads a sample as cells, and nothing else as any', () => {
  expect(cellsOf('{"area":60,"town":"Ulm","built":null}')).toEqual({ area: 60, town: 'Ulm', built: null });
  for (const text of ['a text', '[1]', 'null', '7']) expect(cellsOf(text)).toBeNull();
});

it('fills what an example leaves out with values that the columns can hold', () => {
  expect(filledRow(COLUMNS, { area: 60, built: null, rooms: 3 })).toEqual({
    area: 60,
    built: '2024-01-31',
    town: 'Ulm',
  });
  expect(filledRow(COLUMNS, null)).toEqual({ area: 0, built: '2024-01-31', town: 'Ulm' });
});

it('has no example where the data is gone', async () => {
  const gone = { lineage: () => Promise.reject(new Error('gone')) };
  expect(await exampleRow({ models: gone } as never, 'model-1')).toBeNull();
});

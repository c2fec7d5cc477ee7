import { expect, test } from 'vitest';
import { cellsOf, imageHref } from './content.ts';

test('a row is shown cell by cell, missing ones as null; a text that is no row has none', () => {
  expect(cellsOf({ text: '{"rooms":3.5,"kind":"flat","built":null}' })).toEqual([
    { name: 'rooms', value: 3.5 },
    { name: 'kind', value: 'flat' },
    { name: 'built', value: null },
  ]);
  for (const text of ['hello', '[1]', '3', '']) expect(cellsOf({ text })).toEqual([]);
});

test('an image has an address of its own, small and whole', () => {
  expect(imageHref('dataset-1', 'abc', 'small')).toBe('/files/samples/dataset-1/abc?small');
  expect(imageHref('dataset-1', 'abc', 'whole')).toBe('/files/samples/dataset-1/abc');
});

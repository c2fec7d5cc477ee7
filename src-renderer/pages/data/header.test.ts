import { expect, test } from 'vitest';
import { looksLikeSample } from './header.ts';

const first = (...names: string[]) => ({
  delimiter: ',',
  columns: names.map((name) => ({ name, type: 'text' })),
});

test.each([
  ['5.1', '3.5', 'setosa'],
  ['1', '0', '23'],
  ['2026-03-01', 'Bern', 'yes'],
  ['The delivery came late, and nobody answered the phone for three whole days.', 'bad'],
])('a first row of %s … looks like a sample', (...names) => {
  expect(looksLikeSample(first(...names))).toBe(true);
});

test.each([
  ['text', 'label'],
  ['country', '2019', '2020'],
  ['column 1', 'v1.0', '客户消息'],
])('a first row of %s … names the columns', (...names) => {
  expect(looksLikeSample(first(...names))).toBe(false);
});

test('files that name their columns themselves are not suspected', () => {
  expect(looksLikeSample({ ...first('5.1', '3.5'), delimiter: null })).toBe(false);
});

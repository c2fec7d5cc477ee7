import { expect, test } from 'vitest';
import { namesColumns } from './header.ts';

test.each([
  [
    ['5.1', '3.5', 'setosa'],
    ['4.9', '3.0', 'setosa'],
  ],
  [
    ['5', '0', '0', '0'],
    ['9', '0', '0', '128'],
  ],
  [
    ['2026-03-01', 'Bern', 'yes'],
    ['2026-03-02', 'Basel', 'no'],
  ],
  [
    ['The delivery came late, and nobody answered the phone for three whole days.', 'bad'],
    ['Fine.', 'good'],
  ],
  [
    ['3,14', 'NA', 'a'],
    ['2,72', '7', 'b'],
  ],
])('a first row of %j looks like a sample', (first, below) => {
  expect(namesColumns(first, [below])).toBe(false);
});

test.each([
  [
    ['text', 'label'],
    ['hello', 'x'],
  ],
  [
    ['country', '2019', '2020'],
    ['France', '3', '4'],
  ],
  [
    ['id', '400.5', '401.0'],
    ['1', '0.31', '0.28'],
  ],
  [
    ['column 1', 'v1.0', '客户消息'],
    ['a', 'b', 'c'],
  ],
  [
    ['a', null],
    ['b', '1'],
  ],
])('a first row of %j names the columns', (first, below) => {
  expect(namesColumns(first, [below])).toBe(true);
});

test('without a row below, the first row alone tells', () => {
  expect(namesColumns(['text', 'label'], [])).toBe(true);
  expect(namesColumns(['5.1', 'setosa'], [])).toBe(false);
});

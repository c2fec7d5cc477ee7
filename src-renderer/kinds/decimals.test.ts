import { expect, test } from 'vitest';
import { aligned, mostDecimals } from './decimals.ts';

test('numbers keep their digits and get room up to the longest', () => {
  const values = [0, 0.37, 12.5, -3];
  const decimals = mostDecimals(values);
  expect(decimals).toBe(2);
  expect(values.map((value) => aligned(value, decimals))).toEqual([
    '0\u2008\u2007\u2007',
    '0.37',
    '12.5\u2007',
    '-3\u2008\u2007\u2007',
  ]);
});

test('whole numbers stay as they are, and nobody makes room for noise or powers', () => {
  expect(aligned(7, mostDecimals([1, 2]))).toBe('7');
  expect(mostDecimals([0.1 + 0.2])).toBe(6);
  expect(aligned(1e-9, 0)).toBe('1e-9');
});

import { expect, it } from 'vitest';
import { isCurrency } from './currencies.ts';

it('a currency is one that ISO 4217 names, however it is typed', () => {
  expect(['EUR', 'CNY', 'usd', 'Jpy'].map(isCurrency)).toEqual([true, true, true, true]);
  expect(['EU', 'EURO', 'QQQ', ''].map(isCurrency)).toEqual([false, false, false, false]);
});

import { expect, test } from 'vitest';
import { searchedWords } from './searched-words.ts';

test('words are looked for; what was meant as a filter is not', () => {
  expect(['resnet', ' resnet-50 wide ', '"lr sweep"', '12', '垃圾 邮件', 'a/b'].map(searchedWords)).toEqual([
    'resnet',
    'resnet-50 wide',
    'lr sweep',
    '12',
    '垃圾 邮件',
    'a/b',
  ]);
  const filters = [
    'metrics.f1',
    'metrics.f1 >',
    'state',
    'tag',
    'params.lr 3',
    'lr > 0.1',
    'a and b',
    'not a',
    '',
    'a = "b',
  ];
  expect(filters.map(searchedWords)).toEqual(filters.map(() => null));
});

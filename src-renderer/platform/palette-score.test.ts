import { expect, test } from 'vitest';
import { scoreOf } from './palette-score.ts';

const ranked = (search: string, entries: readonly string[][]) =>
  entries
    .map((entry) => ({ says: entry[0], score: scoreOf(search, entry) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ says }) => says);

test('what is called so comes before what is merely found by it', () => {
  const entries = [
    ['Import a file', 'import data 导入'],
    ['exports of March', ''],
    ['spam 3', 'text export'],
    ['Export “spam 3”', 'export onnx 导出'],
    ['Go to Models', 'models'],
  ];
  expect(ranked('export', entries)).toEqual(['exports of March', 'Export “spam 3”', 'spam 3']);
  expect(ranked('导出', entries)).toEqual(['Export “spam 3”']);
  expect(ranked('EXPORT  spam', entries)).toEqual(['Export “spam 3”', 'spam 3']);
  expect(ranked('zzz', entries)).toEqual([]);
});

test('everything fits when nothing was typed', () => {
  expect(ranked('', [['a'], ['b']])).toEqual(['a', 'b']);
});

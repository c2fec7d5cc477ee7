import { expect, test } from 'vitest';
import { parseFilter, parseWhere, showFlagged, showLabel, showUnlabeled, whereOf } from './filters.ts';

test('a label in the address comes back as that label, whatever it is called', () => {
  for (const label of ['spam', 'none', 'flagged', '=odd', '垃圾'])
    expect(parseFilter(showLabel(label), 'x')).toEqual({ search: 'x', label });
});

test('unlabeled, flagged and all are told apart', () => {
  expect(parseFilter(showUnlabeled, undefined)).toEqual({ search: '', label: null });
  expect(parseFilter(showFlagged, undefined)).toEqual({ search: '', flagged: true });
  expect(parseFilter(undefined, undefined)).toEqual({ search: '' });
});

test.each([
  ['de', { contains: 'de' }],
  ['=de', { is: 'de' }],
  ['=', { is: null }],
  ['1..5', { from: 1, to: 5 }],
  ['2026-01-01..', { from: '2026-01-01' }],
  ['..', { contains: '..' }],
])('of metadata %j asks for %j', (words, asked) => {
  expect(parseWhere(whereOf('my~column', words))).toEqual({ column: 'my~column', ...asked });
});

test('of metadata without words asks for nothing', () => {
  expect([parseWhere(whereOf('lang', '')), parseWhere(undefined), parseWhere('x')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

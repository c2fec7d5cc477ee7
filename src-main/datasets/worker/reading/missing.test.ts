import { describe, expect, test } from 'vitest';
import { readCell } from './columns.ts';
import { looksOf } from './looks.ts';
import { isMissing } from './missing.ts';

const MARKERS = [
  ...[
    '',
    'NA',
    'n/a',
    'N.A.',
    'NaN',
    'None',
    'NULL',
    '(null)',
    '<NA>',
    '[null]',
    String.raw`\N`,
    '?',
    '.',
    '-',
    '--',
    '—',
    '*',
    '***',
  ],
  ...[
    'missing',
    'Unknown',
    'k.A.',
    'k. A.',
    'n.d.',
    'n/d',
    's/d',
    '#DIV/0!',
    '#N/A',
    '#VALUE!',
    '#WERT!',
    '无',
    '缺失',
    'н/д',
  ],
];

test('a cell that says that nothing is known is known by its word or mark', () => {
  expect(MARKERS.filter((marker) => !isMissing(marker))).toEqual([]);
  expect(['0', 'no', 'Nadia', 'x', '-1', '(1)', 'N', 'a.', 'missing link', '5?'].filter(isMissing)).toEqual(
    [],
  );
});

describe('a column of numbers or dates', () => {
  const numbers = Array.from({ length: 60 }, (_, i) => `${(i * 7) % 13}`);
  const dates = numbers.map((number) => `2026-03-${String(Number(number) + 10)}`);
  const typeOf = (values: readonly string[]) =>
    looksOf(
      ['a'],
      values.map((value) => [value]),
      true,
    )[0]!.type;

  test('stays one with any of these in it, and reads them as nothing', () => {
    for (const marker of MARKERS) {
      expect([marker, typeOf([marker, ...numbers, marker, marker])]).toEqual([marker, 'number']);
      expect([marker, typeOf([...dates, marker, marker, marker])]).toEqual([marker, 'date']);
      expect(readCell(marker, 'number')).toBe(null);
    }
  });

  test('stays one with a rare cell of something else, and is a category with many', () => {
    expect(typeOf([...numbers, 'broken'])).toBe('number');
    expect(typeOf([...dates, 'broken'])).toBe('date');
    expect(typeOf([...numbers, ...Array.from({ length: 10 }, () => 'A')])).toBe('category');
  });

  test('is no category where its numbers can be read in two ways', () => {
    const prices = Array.from({ length: 60 }, (_, i) => `${(i % 9) + 1}.${i % 2 ? '500' : '000'}`);
    const [look] = looksOf(
      ['price'],
      prices.map((price) => [price]),
      false,
    );
    expect(look).toMatchObject({ type: 'text', readings: ['plain', 'decimal-comma'] });
  });
});

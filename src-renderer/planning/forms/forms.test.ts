import { describe, expect, it } from 'vitest';
import { Format } from '../../platform/i18n/format.ts';
import { checkDate, checkNumber, checkText, checkValue, numberText, readNumber } from './check.ts';
import { nextOrder, sortRows, type Column } from './columns.ts';
import type { Field, FieldOf } from './fields.ts';
import { showValue } from './show.ts';
import { formsEn, formsZh } from './words.ts';

describe('a number that is typed', () => {
  it.each([
    ['1200', 1200],
    ['1,200.5', 1200.5],
    ['12k', 12_000],
    ['3.5M', 3_500_000],
    ['3.5 万', 35_000],
    ['2亿', 200_000_000],
    ['40 %', 40],
    ['-3e2', -300],
    ['.5', 0.5],
  ])('%s is %d', (text, number) => expect(readNumber(text)).toBe(number));

  it.each(['', 'NaN', 'Infinity', '1.2.3', '--1', 'ten', '1k2', '-'])('%j is none', (text) =>
    expect(readNumber(text)).toBeNaN(),
  );

  it('is kept in the unit of the document, with its limits', () => {
    const share = { min: 0, max: 1, scale: 100 };
    expect(checkNumber(share, '7')).toEqual({ value: 0.07 });
    expect(numberText(share, 0.07)).toBe('7');
    expect(checkNumber(share, '120')).toEqual({ problem: 'tooLarge', limit: 100 });
    expect(checkNumber(share, '-1')).toEqual({ problem: 'tooSmall', limit: 0 });
    expect(checkNumber(share, 'x')).toEqual({ problem: 'notANumber' });
    expect(checkNumber(share, '')).toEqual({ problem: 'required' });
    expect(checkNumber({ optional: true }, ' ')).toEqual({ value: null });
    expect(checkNumber({ whole: true }, '1.5')).toEqual({ problem: 'notWhole' });
  });
});

const line: FieldOf<'line'> = { key: 'title', label: 'Title', control: 'line', required: true };

it('a line and a day say what is wrong with them', () => {
  expect(checkText(line, '  a ')).toEqual({ value: 'a' });
  expect(checkText(line, '  ')).toEqual({ problem: 'required' });
  expect(checkText(line, 'x'.repeat(301))).toEqual({ problem: 'tooLong', limit: 300 });
  expect(checkDate(false, '')).toEqual({ value: null });
  expect(checkDate(true, '')).toEqual({ problem: 'required' });
  expect(checkDate(false, '2026-02-28')).toEqual({ value: '2026-02-28' });
  expect(checkDate(false, '2026-02-30')).toEqual({ problem: 'notADate' });
  expect(checkValue(line, '')).toEqual({ problem: 'required' });
  expect(checkValue({ key: 'p', label: 'P', control: 'choice', options: [] }, null)).toEqual({
    problem: 'required',
  });
});

it('rows are sorted by a column, and what is missing stands at the end', () => {
  const rows = ['b', '', 'a'].map((name, i) => ({ id: String(i), body: { name, size: i } }));
  const columns: Column<{ name: string; size: number }>[] = [
    { id: 'name', label: 'Name', text: ({ name }) => name },
    { id: 'size', label: 'Size', text: ({ size }) => `${size} kB`, sort: ({ size }) => size },
  ];
  const ids = (column: string, descending: boolean) =>
    sortRows(rows, columns, { column, descending }).map(({ id }) => id);
  expect(ids('name', false)).toEqual(['2', '0', '1']);
  expect(ids('name', true)).toEqual(['0', '2', '1']);
  expect(ids('size', true)).toEqual(['2', '1', '0']);
  expect(sortRows(rows, columns, undefined)).toBe(rows);
  const first = nextOrder(undefined, 'name');
  expect(nextOrder(nextOrder(first, 'name'), 'name')).toBeUndefined();
});

describe('a value as people read it', () => {
  const shown = { format: new Format('en'), words: formsEn };
  const options = [{ value: 'p', label: 'Mei' }];
  it.each<[Field, unknown, string]>([
    [{ key: 'a', label: '', control: 'number', scale: 100, unit: '%' }, 0.07, '7 %'],
    [{ key: 'a', label: '', control: 'choice', options }, 'p', 'Mei'],
    [{ key: 'a', label: '', control: 'choice', options }, 'q', 'Deleted'],
    [{ key: 'a', label: '', control: 'choices', options }, ['p', 'q'], 'Mei, Deleted'],
    [{ key: 'a', label: '', control: 'flag' }, false, 'No'],
    [
      { key: 'a', label: '', control: 'fact', condition: true },
      { fact: 'serving.p95', parameters: { endpoint: 'e' }, comparison: '>', value: 20 },
      'serving.p95 (e) > 20',
    ],
    [
      { key: 'a', label: '', control: 'rows', columns: [line], blank: () => ({}), add: '' },
      [{ title: 'x' }, { title: 'y' }],
      'x; y',
    ],
    [line, null, ''],
  ])('%j of %j', (field, value, words) => expect(showValue(field, value, shown)).toBe(words));
});

it('both languages have words for the same facts', () => {
  expect(Object.keys(formsZh.fact.parameters)).toEqual(Object.keys(formsEn.fact.parameters));
});

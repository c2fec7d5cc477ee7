import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NumberNotation } from '../../../../src-shared/platform/values.ts';
import { readDate } from './dates.ts';
import { datesIn, decimalMarkIn, kindOfValue, numbersIn } from './notations.ts';
import { readNumber } from './numbers.ts';

describe('a number', () => {
  test.each<[NumberNotation, string, number | undefined]>([
    ['plain', '1800.5', 1800.5],
    ['plain', '-3e5', -3e5],
    ['plain', '-0', 0],
    ['plain', '3,14', undefined],
    ['plain', "1'800", undefined],
    ['grouped', "1'800.5", 1800.5],
    ['grouped', '1’234’567', 1_234_567],
    ['grouped', '12\u202F345', 12_345],
    ['grouped', '1\u00A0800', 1800],
    ['grouped', '1,800', undefined],
    ['grouped', "1'80", undefined],
    ['grouped', "0'800", undefined],
    ['grouped', "1'800 000", undefined],
    ['decimal-point', '-1,234,567.8', -1_234_567.8],
    ['decimal-point', '1,80', undefined],
    ['decimal-point', '1.800,5', undefined],
    ['decimal-comma', '3,14', 3.14],
    ['decimal-comma', ',5', 0.5],
    ['decimal-comma', '1.800,5', 1800.5],
    ['decimal-comma', '1\u2009234\u2009567,8', 1_234_567.8],
    ['decimal-comma', '1.80', undefined],
    ['decimal-comma', '1.8', undefined],
    ['decimal-comma', '', undefined],
    ['decimal-comma', ',', undefined],
  ])('%s reads %j as %s', (notation, text, value) => {
    expect(readNumber(text, notation)).toBe(value);
  });

  test('as any of five languages writes it is read again, by its notation alone', () => {
    const written = fc.record({
      value: fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => cents / 100),
      locale: fc.constantFrom('en-GB', 'de-DE', 'de-CH', 'fr-FR', 'sv-SE'),
    });
    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 1 }), ([one]) => {
        const { value, locale } = one!;
        const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
        const text = format.format(value).replace('−', '-');
        // A fraction of two digits is written in one way only.
        const { ways } = numbersIn([text], null);
        expect(ways).toHaveLength(1);
        expect(readNumber(text, ways[0]!)).toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a column of numbers', () => {
  test.each([
    [['1', '2.5', 'NA'], ['plain']],
    [['7', '12'], ['plain']],
    [["1'800", '900'], ['grouped']],
    [['1,800', '1,234,567'], ['decimal-point']],
    [['1,800', '1,800.5'], ['decimal-point']],
    [['3,14', '2'], ['decimal-comma']],
    [['1.800', '1.234.567'], ['decimal-comma']],
    [['1,800', '2,5'], ['decimal-comma']],
    [
      ['1,800', '2,500', '7'],
      ['decimal-point', 'decimal-comma'],
    ],
    [
      ['1.800', '2.500'],
      ['plain', 'decimal-comma'],
    ],
    [
      ["1'800", '2.500'],
      ['grouped', 'decimal-comma'],
    ],
    [['1.800', '2.500', '0.5', '7'], ['plain']],
    [
      ['1.800', '2.123', '950'],
      ['plain', 'decimal-comma'],
    ],
    [['1.800', '0.500'], ['plain']],
    [['3.037', '82.652'], ['plain']],
    [['-1.842', '79.764', 'NA'], ['plain']],
    [['1.800', '2.50'], ['plain']],
    [['NA', '?'], []],
    [['yes', 'no'], []],
  ])('of %j is written in the ways %j', (values, ways) => {
    expect(numbersIn(values, null).ways).toEqual(ways);
  });

  test('in a file of commas has a decimal point where the cells do not tell, and a comma where they do', () => {
    expect(numbersIn(['1,800', '2,500'], '.').ways).toEqual(['decimal-point']);
    expect(numbersIn(['1.800', '2.500'], '.').ways).toEqual(['plain']);
    expect(numbersIn(['3,14', '2,7'], '.').ways).toEqual(['decimal-comma']);
  });

  test('has the decimal mark that other columns of its file have', () => {
    const thousandths = ['3.037', '82.652'];
    expect(decimalMarkIn([['1.800', '2.500'], ['2,5', '3,25'], thousandths])).toBe(',');
    expect(
      decimalMarkIn([
        ['1.800', '2.500'],
        ['2.5', '3.25'],
      ]),
    ).toBe('.');
    expect(decimalMarkIn([['12,345', '24,690'], thousandths])).toBe('.');
    expect(decimalMarkIn([['2,5'], ['2.5']])).toBe(null);
    expect(decimalMarkIn([['1.800', '2.500'], ['1', '2'], ['words']])).toBe(null);
    expect(numbersIn(thousandths, ',').ways).toEqual(['decimal-comma']);
    expect(numbersIn(['1.800', '2.500'], '.').ways).toEqual(['plain']);
  });

  test('tells the share of its cells that are numbers', () => {
    expect(numbersIn(['3,1', 'NA', 'x', '2'], null)).toMatchObject({ ways: ['decimal-comma'], share: 0.75 });
  });
});

describe('dates', () => {
  test.each([
    ['22.11.2026', 'day.month.year', '2026-11-22'],
    ['1.3.2026 7:05', 'day.month.year', '2026-03-01T07:05:00.000Z'],
    ['31.02.2026', 'day.month.year', undefined],
    ['31.02.2026 12:00', 'day.month.year', undefined],
    ['22/11/2026', 'day/month/year', '2026-11-22'],
    ['11/22/2026', 'month/day/year', '2026-11-22'],
    ['11/22/2026', 'day/month/year', undefined],
    ['22.11.26', 'day.month.year', '2026-11-22'],
    ['22.11.69', 'day.month.year', '1969-11-22'],
    ['2026/11/22', 'year-month-day', '2026-11-22'],
  ] as const)('%s as %s is %s', (text, notation, date) => {
    expect(readDate(text, notation)).toBe(date);
  });

  test.each([
    [['01.02.2026', '2.3.2026'], ['day.month.year']],
    [['01/02/2026', '22/03/2026'], ['day/month/year']],
    [['01/02/2026', '03/22/2026'], ['month/day/year']],
    [
      ['01/02/2026', '03/04/2026', 'NA'],
      ['day/month/year', 'month/day/year'],
    ],
    [['05/05/2026'], ['day/month/year', 'month/day/year']],
    [['2026-01-02'], ['year-month-day']],
    [['spring'], []],
  ])('of a column %j are written in the ways %j', (values, ways) => {
    expect(datesIn(values).ways).toEqual(ways);
  });
});

test('a value is a number or a date in any notation, or neither', () => {
  expect(['3,14', '1 800', '01/02/2026', 'a', ''].map(kindOfValue)).toEqual([
    ...['number', 'number', 'date', undefined, undefined],
  ]);
});

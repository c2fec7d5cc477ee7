import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCell } from './columns.ts';
import { latinDigits } from './digits.ts';
import { datesIn, kindOfValue, numbersIn } from './notations.ts';
import { readNumber } from './numbers.ts';

describe('a number with what stands beside it', () => {
  test.each([
    ['€ 3', 'plain', '€', 3],
    ['$1,001.50', 'decimal-point', '$', 1001.5],
    ['1.234,50 EUR', 'decimal-comma', 'EUR', 1234.5],
    ['¥1,200', 'decimal-point', '¥', 1200],
    ['￥1200', 'plain', '¥', 1200],
    ['₹12,34,567.8', 'decimal-point', '₹', 1_234_567.8],
    ['(3.50)', 'plain', '', -3.5],
    ['($1,001.50)', 'decimal-point', '$', -1001.5],
    ['-$5', 'plain', '$', -5],
    ['$-5', 'plain', '$', -5],
    ['€ -', 'plain', '€', 0],
    ['1.234,50-', 'decimal-comma', '', -1234.5],
    ['1.5%', 'plain', '%', 1.5],
    ['1,5 %', 'decimal-comma', '%', 1.5],
    ['−0.5', 'plain', '', -0.5],
    ['2−', 'plain', '', undefined],
    ['12 kg', 'plain', 'kg', 12],
    ['5A', 'plain', '', undefined],
    ['$5', 'plain', '€', undefined],
    ['5', 'plain', '€', 5],
    ['5', 'plain', '%', undefined],
    ['0', 'plain', '%', 0],
    ['--5', 'plain', '', undefined],
    ['(-5)', 'plain', '', undefined],
    ['12345678901234567890', 'plain', '', undefined],
    ['9007199254740991', 'plain', '', 9007199254740991],
    ['9007199254740993', 'plain', '', undefined],
    ['1e300', 'plain', '', 1e300],
    ['00501', 'plain', '', undefined],
    ['00501', 'padded', '', 501],
    ['0.5', 'plain', '', 0.5],
    ['0', 'plain', '', 0],
  ] as const)('%j as %s of %j is %s', (text, notation, unit, value) => {
    expect(readNumber(text, notation, unit)).toBe(value);
  });

  test.each([
    [['$1', '$2.50'], '$', 1],
    [['1%', '2%', '0'], '%', 1],
    [['1%', '2%', '3'], '%', 2 / 3],
    [['$1', '€2', '€3'], '€', 2 / 3],
    [['1', '2', '80 m2'], '', 2 / 3],
    [['10 km', '12 km'], 'km', 1],
    [['(1)', '(2)'], '', 0],
    [['-1.5', '(2.0)'], '', 1],
  ])('of a column %j has the unit %j in a share of %s', (values, unit, share) => {
    expect(numbersIn(values, '.')).toMatchObject({ unit, share });
  });

  test('that begins with zeros, or has too many digits, makes its column one of codes', () => {
    expect(numbersIn(['90210', '00501'], '.').code).toBe('padded');
    expect(numbersIn(['1', '12345678901234567890'], '.').code).toBe('long');
    expect(numbersIn(['0', '0.5', '10'], '.').code).toBe(null);
  });

  test('comes back equal, whatever way people write it', () => {
    const locales = [
      'en-US',
      'de-DE',
      'de-CH',
      'fr-FR',
      'sv-SE',
      'en-IN',
      'pl-PL',
      'ja-JP',
      'zh-CN',
      'es-ES',
      'pt-BR',
    ];
    const written = fc.record({
      value: fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => cents / 100),
      locale: fc.constantFrom(...locales),
      style: fc.constantFrom(
        { style: 'decimal' } as const,
        ...['USD', 'EUR', 'JPY', 'CHF', 'INR', 'CNY', 'GBP', 'PLN'].flatMap((currency) => [
          { style: 'currency', currency } as const,
          { style: 'currency', currency, currencySign: 'accounting' } as const,
          { style: 'currency', currency, currencyDisplay: 'code' } as const,
        ]),
      ),
    });
    fc.assert(
      fc.property(written, ({ value, locale, style }) => {
        const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
        const text = new Intl.NumberFormat(locale, { ...style, ...digits }).format(value);
        const { ways, unit } = numbersIn([text, '0'], null);
        // One negative alone in brackets may be a reference; beside a zero it is none.
        expect([text, ways.map((way) => readNumber(text, way, unit))]).toEqual([text, [value || 0]]);
        expect(kindOfValue(text)).toBe('number');
      }),
      { numRuns: 1000 },
    );
  });

  test('is never a date', () => {
    expect(datesIn(['1741957500', '1741957500000', '3.14']).ways).toEqual([]);
  });
});

test('digits of other scripts are numbers and dates as the Latin ones', () => {
  const numbers = ['۱۲۳', '٤٥', '१२', '０７'.replace('０', ''), '-۵', '١٢٫٥', '١٬٢٣٤', '٥٠٪'];
  expect(numbers.map(latinDigits)).toEqual(['123', '45', '12', '7', '-5', '12.5', '1,234', '50%']);
  expect(numbers.map(kindOfValue)).toEqual(numbers.map(() => 'number'));
  expect(kindOfValue('۲۰۲۵-۰۱-۰۲')).toBe('date');
  expect(readCell('۱۲۳', 'number')).toBe(123);
  expect(readCell('२०२५-०१-०२', 'date')).toBe('2025-01-02');
  expect(readCell('۱۲۳', 'category')).toBe('۱۲۳');
});

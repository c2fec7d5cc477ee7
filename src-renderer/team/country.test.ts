import { expect, it } from 'vitest';
import { countryOptions, daysOfYear } from './country.ts';

it('countries are named and ordered in the reader’s language', () => {
  expect(countryOptions(['US', 'CN', 'DE'], 'en')).toEqual([
    { value: 'CN', label: 'China' },
    { value: 'DE', label: 'Germany' },
    { value: 'US', label: 'United States' },
  ]);
  expect(countryOptions(['US', 'CN', 'DE'], 'zh').map(({ label }) => label)).toEqual([
    '德国',
    '美国',
    '中国',
  ]);
});

it('a year has the country’s holidays, or those of a file that names any of it', () => {
  const holidays = [
    { day: '2026-10-01', en: 'National Day', zh: '国庆节', works: false },
    { day: '2026-05-01', en: 'Labour Day', zh: null, works: false },
    { day: '2027-01-01', en: 'New Year', zh: '元旦', works: false },
  ];
  const read = [{ day: '2027-02-20', name: '补班', works: true }];
  expect(daysOfYear(2026, read, { holidays, language: 'zh' })).toEqual({
    from: 'country',
    days: [
      { day: '2026-05-01', name: 'Labour Day', works: false },
      { day: '2026-10-01', name: '国庆节', works: false },
    ],
  });
  expect(daysOfYear(2027, read, { holidays, language: 'en' })).toEqual({ from: 'file', days: read });
});

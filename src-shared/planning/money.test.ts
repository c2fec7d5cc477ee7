import { describe, expect, it } from 'vitest';
import { burnRate, hoursIn, loadOf, mondayOf, plannedOf, runway, spendingOf, weeksFrom } from './money.ts';

const lines = [
  { id: 'people', body: { income: false, planned: 60_000, months: {} } },
  { id: 'gpu', body: { income: false, planned: 0, months: { '2026-01': 1000, '2026-02': 3000 } } },
  { id: 'pilot', body: { income: true, planned: 10_000, months: {} } },
];
const expenses = [
  { line: 'people', day: '2026-01-31', amount: 8000 },
  { line: 'people', day: '2026-02-28', amount: 10_000 },
  { line: 'gpu', day: '2026-02-10', amount: 2000 },
  { line: 'pilot', day: '2026-02-20', amount: 4000 },
];

describe('money', () => {
  it('planned and spent by hand', () => {
    expect(plannedOf(lines[1]!.body)).toBe(4000);
    const spending = spendingOf(lines, expenses);
    expect(spending).toMatchObject({ planned: 64_000, spent: 20_000, income: 10_000, earned: 4000 });
    expect([...spending.byMonth]).toEqual([
      ['2026-01', 8000],
      ['2026-02', 12_000],
    ]);
  });

  it('burns the mean of whole months, and lasts as long as what is left', () => {
    const spending = spendingOf(lines, expenses);
    expect(burnRate(spending, '2026-01-15')).toBeNull();
    expect(burnRate(spending, '2026-03-02')).toBe(10_000);
    // January lies four months back then: (12,000 + 0 + 0) / 3.
    expect(burnRate(spending, '2026-05-02')).toBe(4000);
    expect(runway(spending, 10_000)).toBeCloseTo(4.8);
    expect(runway(spending, null)).toBeNull();
    expect(runway({ ...spending, spent: 1e9 }, 10_000)).toBe(0);
  });
});

describe('load', () => {
  it('weeks begin on Monday', () => {
    expect(['2026-11-29', '2026-11-30', '2026-12-06'].map(mondayOf)).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-11-30',
    ]);
    expect(weeksFrom('2026-12-30', 2)).toEqual(['2026-12-28', '2027-01-04']);
  });

  it('spreads hours over workdays and owners: 40 h over 8 workdays by two is 12.5 h and 7.5 h each', () => {
    // Monday 30 November to Wednesday 9 December: 5 and 3 workdays.
    const load = loadOf([{ owners: ['mei', 'tom'], from: '2026-11-30', until: '2026-12-09', hours: 40 }]);
    expect([...load.get('mei')!]).toEqual([
      ['2026-11-30', 12.5],
      ['2026-12-07', 7.5],
    ]);
    expect(load.get('tom')).toEqual(load.get('mei'));
  });

  it('loses no hours: of work on a weekend, of an end before its start', () => {
    const sum = (load: ReturnType<typeof loadOf>) =>
      [...load.get('mei')!.values()].reduce((a, b) => a + b, 0);
    for (const [from, until] of [
      ['2026-11-28', '2026-11-29'],
      ['2026-12-10', '2026-12-01'],
      ['2026-11-01', '2026-12-24'],
    ] as const)
      expect(sum(loadOf([{ owners: ['mei'], from, until, hours: 9 }]))).toBeCloseTo(9);
    expect(loadOf([{ owners: [], from: '2026-11-01', until: '2026-12-24', hours: 9 }]).size).toBe(0);
  });

  it('a person has fewer hours with days off, part time, and before the first day', () => {
    const person = {
      capacity: 0.5,
      daysOff: [{ from: '2026-12-01', to: '2026-12-02' }],
      from: null,
      until: null,
    };
    const week = [8, 8, 8, 8, 8, 0, 0];
    expect(hoursIn('2026-11-30', person, week)).toBe(12);
    expect(hoursIn('2026-11-30', { ...person, from: '2026-12-04' }, week)).toBe(4);
  });
});

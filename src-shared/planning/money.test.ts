import { describe, expect, it } from 'vitest';
import { burnRate, mondayOf, plannedOf, runway, spendingOf, weeksFrom } from './money.ts';

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

describe('weeks', () => {
  it('begin on Monday', () => {
    expect(['2026-11-29', '2026-11-30', '2026-12-06'].map(mondayOf)).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-11-30',
    ]);
    expect(weeksFrom('2026-12-30', 2)).toEqual(['2026-12-28', '2027-01-04']);
  });
});

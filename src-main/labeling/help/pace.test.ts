import { describe, expect, it } from 'vitest';
import { wilson } from '../suggestions/accept.ts';
import { balanceOf, daysLeft, medianOf, perHour } from './pace.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString();

describe('pace', () => {
  it('is answers an hour of work, without breaks', () => {
    const events = [62, 61, 60, 2, 1, 0].map((minute) => ({ at: at(minute), decisions: 1 }));
    expect(perHour(events)).toBeCloseTo(60, 10);
    expect(perHour(events.slice(0, 1))).toBeNull();
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([])).toBeNull();
  });
});

describe('the forecast', () => {
  it('draws from the days so far, idle ones among them, and is always the same', () => {
    const steady = daysLeft(
      ['2026-11-20', '2026-11-21', '2026-11-22'].map((day) => ({ day, given: 10 })),
      100,
    );
    expect(steady).toEqual({ p10: 10, p50: 10, p90: 10 });
    const idle = daysLeft(
      [
        { day: '2026-11-18', given: 10 },
        { day: '2026-11-21', given: 30 },
      ],
      100,
    )!;
    expect(idle.p50).toBeGreaterThanOrEqual(8);
    expect(idle.p10).toBeLessThan(idle.p90);
    expect(daysLeft([{ day: '2026-11-18', given: 10 }], 100)).toBeNull();
    expect(daysLeft([], 0)).toBeNull();
  });
});

describe('class balance', () => {
  it('is 1 for equal classes and 0 for one alone', () => {
    expect(balanceOf([5, 5, 5])).toBeCloseTo(1, 12);
    expect(balanceOf([9, 0])).toBe(0);
    expect(balanceOf([0, 0])).toBeNull();
    expect(balanceOf([3])).toBeNull();
  });
});

describe('an audit', () => {
  it('has the interval of Wilson', () => {
    // 9 of 10, as R's prop.test without continuity correction has it.
    const { low, high } = wilson(9, 10);
    expect(low).toBeCloseTo(0.5958, 3);
    expect(high).toBeCloseTo(0.9821, 3);
  });
});

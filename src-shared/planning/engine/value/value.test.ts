import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { START, at, office, planOf, task } from '../plan.fixture.ts';
import { schedulePlan } from '../schedule/schedule.ts';
import { Calendar } from '../time/calendar.ts';
import { parseDay } from '../time/civil.ts';
import { takeBaseline, varianceOf } from './baseline.ts';
import { burnDays, burnSeries } from './burn.ts';
import { earnedValue, valuesOf } from './earned-value.ts';

const calendar = new Calendar(office);

describe('a baseline', () => {
  const before = schedulePlan(planOf([task('A', 480), task('B', 480), task('C', 60)], ['A>B']));
  const baseline = takeBaseline(before, { name: 'Promised', takenAt: START });

  it('shows by how much each task is later, longer, new or gone', () => {
    const now = schedulePlan(planOf([task('A', 720), task('B', 420), task('D', 60)], ['A>B']));
    const { finish, tasks } = varianceOf(now, baseline, calendar);
    expect(finish).toBe(180);
    expect(tasks).toEqual([
      { id: 'A', change: 'kept', start: 0, finish: 240, duration: 240, effort: 240 },
      { id: 'B', change: 'kept', start: 240, finish: 180, duration: -60, effort: -60 },
      { id: 'D', change: 'added', start: null, finish: null, duration: null, effort: null },
      { id: 'C', change: 'removed', start: null, finish: null, duration: null, effort: null },
    ]);
  });

  it('of a schedule shows no variance from it, and is plain data', () => {
    const kept = JSON.parse(JSON.stringify(baseline)) as typeof baseline;
    expect(kept).toEqual(baseline);
    expect(
      varianceOf(before, kept, calendar).tasks.every(({ start, finish }) => start === 0 && finish === 0),
    ).toBe(true);
  });
});

describe('earned value', () => {
  /**
   * The fence of four sides, one a day, 1,000 each, three days gone: Mulcahy, PMP Exam Prep, chapter on cost. Side 1 done for
   * 1,000, side 2 done for 1,200, side 3 half done for 600, side 4 not begun.
   */
  const sides = [
    { percentDone: 100, actualCost: 1000 },
    { percentDone: 100, actualCost: 1200 },
    { percentDone: 50, actualCost: 600 },
    { percentDone: 0, actualCost: 0 },
  ].map((side, index) => {
    const day = at('2026-03-02') + index * 1440;
    return {
      id: `side ${index + 1}`,
      plannedStart: day + 540,
      plannedFinish: day + 1080,
      budget: 1000,
      ...side,
    };
  });

  it('of the fence of four sides after three days', () => {
    const report = earnedValue(sides, at('2026-03-04T18:00'), calendar);
    expect(report).toMatchObject({ plannedValue: 3000, earnedValue: 2500, actualCost: 2800, budget: 4000 });
    expect(report).toMatchObject({ costVariance: -300, scheduleVariance: -500 });
    expect(report.costIndex).toBeCloseTo(0.893, 3);
    expect(report.scheduleIndex).toBeCloseTo(0.833, 3);
    expect(report.estimates.byCostIndex).toBeCloseTo(4480, 6);
    expect(report.estimates.asPlanned).toBe(4300);
    expect(report.estimates.byBothIndices).toBeCloseTo(2800 + 1500 / ((2500 / 2800) * (2500 / 3000)), 6);
    expect(report.estimateToComplete).toBeCloseTo(1680, 6);
    expect(report.varianceAtCompletion).toBeCloseTo(-480, 6);
    expect(report.toCompleteIndex).toBeCloseTo(1.25, 6);
    expect(report.toCompleteIndexOfEstimate).toBeCloseTo(0.893, 3);
    expect(report.tasks[2]).toMatchObject({
      id: 'side 3',
      earnedValue: 500,
      costVariance: -100,
      scheduleVariance: -500,
    });
  });

  it('is planned evenly over working time, not over nights', () => {
    const [side] = sides;
    const week = { ...side!, plannedFinish: at('2026-03-06T18:00') };
    expect(earnedValue([week], at('2026-03-04T12:00'), calendar).plannedValue).toBeCloseTo(
      (1000 * 19) / 40,
      9,
    );
    expect(earnedValue([week], at('2026-03-03T23:00'), calendar).plannedValue).toBe(400);
    expect(earnedValue([week], at('2026-03-02T09:00'), calendar).plannedValue).toBe(0);
  });

  it('has no index where nothing was planned or spent, and no way back once the budget is gone', () => {
    expect(valuesOf({ budget: 100, plannedValue: 0, earned: 0, actualCost: 0 })).toMatchObject({
      costIndex: null,
      scheduleIndex: null,
      estimateToComplete: null,
      estimates: { byCostIndex: null, asPlanned: 100, byBothIndices: null },
    });
    expect(
      valuesOf({ budget: 100, plannedValue: 50, earned: 40, actualCost: 120 }).toCompleteIndex,
    ).toBeNull();
    expect(earnedValue([], 0, calendar).budget).toBe(0);
  });

  it('adds up: BAC = EAC + VAC, EAC = AC + ETC, and on plan every index is 1', () => {
    const amount = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(amount, amount, amount, amount, (budget, plannedValue, earned, actualCost) => {
        const value = valuesOf({ budget, plannedValue, earned, actualCost });
        const estimate = value.estimates.byCostIndex!;
        expect(estimate + value.varianceAtCompletion!).toBeCloseTo(budget, 4);
        expect(actualCost + value.estimateToComplete!).toBeCloseTo(estimate, 4);
        const onPlan = valuesOf({ budget, plannedValue: earned, earned, actualCost: earned });
        expect([onPlan.costIndex, onPlan.scheduleIndex, onPlan.estimates.asPlanned]).toEqual([1, 1, budget]);
      }),
    );
  });
});

describe('a burn chart', () => {
  const day = (text: string) => parseDay(text)!;
  const items = [
    {
      amount: 5,
      addedAt: at('2026-03-01T08:00'),
      doneAt: at('2026-03-03T10:00'),
      plannedAt: at('2026-03-02T18:00'),
    },
    { amount: 3, addedAt: at('2026-03-02T08:00'), plannedAt: at('2026-03-04T00:00') },
    { amount: 2, addedAt: at('2026-03-01T08:00'), removedAt: at('2026-03-02T09:00') },
  ];

  it('shows scope, work done and the promise at the end of each day, and nothing done in the future', () => {
    const days = burnDays(items)!;
    expect(days).toEqual({ first: day('2026-03-01'), last: day('2026-03-03') });
    const series = burnSeries(items, { first: days.first, last: days.last + 1, today: day('2026-03-03') });
    expect(series.map(({ scope, done, remaining, planned }) => [scope, done, remaining, planned])).toEqual([
      [7, 0, 7, 0],
      [8, 0, 8, 5],
      [8, 5, 3, 8],
      [8, null, null, 8],
    ]);
  });

  it('counts what happened before its first day', () => {
    const [point] = burnSeries(items, {
      first: day('2026-03-10'),
      last: day('2026-03-10'),
      today: day('2026-03-10'),
    });
    expect(point).toEqual({ day: day('2026-03-10'), scope: 8, done: 5, remaining: 3, planned: 8 });
    expect([burnDays([]), burnSeries([], { first: 5, last: 4, today: 4 })]).toEqual([undefined, []]);
  });
});

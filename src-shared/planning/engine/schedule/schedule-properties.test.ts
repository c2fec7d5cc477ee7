/** What holds of the schedule of any plan. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { always, somePlan } from '../plan.fixture.ts';
import type { Plan } from '../plan.ts';
import { schedulePlan } from './schedule.ts';
import type { Schedule } from './scheduled.ts';

const of = (schedule: Schedule, id: string) => schedule.tasks.find((one) => one.id === id)!;

const delayed = (plan: Plan, id: string, by: number): Plan => ({
  ...plan,
  tasks: plan.tasks.map((one) => {
    if (one.id !== id) return one;
    const start = of(schedulePlan(plan), id).start!;
    return { ...one, constraint: { type: 'startNoEarlierThan', date: start + by } };
  }),
});
const leaves = (schedule: Schedule) => schedule.tasks.filter(({ isSummary }) => !isSummary);

describe('for any plan', () => {
  it('slack is not negative, free slack is not more than total, and someone is critical', () => {
    fc.assert(
      fc.property(somePlan(), (plan) => {
        const schedule = schedulePlan(plan);
        for (const {
          totalSlack,
          freeSlack,
          start,
          lateStart,
          finish,
          lateFinish,
          isSummary,
        } of schedule.tasks) {
          expect(totalSlack).toBeGreaterThanOrEqual(0);
          expect(freeSlack).toBeGreaterThanOrEqual(0);
          if (isSummary) continue;
          expect(freeSlack).toBeLessThanOrEqual(totalSlack!);
          expect(lateStart).toBeGreaterThanOrEqual(start!);
          expect(lateFinish).toBeGreaterThanOrEqual(finish!);
        }
        expect(schedule.tasks.some(({ critical }) => critical)).toBe(true);
        expect(schedule.warnings).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  // Where FF or SF sets a task's finish, a longer one starts earlier, and SS from it may then let others start earlier: the known
  // anomaly of precedence diagrams ("reverse critical", Wiest 1981). No such task is made longer here.
  it('the finish never gets earlier when a task gets longer', () => {
    fc.assert(
      fc.property(somePlan(), fc.nat(20), fc.integer({ min: 1, max: 900 }), (plan, which, more) => {
        const before = schedulePlan(plan);
        const id = leaves(before)[which % leaves(before).length]!.id;
        fc.pre(!plan.dependencies!.some(({ to, type }) => to === id && (type === 'FF' || type === 'SF')));
        const tasks = plan.tasks.map((one) =>
          one.id === id
            ? { ...one, work: { type: 'duration' as const, minutes: one.work!.minutes + more } }
            : one,
        );
        expect(schedulePlan({ ...plan, tasks }).finish).toBeGreaterThanOrEqual(before.finish!);
      }),
      { numRuns: 500 },
    );
  });

  it('a task can move by its slack and no minute more: total until the end moves, free until another task does', () => {
    const plans = somePlan({ oneCalendar: true }).map((plan) => ({
      ...plan,
      calendars: [{ ...always, id: 'office' }, ...plan.calendars.slice(1)],
    }));
    fc.assert(
      fc.property(plans, fc.nat(20), (plan, which) => {
        const before = schedulePlan(plan);
        const { id, totalSlack, freeSlack } = leaves(before)[which % leaves(before).length]!;
        const finish = (by: number) => schedulePlan(delayed(plan, id, by)).finish;
        expect(finish(totalSlack!)).toBe(before.finish);
        // From the start of a summary task slack is the safe side: of sub-tasks that start together each is held.
        const exact = !plan.dependencies!.some(({ from, type }) => from === 's0' && type === 'SS');
        if (exact) expect(finish(totalSlack! + 1)).toBeGreaterThan(before.finish!);
        const others = (by: number) =>
          leaves(schedulePlan(delayed(plan, id, by)))
            .filter((one) => one.id !== id)
            .map(({ start, finish: end }) => [start, end]);
        expect(others(freeSlack!)).toEqual(others(0));
        if (!exact) return;
        const moved = JSON.stringify(others(freeSlack! + 1)) !== JSON.stringify(others(0));
        expect(moved || finish(freeSlack! + 1)! > before.finish!).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

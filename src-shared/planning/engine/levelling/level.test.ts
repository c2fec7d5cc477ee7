import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_OF_WORK, START, at, office, planOf, task } from '../plan.fixture.ts';
import type { Task } from '../plan.ts';
import { schedulePlan } from '../schedule/schedule.ts';
import type { Schedule } from '../schedule/scheduled.ts';
import { formatMoment } from '../time/civil.ts';
import { withTimeOff } from '../time/calendar-definition.ts';
import { levelPlan } from './level.ts';
import { by, gpus, max, mei, peaks, planWithPeople } from './people.fixture.ts';
import { Profile } from './profile.ts';

const dates = ({ tasks }: Schedule, id: string) => {
  const one = tasks.find((each) => each.id === id)!;
  return [one.start, one.finish].map((moment) => moment && formatMoment(moment));
};

describe('levelling', () => {
  it('lets one person do one thing after the other, the one with less slack first, and says why', () => {
    const plan = planOf(
      [task('A', DAY_OF_WORK, by('mei')), task('B', DAY_OF_WORK, by('mei')), task('C', 5 * DAY_OF_WORK)],
      ['B>C'],
      { resources: [mei] },
    );
    const { schedule, moves } = levelPlan(plan);
    expect([dates(schedule, 'B')[0], dates(schedule, 'A')[0]]).toEqual([
      '2026-03-02T09:00',
      '2026-03-03T09:00',
    ]);
    expect(moves).toEqual([
      { task: 'A', from: START, to: at('2026-03-03T09:00'), resource: 'mei', heldBy: ['B'] },
    ]);
    expect(schedule.tasks[0]!.driver).toEqual({ type: 'levelling' });
    expect(schedule.finish).toBe(schedulePlan(plan).finish);
  });

  it('obeys a priority before slack, and shares a person who gives half of the time', () => {
    const half = (id: string, more: Partial<Task> = {}) => task(id, 480, { ...by('mei', 0.5), ...more });
    const plan = planOf([half('A'), half('B'), half('C', { priority: 5 })], [], { resources: [mei] });
    const { schedule } = levelPlan(plan);
    expect(['A', 'B', 'C'].map((id) => String(dates(schedule, id)[0]).slice(0, 10))).toEqual([
      '2026-03-02',
      '2026-03-03',
      '2026-03-02',
    ]);
  });

  it('packs runs on four GPUs through the night', () => {
    const run = (id: string, units: number) => task(id, 600, by('gpus', units));
    const plan = planOf([run('A', 3), run('B', 2), run('C', 1)], [], { resources: [gpus] });
    const { schedule } = levelPlan(plan);
    expect(dates(schedule, 'B')).toEqual(['2026-03-02T19:00', '2026-03-03T05:00']);
    expect(dates(schedule, 'C')[0]).toBe('2026-03-02T09:00');
  });

  it('chooses who has the skill and is done first, around days off', () => {
    const timeOff = [{ from: at('2026-03-02T00:00'), to: at('2026-03-07T00:00') }];
    const away = withTimeOff(office, { id: 'away', name: 'Mei', timeOff });
    const skills = [{ skill: 'labels', units: 1 }];
    const plan = planOf(
      [
        task('A', 480, { skills }),
        task('B', 480, { skills }),
        task('C', 480, { skills: [{ skill: 'images', units: 1 }] }),
      ],
      [],
      { resources: [{ ...mei, calendar: 'away' }, max] },
    );
    const { schedule, chosen } = levelPlan({ ...plan, calendars: [...plan.calendars, away] });
    expect(chosen.map((one) => `${one.task} ${one.resource}`)).toEqual(['A max', 'B max', 'C mei']);
    expect(dates(schedule, 'C')[0]).toBe('2026-03-09T09:00');
  });

  it('says what it cannot place, and never overloads to place it', () => {
    const plan = planOf(
      [task('A', 60, by('gpus', 5)), task('B', 60, { skills: [{ skill: 'law', units: 1 }] }), task('C', 60)],
      ['A>C'],
      { resources: [gpus, mei] },
    );
    const { schedule } = levelPlan(plan);
    expect(schedule.warnings.map((one) => `${one.task} ${one.kind}`).toSorted()).toEqual([
      'A overCapacity',
      'B noOneSkilled',
      'C waitsForUnplaced',
    ]);
    expect(dates(schedule, 'A')).toEqual([null, null]);
  });

  it('leaves finished tasks where they were and levels the rest of what has begun', () => {
    const progress = { percentDone: 50, actualStart: START };
    const plan = planOf(
      [task('A', 960, { ...by('mei'), progress }), task('B', 960, { ...by('mei'), progress })],
      [],
      { resources: [mei], statusDate: at('2026-03-03T09:00') },
    );
    const { schedule } = levelPlan(plan);
    expect([dates(schedule, 'A'), dates(schedule, 'B')]).toEqual([
      ['2026-03-02T09:00', '2026-03-03T18:00'],
      ['2026-03-02T09:00', '2026-03-04T18:00'],
    ]);
  });
});

describe('for any plan levelling', () => {
  it('never overloads, places everything, keeps each dependency, and is the same each time', () => {
    fc.assert(
      fc.property(planWithPeople, (plan) => {
        const levelled = levelPlan(plan);
        const { schedule } = levelled;
        const most = peaks(levelled.plan, schedule);
        expect(most['mei'] ?? 0).toBeLessThanOrEqual(1);
        expect(most['max'] ?? 0).toBeLessThanOrEqual(1);
        expect(most['gpus'] ?? 0).toBeLessThanOrEqual(4);
        expect(schedule.tasks.every(({ finish }) => finish !== null)).toBe(true);
        // Scheduled without its people's limits, nothing of the same plan is later.
        const free = schedulePlan(levelled.plan);
        free.tasks.forEach(({ start }, index) =>
          expect(schedule.tasks[index]!.start).toBeGreaterThanOrEqual(start!),
        );
        for (const { task: id, from, to } of levelled.moves) {
          expect(to).toBeGreaterThan(from);
          expect(schedule.tasks.find((one) => one.id === id)!.start).toBe(to);
        }
        expect(levelPlan(plan)).toEqual(levelled);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a profile', () => {
  it('counts use minute by minute', () => {
    const someBooking = fc.record({
      from: fc.nat(40),
      length: fc.integer({ min: 1, max: 15 }),
      units: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(someBooking, { maxLength: 12 }), someBooking, (bookings, asked) => {
        const profile = new Profile(4);
        for (const { from, length, units } of bookings)
          profile.book({ task: 0, from, to: from + length, units });
        const use = (minute: number) =>
          bookings
            .filter(({ from, length }) => from <= minute && minute < from + length)
            .reduce((sum, one) => sum + one.units, 0);
        const over = (minute: number) => use(minute) + asked.units > 4;
        let from = asked.from;
        while (from < asked.from + asked.length && !over(from)) from++;
        const end = profile.conflictEnd(asked.from, asked.from + asked.length, asked.units);
        if (from === asked.from + asked.length) {
          expect(end).toBeUndefined();
          return;
        }
        expect(end).toBeGreaterThan(from);
        for (let minute = from; minute < end!; minute++) expect(over(minute)).toBe(true);
        expect(profile.peak).toBe(Math.max(0, ...[...Array(60).keys()].map(use)));
      }),
    );
  });
});

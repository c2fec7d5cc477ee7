import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanError, engineProblems } from '../problems.ts';
import { Calendar } from './calendar.ts';
import {
  ROUND_THE_CLOCK,
  STANDARD_WEEK,
  withTimeOff,
  type CalendarDefinition,
} from './calendar-definition.ts';
import { DAY, formatDay, formatMoment, parseDay, parseMoment, weekdayOf } from './civil.ts';

const at = (text: string) => parseMoment(text)!;
const day = (text: string) => parseDay(text)!;
const office: CalendarDefinition = { id: 'office', name: 'Office', week: STANDARD_WEEK };
const calendar = new Calendar(office);
const shown = formatMoment;

/** China's National Day of 2026: off from 1 to 7 October, and two adjusted working days. */
const china: CalendarDefinition = {
  ...office,
  exceptions: [
    { first: day('2026-10-01'), last: day('2026-10-07'), hours: [], name: '国庆节' },
    { first: day('2026-09-20'), last: day('2026-09-20'), hours: STANDARD_WEEK[0]! },
    { first: day('2026-10-10'), last: day('2026-10-10'), hours: STANDARD_WEEK[0]! },
  ],
};

describe('civil time', () => {
  it('reads and writes dates and moments, and refuses dates that there are not', () => {
    expect(['2024-02-29', '1970-01-01', '2026-12-31'].map((text) => formatDay(day(text)))).toEqual([
      '2024-02-29',
      '1970-01-01',
      '2026-12-31',
    ]);
    expect(shown(at('2026-03-02T09:30'))).toBe('2026-03-02T09:30');
    expect(at('2026-03-02')).toBe(day('2026-03-02') * DAY);
    const bad = ['2025-02-29', '2026-13-01', '2026-00-10', 'today', '2026-3-2', '2026-03-02T24:00', ''];
    expect(bad.map(parseMoment)).toEqual(bad.map(() => undefined));
  });

  it('knows weekdays before 1970 too', () => {
    expect(['1970-01-01', '2026-03-02', '1969-12-28'].map((text) => weekdayOf(day(text)))).toEqual([3, 0, 6]);
  });
});

describe('a calendar', () => {
  it('adds and counts working minutes over lunch, nights and weekends', () => {
    expect(shown(calendar.add(at('2026-03-06T11:00'), 120))).toBe('2026-03-06T14:00');
    expect(shown(calendar.add(at('2026-03-06T17:00'), 61))).toBe('2026-03-09T09:01');
    expect(shown(calendar.add(at('2026-03-07T11:00'), 60))).toBe('2026-03-09T10:00');
    expect(calendar.between(at('2026-03-02T00:00'), at('2026-03-09T00:00'))).toBe(5 * 480);
    expect(calendar.between(at('2026-03-09T10:00'), at('2026-03-06T17:00'))).toBe(-120);
    expect(shown(calendar.add(at('2026-03-09T10:00'), -120))).toBe('2026-03-06T17:00');
  });

  it('ends work at the end of a day and starts it at the beginning of the next', () => {
    expect(shown(calendar.add(at('2026-03-06T09:00'), 480))).toBe('2026-03-06T18:00');
    expect(shown(calendar.next(at('2026-03-06T18:00')))).toBe('2026-03-09T09:00');
    expect(shown(calendar.previous(at('2026-03-08T12:00')))).toBe('2026-03-06T18:00');
    expect([calendar.isWorking(at('2026-03-06T12:00')), calendar.isWorking(at('2026-03-06T13:00'))]).toEqual([
      false,
      true,
    ]);
  });

  it('knows holidays and adjusted working days', () => {
    const team = new Calendar(china);
    expect(shown(team.add(at('2026-09-30T17:00'), 120))).toBe('2026-10-08T10:00');
    expect(
      ['2026-09-20', '2026-10-05', '2026-10-10', '2026-10-12'].map((text) => team.ofDay(day(text))),
    ).toEqual([480, 0, 480, 480]);
  });

  it("moves work behind a person's days off, which may begin within a day", () => {
    const timeOff = [{ from: at('2026-10-08T13:00'), to: at('2026-10-09T00:00') }];
    const mei = new Calendar(withTimeOff(china, { id: 'mei', name: 'Mei', timeOff }));
    expect(shown(mei.add(at('2026-09-30T17:00'), 300))).toBe('2026-10-09T10:00');
    expect(mei.ofDay(day('2026-10-08'))).toBe(180);
  });

  it('runs round the clock for machines', () => {
    const machine = new Calendar({ id: 'm', name: 'Machine', week: ROUND_THE_CLOCK });
    expect(machine.add(12345, 6789)).toBe(12345 + 6789);
    expect(machine.between(-500, 500)).toBe(1000);
  });

  it('says where work never ends when only a few days have any', () => {
    const week = STANDARD_WEEK.map(() => []);
    const exceptions = [{ first: 100, last: 101, hours: STANDARD_WEEK[0]! }];
    const few = new Calendar({ id: 'few', name: 'Few', week, exceptions });
    expect(few.add(0, 960)).toBe(101 * DAY + 18 * 60);
    expect([few.add(0, 961), few.next(102 * DAY)]).toEqual([Infinity, Infinity]);
    expect(few.next(0)).toBe(100 * DAY + 540);
  });
});

const someHours = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
  .map((marks) => marks.toSorted((a, b) => a - b).map((mark) => mark * 15))
  .map((marks) =>
    marks.flatMap((from, i) => (i % 2 === 0 && marks[i + 1] ? [{ from, to: marks[i + 1]! }] : [])),
  );

/** Calendars around 1970-01-01, so that negative days are among them. */
const someCalendar = fc
  .record({
    week: fc.array(someHours, { minLength: 7, maxLength: 7 }),
    exceptions: fc.array(
      fc.record({
        first: fc.integer({ min: -40, max: 40 }),
        length: fc.integer({ min: 0, max: 4 }),
        hours: someHours,
      }),
      { maxLength: 8 },
    ),
    timeOff: fc.array(
      fc.record({ from: fc.integer({ min: -30000, max: 30000 }), length: fc.integer({ min: 1, max: 6000 }) }),
      { maxLength: 4 },
    ),
  })
  .map(({ week, exceptions, timeOff }) => ({
    id: 'c',
    name: 'C',
    week: week.some((hours) => hours.length > 0) ? week : STANDARD_WEEK,
    exceptions: exceptions.map(({ first, length, hours }) => ({ first, last: first + length, hours })),
    timeOff: timeOff.map(({ from, length }) => ({ from, to: from + length })),
  }));

/** Minute by minute, the plain way. */
function worksAt({ week, exceptions, timeOff }: Required<CalendarDefinition>, minute: number): boolean {
  if (timeOff.some(({ from, to }) => from <= minute && minute < to)) return false;
  const today = Math.floor(minute / DAY);
  const exception = exceptions.findLast(({ first, last }) => first <= today && today <= last);
  const hours = exception?.hours ?? week[weekdayOf(today)]!;
  return hours.some(({ from, to }) => from <= minute - today * DAY && minute - today * DAY < to);
}

describe('a calendar counts as one does who goes minute by minute', () => {
  it('in working minutes and in moments, both ways', () => {
    fc.assert(
      fc.property(
        someCalendar,
        fc.integer({ min: -20000, max: 20000 }),
        fc.integer({ min: 1, max: 3000 }),
        (definition, start, work) => {
          const one = new Calendar(definition);
          let [minute, left] = [start, work];
          while (left > 0 && minute < start + 60_000) if (worksAt(definition, minute++)) left--;
          if (left > 0) return;
          expect(one.add(start, work)).toBe(minute);
          expect(one.between(start, minute)).toBe(work);
          expect(one.latest(one.work(minute) - work)).toBe(one.next(start));
          let next = start;
          while (!worksAt(definition, next)) next++;
          expect(one.next(start)).toBe(next);
          let previous = start;
          while (!worksAt(definition, previous - 1)) previous--;
          expect(one.previous(start)).toBe(previous);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('with W and its inverses adjoint, and nothing decreasing', () => {
    fc.assert(
      fc.property(someCalendar, fc.integer({ min: -60000, max: 60000 }), fc.nat(9000), (definition, t, n) => {
        const one = new Calendar(definition);
        const work = one.work(t);
        expect(one.earliest(work)).toBeLessThanOrEqual(t);
        expect(one.latest(work)).toBeGreaterThanOrEqual(t);
        expect(one.work(one.earliest(work))).toBe(work);
        expect(one.work(one.latest(work))).toBe(work);
        expect(one.work(t + n)).toBeGreaterThanOrEqual(work);
        expect(one.earliest(work + n)).toBeGreaterThanOrEqual(one.earliest(work));
      }),
    );
  });
});

describe('a calendar that cannot be used is an error that names it', () => {
  const problemOf = (change: Partial<CalendarDefinition>) => {
    try {
      return new Calendar({ ...office, ...change });
    } catch (error) {
      return error instanceof PlanError ? [error.key, error.message.includes('Office')] : error;
    }
  };
  it.each([
    ['planning.calendarEmpty', { week: STANDARD_WEEK.map(() => []) }],
    ['planning.calendarWeek', { week: STANDARD_WEEK.slice(1) }],
    ['planning.calendarHours', { week: [[{ from: 600, to: 540 }], ...STANDARD_WEEK.slice(1)] }],
    ['planning.calendarHours', { week: [[{ from: NaN, to: 540 }], ...STANDARD_WEEK.slice(1)] }],
    ['planning.calendarHours', { week: [[{ from: 0, to: 1441 }], ...STANDARD_WEEK.slice(1)] }],
    ['planning.calendarDates', { exceptions: [{ first: 5, last: 4, hours: [] }] }],
    ['planning.calendarDates', { exceptions: [{ first: 0, last: 1e9, hours: [] }] }],
    ['planning.calendarDates', { timeOff: [{ from: 10, to: 10 }] }],
    ['planning.calendarDates', { timeOff: [{ from: NaN, to: 10 }] }],
  ] as const)('%s', (key, change) => {
    expect(problemOf(change)).toEqual([key, true]);
  });

  it('in words of both languages', () => {
    for (const { en, zh } of Object.values(engineProblems))
      for (const text of [en.message, en.hint, zh.message, zh.hint]) expect(text).not.toBe('');
  });
});

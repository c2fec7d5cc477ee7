/** @file Calendars of MS-Project XML: the project's working week with its exceptions, and the leave of resources. */
import { readDay } from '../../exchange/cells.ts';
import {
  formatDay,
  parseDay,
  STANDARD_WEEK,
  type WorkingHours,
} from '../../../../src-shared/planning/engine/index.ts';
import type { Notes } from '../../../../src-shared/planning/exchange/notes.ts';
import type { CalendarBody, PersonBody } from '../../../../src-shared/planning/schedule-calendars.ts';
import { occurrences, recurrenceOf } from './mspdi-recurrence.ts';
import type { Element } from './xml-tree.ts';

type Exceptions = CalendarBody['exceptions'];

const DAY_MINUTES = 1440;
/** What a calendar of the team, and a person, have room for. */
const MOST_EXCEPTIONS = 2000;
const MOST_DAYS_OFF = 1000;

export class MspdiCalendars {
  readonly #byUid: ReadonlyMap<string, Element>;
  readonly #notes: Notes;

  constructor(project: Element, notes: Notes) {
    const all = project.one('Calendars')?.all('Calendar') ?? [];
    this.#byUid = new Map(all.map((calendar) => [calendar.text('UID'), calendar]));
    this.#notes = notes;
  }

  /** The calendar of the whole project. */
  team(uid: string): CalendarBody | null {
    const calendar =
      this.#byUid.get(uid) ?? [...this.#byUid.values()].find((one) => one.flag('IsBaseCalendar'));
    if (!calendar) return null;
    const chain = this.#chain(calendar);
    const week = chain.reduceRight<CalendarBody['week']>(
      (usual, one) => usual.map((hours, monday) => this.#weekDay(one, monday, hours)),
      STANDARD_WEEK.map((hours) => [...hours]),
    );
    // Of two that speak of one day the later is the calendar's own.
    const exceptions = chain.toReversed().flatMap((one) => this.#exceptions(one));
    if (exceptions.length > MOST_EXCEPTIONS)
      this.#notes.add(
        'approximated',
        `${exceptions.length} exceptions → ${MOST_EXCEPTIONS}`,
        lineOf(calendar),
      );
    return { country: null, week, exceptions: exceptions.slice(0, MOST_EXCEPTIONS), read: [] };
  }

  /** A calendar, and those that it is derived from. */
  #chain(calendar: Element): Element[] {
    const chain: Element[] = [];
    for (let one: Element | undefined = calendar; one && !chain.includes(one);) {
      chain.push(one);
      one = this.#byUid.get(one.text('BaseCalendarUID'));
    }
    return chain;
  }

  #weekDay(calendar: Element, monday: number, usual: readonly WorkingHours[]): WorkingHours[] {
    const days = calendar.one('WeekDays')?.all('WeekDay') ?? [];
    // 1 is Sunday.
    const day = days.find((one) => Number(one.text('DayType')) === ((monday + 1) % 7) + 1);
    return day ? this.#hours(day, usual) : [...usual];
  }

  /** What a resource does not work: days of its own calendar without hours. */
  daysOff(uid: string): PersonBody['daysOff'] {
    const calendar = this.#byUid.get(uid);
    if (!calendar || calendar.flag('IsBaseCalendar')) return [];
    const days = calendar.one('WeekDays')?.all('WeekDay') ?? [];
    if (days.some((day) => day.text('DayType') !== '0'))
      this.#notes.add('field', `${calendar.text('Name')}: own working week`, lineOf(calendar));
    const off = this.#exceptions(calendar).flatMap(({ from, to, name, hours }) => {
      if (hours.length === 0) return [{ from, to, why: name }];
      this.#notes.add('field', `${calendar.text('Name')}: ${from}`, lineOf(calendar));
      return [];
    });
    if (off.length > MOST_DAYS_OFF)
      this.#notes.add('approximated', `${off.length} days off → ${MOST_DAYS_OFF}`, lineOf(calendar));
    return off.slice(0, MOST_DAYS_OFF);
  }

  /** Those of Project 2007 and later, and the days of type 0 that Project 2003 and ProjectLibre write. */
  #exceptions(calendar: Element): Exceptions {
    const newer = calendar.one('Exceptions')?.all('Exception') ?? [];
    const older =
      calendar
        .one('WeekDays')
        ?.all('WeekDay')
        .filter((day) => day.text('DayType') === '0') ?? [];
    // Newer files have both, and say the same with them.
    return (newer.length > 0 ? newer : older).flatMap((one) => this.#exception(one));
  }

  /** One that recurs is told day by day. */
  #exception(one: Element): Exceptions {
    const period = one.one('TimePeriod');
    const [from, to] = [readDay(period?.text('FromDate') ?? ''), readDay(period?.text('ToDate') ?? '')];
    if (from === undefined || to === undefined || to < from) {
      this.#notes.add(
        'badDate',
        `${period?.text('FromDate') ?? ''} – ${period?.text('ToDate') ?? ''}`,
        lineOf(one),
      );
      return [];
    }
    const rule = recurrenceOf(one);
    const hours = this.#hours(one, STANDARD_WEEK[0]!);
    if (rule === null) return [{ from, to, name: one.text('Name'), hours }];
    const days = rule && occurrences(rule, parseDay(from)!, parseDay(to)!);
    if (!days) {
      this.#notes.add('field', `recurring exception ${one.text('Name')}`.trim(), lineOf(one));
      return [];
    }
    return days.map((day) => ({ from: formatDay(day), to: formatDay(day), name: one.text('Name'), hours }));
  }

  #hours(day: Element, usual: readonly WorkingHours[]): WorkingHours[] {
    if (!day.flag('DayWorking')) return [];
    const times = day.one('WorkingTimes')?.all('WorkingTime') ?? [];
    const hours = times.flatMap((time) => {
      const from = minutesOf(time.text('FromTime'));
      const to = minutesOf(time.text('ToTime'));
      if (from === undefined || to === undefined) return [];
      // Midnight at the end is written as the one at the beginning.
      return [{ from, to: to <= from && to === 0 ? DAY_MINUTES : to }];
    });
    return hours.length > 0 ? hours.filter(({ from, to }) => from < to) : [...usual];
  }
}

function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(text) ?? [];
  const value = Number(hours) * 60 + Number(minutes);
  return Number.isInteger(value) && value <= DAY_MINUTES ? value : undefined;
}

export const lineOf = ({ line }: Element): string => `${line}`;

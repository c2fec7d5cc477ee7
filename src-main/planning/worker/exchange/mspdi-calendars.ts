/** @file Calendars of MS-Project XML: the project's working week with its exceptions, and the leave of resources. */
import { readDay } from '../../exchange/cells.ts';
import { STANDARD_WEEK, type WorkingHours } from '../../../../src-shared/planning/engine/index.ts';
import type { Notes } from '../../../../src-shared/planning/exchange/notes.ts';
import type { CalendarBody, PersonBody } from '../../../../src-shared/planning/schedule-calendars.ts';
import type { Element } from './xml-tree.ts';

type Exceptions = CalendarBody['exceptions'];

const DAY_MINUTES = 1440;

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
    const days = calendar.one('WeekDays')?.all('WeekDay') ?? [];
    const week = STANDARD_WEEK.map((usual, monday) => {
      // 1 is Sunday.
      const day = days.find((one) => Number(one.text('DayType')) === ((monday + 1) % 7) + 1);
      return day ? this.#hours(day, usual) : [...usual];
    });
    return { country: null, week, exceptions: this.#exceptions(calendar), read: [] };
  }

  /** What a resource does not work: days of its own calendar without hours. */
  daysOff(uid: string): PersonBody['daysOff'] {
    const calendar = this.#byUid.get(uid);
    if (!calendar || calendar.flag('IsBaseCalendar')) return [];
    return this.#exceptions(calendar).flatMap(({ from, to, name, hours }) => {
      if (hours.length === 0) return [{ from, to, why: name }];
      this.#notes.add('field', `${calendar.text('Name')}: ${from}`, lineOf(calendar));
      return [];
    });
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
    return (newer.length > 0 ? newer : older).flatMap((one) => this.#exception(one) ?? []);
  }

  #exception(one: Element): Exceptions[number] | undefined {
    const period = one.one('TimePeriod');
    const [from, to] = [readDay(period?.text('FromDate') ?? ''), readDay(period?.text('ToDate') ?? '')];
    const type = one.text('Type');
    if (from === undefined || to === undefined || to < from) {
      this.#notes.add(
        'badDate',
        `${period?.text('FromDate') ?? ''} – ${period?.text('ToDate') ?? ''}`,
        lineOf(one),
      );
      return undefined;
    }
    if (type !== '' && type !== '1') {
      this.#notes.add('field', `recurring exception ${one.text('Name')}`.trim(), lineOf(one));
      return undefined;
    }
    return { from, to, name: one.text('Name'), hours: this.#hours(one, STANDARD_WEEK[0]!) };
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

/** @file Calendars of MS-Project XML: the team's week with its exceptions, and one for each person with their days off. */
import {
  formatDay,
  type CalendarException,
  type WorkingHours,
} from '../../../src-shared/planning/engine/index.ts';
import { teamCalendar } from '../../../src-shared/planning/schedule-calendars.ts';
import type { PlanToWrite } from './plan-to-write.ts';
import { node } from './xml.ts';

/** `09:00:00`; the midnight at the end of a day is written as that at its beginning, as Project does. */
function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}:00`;
}

const workingTimes = (hours: readonly WorkingHours[]): string =>
  hours.length === 0
    ? ''
    : node(
        'WorkingTimes',
        hours.map(({ from, to }) =>
          node('WorkingTime', [
            ['FromTime', clock(from)],
            ['ToTime', clock(to)],
          ]),
        ),
      );

function weekDay(hours: readonly WorkingHours[], monday: number): string {
  return node('WeekDay', [
    ['DayType', ((monday + 1) % 7) + 1],
    ['DayWorking', hours.length > 0 ? 1 : 0],
    workingTimes(hours),
  ]);
}

interface Days {
  readonly first: string;
  readonly last: string;
  readonly name: string;
  readonly hours: readonly WorkingHours[];
}

const exceptionXml = ({ first, last, name, hours }: Days): string =>
  node('Exception', [
    ['EnteredByOccurrences', 0],
    node('TimePeriod', [
      ['FromDate', `${first}T00:00:00`],
      ['ToDate', `${last}T23:59:00`],
    ]),
    ['Occurrences', (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1],
    ['Name', name],
    ['Type', 1],
    ['DayWorking', hours.length > 0 ? 1 : 0],
    workingTimes(hours),
  ]);

const exceptionsXml = (days: readonly Days[]): string =>
  days.length === 0 ? '' : node('Exceptions', days.map(exceptionXml));

const daysOf = ({ first, last, name = '', hours }: CalendarException): Days => ({
  first: formatDay(first),
  last: formatDay(last),
  name,
  hours,
});

export function calendarsXml({ source }: PlanToWrite): string {
  const team = teamCalendar(source.calendar, source.holidays);
  const standard = node('Calendar', [
    ['UID', 1],
    ['Name', 'Standard'],
    ['IsBaseCalendar', 1],
    ['BaseCalendarUID', -1],
    node(
      'WeekDays',
      [6, 0, 1, 2, 3, 4, 5].map((day) => weekDay(team.week[day] ?? [], day)),
    ),
    exceptionsXml((team.exceptions ?? []).map(daysOf)),
  ]);
  const own = source.people.map(({ body }, i) =>
    node('Calendar', [
      ['UID', i + 2],
      ['Name', body.name],
      ['IsBaseCalendar', 0],
      ['BaseCalendarUID', 1],
      exceptionsXml(
        body.daysOff.map(({ from, to, why }) => ({
          first: from,
          last: to < from ? from : to,
          name: why,
          hours: [],
        })),
      ),
    ]),
  );
  return standard + own.join('');
}

/** @file What a calendar is given as: a working week, exceptions by date, and times off. Plain data. */
import { PlanError } from '../problems.ts';
import { DAY, LAST_DAY, dayOf, weekdayOf, type CivilDay, type CivilMinutes } from './civil.ts';
import { isWithinADay, unite, without, type WorkingHours } from './working-hours.ts';

/** Days that differ from the week: a holiday has no hours, an adjusted working day (调休) has some. Later ones win. */
export interface CalendarException {
  readonly first: CivilDay;
  /** The last day, itself part of it. */
  readonly last: CivilDay;
  readonly hours: readonly WorkingHours[];
  readonly name?: string;
}

/** A time in which a person does not work; it may begin and end within a day. */
export interface TimeOff {
  readonly from: CivilMinutes;
  readonly to: CivilMinutes;
  readonly name?: string;
}

export interface CalendarDefinition {
  readonly id: string;
  readonly name: string;
  /** Seven lists of hours, Monday first. */
  readonly week: readonly (readonly WorkingHours[])[];
  readonly exceptions?: readonly CalendarException[];
  /** Taken from the week and from the exceptions. */
  readonly timeOff?: readonly TimeOff[];
}

/** Hours of the week, and of each day that differs from it. */
export interface ReadDefinition {
  readonly week: readonly (readonly WorkingHours[])[];
  readonly days: ReadonlyMap<CivilDay, readonly WorkingHours[]>;
}

const office: readonly WorkingHours[] = [
  { from: 9 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 18 * 60 },
];

/** Monday to Friday, 9–12 and 13–18: 8 hours a day. */
export const STANDARD_WEEK: CalendarDefinition['week'] = [office, office, office, office, office, [], []];

const ALWAYS: readonly WorkingHours[] = [{ from: 0, to: DAY }];

/** Every minute of every day, for machines. */
export const ROUND_THE_CLOCK: CalendarDefinition['week'] = Array<readonly WorkingHours[]>(7).fill(ALWAYS);

/** A person's calendar: the team's, less the person's days off. */
export function withTimeOff(
  calendar: CalendarDefinition,
  { id, name, timeOff }: { readonly id: string; readonly name: string; readonly timeOff: readonly TimeOff[] },
): CalendarDefinition {
  return { ...calendar, id, name, timeOff: [...(calendar.timeOff ?? []), ...timeOff] };
}

/**
 * Checks a definition and lays out the days that differ from its week.
 * @throws PlanError `planning.calendarWeek`, `.calendarHours`, `.calendarDates`, `.calendarEmpty`, each naming the calendar.
 */
export function readDefinition(definition: CalendarDefinition): ReadDefinition {
  const { name, exceptions = [], timeOff = [] } = definition;
  if (definition.week.length !== 7)
    throw new PlanError('planning.calendarWeek', { calendar: name, days: definition.week.length });
  const checked = (hours: readonly WorkingHours[]) => {
    const bad = hours.find((one) => !isWithinADay(one));
    if (bad) throw new PlanError('planning.calendarHours', { calendar: name, from: bad.from, to: bad.to });
    return unite(hours);
  };
  const week = definition.week.map(checked);
  const days = new Map<CivilDay, readonly WorkingHours[]>();
  for (const { first, last, hours } of exceptions) {
    checkDates(name, first, last);
    const read = checked(hours);
    for (let day = first; day <= last; day++) days.set(day, read);
  }
  if (week.every((hours) => hours.length === 0) && [...days.values()].every((hours) => hours.length === 0))
    throw new PlanError('planning.calendarEmpty', { calendar: name });
  for (const off of timeOff) takeOff({ name, week, days }, off);
  return { week, days };
}

interface Laid extends ReadDefinition {
  readonly name: string;
  readonly days: Map<CivilDay, readonly WorkingHours[]>;
}

function takeOff({ name, week, days }: Laid, { from, to }: TimeOff): void {
  if (!(from < to)) throw new PlanError('planning.calendarDates', { calendar: name });
  checkDates(name, dayOf(from), dayOf(to));
  for (let day = dayOf(from); day * DAY < to; day++) {
    const hours = days.get(day) ?? week[weekdayOf(day)] ?? [];
    days.set(day, without(hours, { from: from - day * DAY, to: to - day * DAY }));
  }
}

/** A hundred years, so that a mistyped year fills no memory. */
const LONGEST = 36_525;

function checkDates(calendar: string, first: CivilDay, last: CivilDay): void {
  const written = [first, last].every((day) => Number.isInteger(day) && Math.abs(day) <= LAST_DAY);
  if (!written || first > last || last - first > LONGEST)
    throw new PlanError('planning.calendarDates', { calendar });
}

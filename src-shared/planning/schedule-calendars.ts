/** @file Calendars of the engine from the team's documents: the team's week and holidays, each person's days, machines. */
import {
  DAY,
  ROUND_THE_CLOCK,
  STANDARD_WEEK,
  dayOf,
  parseDay,
  weekdayOf,
  withTimeOff,
  type CalendarDefinition,
  type CalendarException,
  type CivilMinutes,
  type Resource,
  type WorkingHours,
} from './engine/index.ts';
import type { DocumentOf } from '../platform/documents.ts';
import type { PlanBody } from './contract.ts';
import type { TEAM_KINDS } from '../team/kinds.ts';

type Team = DocumentOf<typeof TEAM_KINDS>;
export type PersonBody = Extract<Team, { kind: 'person' }>['body'];
export type CalendarBody = Extract<Team, { kind: 'calendar' }>['body'];

export interface Identified<Body> {
  readonly id: string;
  readonly body: Body;
}

export const TEAM_CALENDAR = 'team-calendar';
/** All machines of a plan as one pool of GPUs. */
export const MACHINES = 'machines';
const MACHINE_CALENDAR = 'machine-calendar';
/** Days before the start of a project and behind the leaving of a person that their calendar knows. */
const YEAR = 366;
const LONGEST = 40 * YEAR;

/** A day that differs from the week. */
export interface KnownHoliday {
  /** E.g. `2026-10-01`. */
  readonly day: string;
  /** It is worked although it would be free by the week. */
  readonly works: boolean;
}

/**
 * The team's calendar; office hours from Monday to Friday while nobody has set one. What was read from a file holds instead of
 * the country's holidays in its years, and own exceptions before either.
 */
export function teamCalendar(
  body: CalendarBody | undefined,
  ofCountry: readonly KnownHoliday[],
): CalendarDefinition {
  const week = body?.week ?? STANDARD_WEEK;
  const workday = week.find((hours) => hours.length > 0) ?? STANDARD_WEEK[0]!;
  const read = body?.read ?? [];
  const years = new Set(read.map(({ day }) => day.slice(0, 4)));
  const days = [...ofCountry.filter(({ day }) => !years.has(day.slice(0, 4))), ...read];
  const holidays = days.map(({ day, works }): CalendarException => {
    const at = parseDay(day)!;
    const usual = week[weekdayOf(at)] ?? [];
    return { first: at, last: at, hours: works ? (usual.length > 0 ? usual : workday) : [] };
  });
  const own = (body?.exceptions ?? []).map(({ from, to, name, hours }): CalendarException => ({
    first: parseDay(from)!,
    last: Math.max(parseDay(from)!, parseDay(to)!),
    name,
    hours,
  }));
  return { id: TEAM_CALENDAR, name: 'Team', week, exceptions: [...holidays, ...own] };
}

/** The calendar of each person by their id: the team's less days off, from their first day to their last. */
export function personCalendars(
  team: CalendarDefinition,
  people: readonly Identified<PersonBody>[],
  start: CivilMinutes,
): CalendarDefinition[] {
  return people.map(({ id, body }) => {
    const timeOff = body.daysOff.map(({ from, to, why }) => ({
      from: parseDay(from)! * DAY,
      to: (Math.max(parseDay(from)!, parseDay(to)!) + 1) * DAY,
      name: why,
    }));
    const begins = body.from === null ? undefined : parseDay(body.from)! * DAY;
    const before = begins === undefined ? [] : [{ from: begins - LONGEST * DAY, to: begins }];
    const until = body.until === null ? undefined : parseDay(body.until)!;
    const calendar = until === undefined ? team : endingWith(team, dayOf(start), until);
    return withTimeOff(calendar, { id, name: body.name, timeOff: [...timeOff, ...before] });
  });
}

/** A calendar whose last day is `until`: no week goes on behind it, and each day before is written out. */
function endingWith(team: CalendarDefinition, start: number, until: number): CalendarDefinition {
  const first = Math.min(start, until) - YEAR;
  if (until - first > LONGEST) return team;
  const days = new Map<number, readonly WorkingHours[]>();
  for (let day = first; day <= until; day++) days.set(day, team.week[weekdayOf(day)] ?? []);
  for (const { first: from, last, hours } of team.exceptions ?? [])
    for (let day = Math.max(from, first); day <= Math.min(last, until); day++) days.set(day, hours);
  const exceptions = [...days]
    .filter(([, hours]) => hours.length > 0)
    .map(([day, hours]) => ({ first: day, last: day, hours }));
  return { ...team, week: Array<readonly WorkingHours[]>(7).fill([]), exceptions };
}

/** All machines as one pool that works around the clock. */
export function machineResources(machines: readonly Identified<PlanBody<'machine'>>[]): {
  readonly calendars: readonly CalendarDefinition[];
  readonly resources: readonly Resource[];
} {
  const capacity = machines.reduce((sum, { body }) => sum + body.gpus, 0);
  return {
    calendars: [{ id: MACHINE_CALENDAR, name: 'Machines', week: ROUND_THE_CLOCK }],
    resources: [
      {
        id: MACHINES,
        name: machines.map(({ body }) => body.name).join(', '),
        type: 'machine',
        calendar: MACHINE_CALENDAR,
        capacity,
      },
    ],
  };
}

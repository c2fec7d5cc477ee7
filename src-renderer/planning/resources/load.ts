/** @file Who has too much to do, week by week: what is left of each task where the schedule has it, in its owners' own hours. */
import {
  Calendar,
  DAY,
  parseDay,
  type CivilMinutes,
  type Plan,
  type Schedule,
} from '../../../src-shared/planning/engine/index.ts';

export interface Load {
  /** Hours planned of a person in the week of a Monday. */
  readonly planned: (person: string, week: string) => number;
  /** Hours that the person can work then, less holidays and days off, by their capacity. */
  readonly available: (person: string, week: string) => number;
  /** People with work that is left. */
  readonly people: ReadonlySet<string>;
  /** The first moment of work that is left; undefined where there is none. */
  readonly first: CivilMinutes | undefined;
  /** Hours that nobody has, and of how many tasks. */
  readonly unplaced: { readonly hours: number; readonly tasks: number };
}

/** A person's row in the map of weeks, hours by Monday. */
export interface LoadRow {
  readonly id: string;
  readonly name: string;
  readonly planned: (week: string) => number;
  readonly available: (week: string) => number;
  /** What takes the time, e.g. each project. */
  readonly parts?: readonly {
    readonly id: string;
    readonly name: string;
    readonly href?: string;
    readonly planned: (week: string) => number;
  }[];
}

const WEEK = 7 * DAY;
/** A Monday: the 5th of January 1970. */
const MONDAY = 4 * DAY;

const weekOf = (moment: CivilMinutes): CivilMinutes => Math.floor((moment - MONDAY) / WEEK) * WEEK + MONDAY;

/** Hours a task still takes; it can take none. */
const leftOf = ({ effort, percentDone }: Schedule['tasks'][number]): number =>
  (effort * (1 - percentDone / 100)) / 60;

/** Effort is shared by owners as they are assigned, and lies in the working time of each from its start or today to its finish. */
export function loadOf(schedule: Schedule, plan: Plan): Load {
  const calendars = new Map(plan.calendars.map((one) => [one.id, new Calendar(one)]));
  const people = new Map(
    (plan.resources ?? []).flatMap((one) => {
      const calendar = calendars.get(one.calendar ?? plan.calendar);
      return one.type === 'person' && calendar ? [[one.id, { calendar, capacity: one.capacity ?? 1 }]] : [];
    }),
  );
  const assigned = new Map(
    plan.tasks.map(({ id, assignments = [] }) => [
      id,
      assignments.filter(({ resource }) => people.has(resource)),
    ]),
  );
  const load = new Map<string, Map<CivilMinutes, number>>();
  const unplaced = { hours: 0, tasks: 0 };
  let first: CivilMinutes | undefined;
  for (const task of schedule.tasks) {
    const hours = task.isSummary || task.isMilestone || task.state === 'finished' ? 0 : leftOf(task);
    if (hours <= 0) continue;
    const owners = assigned.get(task.id) ?? [];
    const [from, to] = [task.resume ?? task.start, task.finish];
    if (owners.length === 0 || from === null || to === null) {
      unplaced.hours += hours;
      unplaced.tasks += 1;
      continue;
    }
    first = Math.min(first ?? from, from);
    const units = owners.reduce((sum, one) => sum + one.units, 0);
    for (const { resource, units: own } of owners) {
      const weeks = load.get(resource) ?? new Map<CivilMinutes, number>();
      load.set(resource, weeks);
      spread(weeks, (hours * own) / units, { from, to, calendar: people.get(resource)!.calendar });
    }
  }
  const startOf = (week: string): CivilMinutes => parseDay(week)! * DAY;
  return {
    planned: (person, week) => load.get(person)?.get(startOf(week)) ?? 0,
    available(person, week) {
      const known = people.get(person);
      if (!known) return 0;
      return (known.calendar.between(startOf(week), startOf(week) + WEEK) / 60) * known.capacity;
    },
    people: new Set(load.keys()),
    first,
    unplaced,
  };
}

/** In proportion to the working time of each week; all in the first where there is none. */
function spread(
  weeks: Map<CivilMinutes, number>,
  hours: number,
  {
    from,
    to,
    calendar,
  }: { readonly from: CivilMinutes; readonly to: CivilMinutes; readonly calendar: Calendar },
): void {
  const add = (week: CivilMinutes, amount: number) => weeks.set(week, (weeks.get(week) ?? 0) + amount);
  const whole = calendar.between(from, to);
  if (whole <= 0) {
    add(weekOf(from), hours);
    return;
  }
  for (let week = weekOf(from); week < to; week += WEEK) {
    const within = calendar.between(Math.max(from, week), Math.min(to, week + WEEK));
    if (within > 0) add(week, (hours * within) / whole);
  }
}

export type Fill = 'free' | 'fine' | 'full' | 'over';

/** How full a week is; work in a week without hours is too much. */
export function fillOf(hours: number, available: number): Fill {
  if (hours < 0.05) return 'free';
  if (hours > available + 0.05) return 'over';
  return hours > available * 0.8 ? 'full' : 'fine';
}

/** @file How a task's minutes lie on its calendars: from a start to a finish and back. */
import type { Calendar } from '../time/calendar.ts';
import type { CivilMinutes } from '../time/civil.ts';
import type { Assignment, Task } from '../plan.ts';
import type { CheckedPlan } from './check.ts';

/**
 * The working time of one task. Each of its calendars works the same `minutes` from the same start (each person does a share of
 * the effort in proportion to their units), and the last one's end is the finish.
 *
 * `start` and `latestStart` are adjoint: for one calendar `finish(start(b)) <= f` exactly where `b <= latestStart(f)`. So what is
 * early is never later than what is late.
 */
export class Pace {
  readonly calendars: readonly Calendar[];
  /** Working minutes of the whole task. 0: a milestone, which stands at any moment. */
  readonly minutes: number;
  /** Units at work; effort = minutes x units. */
  readonly units: number;
  readonly #first: Calendar;
  readonly #single: boolean;

  constructor(calendars: readonly [Calendar, ...Calendar[]], minutes: number, units: number) {
    this.calendars = calendars;
    this.#first = calendars[0];
    this.#single = calendars.length === 1;
    this.minutes = minutes;
    this.units = units;
  }

  /** The calendar in which lags before it run and its slack is counted. */
  get calendar(): Calendar {
    return this.#first;
  }

  /** When work can begin at or after `bound`. */
  start(bound: CivilMinutes, minutes = this.minutes): CivilMinutes {
    if (minutes === 0) return bound;
    if (this.#single) return this.#first.next(bound);
    return Math.min(...this.calendars.map((calendar) => calendar.next(bound)));
  }

  finish(start: CivilMinutes, minutes = this.minutes): CivilMinutes {
    if (minutes === 0) return start;
    if (this.#single) return this.#first.add(start, minutes);
    return Math.max(...this.calendars.map((calendar) => calendar.add(start, minutes)));
  }

  /** The bound of a start whose work ends no earlier than `finish`; what lies in its non-working time counts as before it. */
  boundForFinish(finish: CivilMinutes, minutes = this.minutes): CivilMinutes {
    if (minutes === 0) return finish;
    if (this.#single) return this.#first.add(finish, -minutes);
    return Math.min(...this.calendars.map((calendar) => calendar.add(finish, -minutes)));
  }

  /** The latest start whose work ends at or before `finish`. */
  latestStart(finish: CivilMinutes, minutes = this.minutes): CivilMinutes {
    if (minutes === 0) return finish;
    const latest = (calendar: Calendar) => calendar.latest(calendar.work(finish) - minutes);
    return this.#single ? latest(this.#first) : Math.min(...this.calendars.map(latest));
  }

  /** Working minutes from a start to a later one; negative where `late` is the earlier. */
  slack(early: CivilMinutes, late: CivilMinutes): number {
    if (this.#single) return this.#first.between(early, late);
    return Math.min(...this.calendars.map((calendar) => calendar.between(early, late)));
  }
}

/** The calendars and minutes of a task. People set the pace; a task of machines alone runs in their hours. */
export function paceOf(task: Task, checked: CheckedPlan): Pace {
  const assignments = drivingAssignments(task, checked);
  const units = [...assignments, ...(task.skills ?? [])].reduce((sum, one) => sum + one.units, 0) || 1;
  const { work } = task;
  // A remainder below a millionth of a minute is rounding of the units.
  const minutes = Math.ceil((work?.minutes ?? 0) / (work?.type === 'effort' ? units : 1) - 1e-6);
  return new Pace(calendarsOf(task, assignments, checked), Math.max(0, minutes), units);
}

/** Those whose hours the task follows: its people, or its machines where it has none. */
function drivingAssignments({ assignments = [], skills = [] }: Task, { resources }: CheckedPlan) {
  const people = assignments.filter(({ resource }) => resources.get(resource)!.type === 'person');
  return people.length > 0 || skills.length > 0 ? people : assignments;
}

function calendarsOf(
  task: Task,
  assignments: readonly Assignment[],
  { calendars, calendar, resources }: CheckedPlan,
): [Calendar, ...Calendar[]] {
  if (task.calendar !== undefined) return [calendars.get(task.calendar)!];
  const own = assignments.map(
    ({ resource }) => calendars.get(resources.get(resource)!.calendar ?? '') ?? calendar,
  );
  const [first = calendar, ...rest] = new Set(own);
  return [first, ...rest];
}

/**
 * @file The documents of a plan and its team as what the scheduling engine takes: people become resources with calendars,
 * estimates the expected effort (PERT: (o + 4 m + p) / 6), milestones tasks of no duration. What cannot be taken over is
 * left out and told at its task.
 */
import { DAY, parseDay, type Assignment, type Dependency, type Plan, type Task } from './engine/index.ts';
import type { PlanBody } from './contract.ts';
import {
  machineResources,
  MACHINES,
  personCalendars,
  TEAM_CALENDAR,
  teamCalendar,
  type CalendarBody,
  type Identified,
  type KnownHoliday,
  type PersonBody,
} from './schedule-calendars.ts';
import type { InputWarning, InputWarningKind } from './schedule-warnings.ts';

export type { CalendarBody, Identified, KnownHoliday, PersonBody };

/** What of a plan and its team the schedule rests on. */
export interface ScheduleSource {
  readonly project: PlanBody<'project'>;
  readonly tasks: readonly Identified<PlanBody<'task'>>[];
  readonly milestones: readonly Identified<PlanBody<'milestone'>>[];
  readonly machines: readonly Identified<PlanBody<'machine'>>[];
  readonly people: readonly Identified<PersonBody>[];
  readonly calendar: CalendarBody | undefined;
  /** Of the calendar's country. */
  readonly holidays: readonly KnownHoliday[];
  /** The day on the wall, e.g. `2026-11-29`. */
  readonly today: string;
}

export interface ScheduleInput {
  readonly plan: Plan;
  readonly warnings: readonly InputWarning[];
}

/** What a task without an estimate is counted as: a working day. */
export const ASSUMED_HOURS = 8;
const PRIORITY = { urgent: 3, high: 2, normal: 1, low: 0 } as const;
/** From "works alone" on. */
const SKILLED = 2;

/** Expected hours of an estimate (PERT). */
export function expectedHours({
  optimistic,
  likely,
  pessimistic,
}: NonNullable<PlanBody<'task'>['estimate']>): number {
  return (optimistic + 4 * likely + pessimistic) / 6;
}

/** Builds the engine's plan; it names no task, person or machine that is not there. */
export function scheduleInput(source: ScheduleSource): ScheduleInput {
  return new Builder(source).build();
}

class Builder {
  readonly #source: ScheduleSource;
  readonly #warnings: InputWarning[] = [];
  readonly #tasks: ReadonlyMap<string, PlanBody<'task'>>;
  readonly #milestones: ReadonlySet<string>;
  readonly #known: ReadonlySet<string>;
  readonly #summaries: ReadonlySet<string>;
  readonly #people: ReadonlyMap<string, PersonBody>;
  readonly #dependencies: Dependency[] = [];

  constructor(source: ScheduleSource) {
    this.#source = source;
    this.#tasks = new Map(source.tasks.map(({ id, body }) => [id, body]));
    this.#milestones = new Set(source.milestones.map(({ id }) => id));
    this.#known = new Set([...this.#planned().map(({ id }) => id), ...this.#milestones]);
    this.#summaries = new Set(
      source.tasks.flatMap(({ body }) => (body.recurrence ? [] : (body.parent ?? []))),
    );
    this.#people = new Map(source.people.map(({ id, body }) => [id, body]));
  }

  build(): ScheduleInput {
    const { project, people, machines, calendar, today } = this.#source;
    const team = teamCalendar(calendar, this.#source.holidays);
    const start = parseDay(project.start)! * DAY;
    const planned = this.#planned();
    const isMachined = machines.length > 0;
    const plan: Plan = {
      start,
      statusDate: parseDay(today)! * DAY,
      calendar: TEAM_CALENDAR,
      calendars: [
        team,
        ...personCalendars(team, people, start),
        ...(isMachined ? machineResources(machines).calendars : []),
      ],
      resources: [
        ...people.map(({ id, body }) => ({
          id,
          name: body.name,
          type: 'person' as const,
          calendar: id,
          capacity: body.capacity,
          skills: Object.keys(body.skills).filter((skill) => (body.skills[skill] ?? 0) >= SKILLED),
        })),
        ...(isMachined ? machineResources(machines).resources : []),
      ],
      tasks: [
        ...planned.map((task) => this.#task(task, isMachined)),
        ...this.#source.milestones.map((one) => this.#milestone(one)),
      ],
      dependencies: this.#dependencies,
    };
    return { plan, warnings: this.#warnings };
  }

  /** Recurring tasks stand outside of the schedule: they block nobody. */
  #planned(): readonly Identified<PlanBody<'task'>>[] {
    return this.#source.tasks.filter(({ body }) => body.recurrence === null);
  }

  #warn(kind: InputWarningKind, task: string, parameters: InputWarning['parameters']): void {
    this.#warnings.push({ kind, task, parameters });
  }

  #task({ id, body }: Identified<PlanBody<'task'>>, isMachined: boolean): Task {
    const { title } = body;
    this.#dependOn(id, title, body.after);
    for (const to of body.milestones)
      if (this.#milestones.has(to)) this.#dependencies.push({ from: id, to, type: 'FS' });
    const isSummary = this.#summaries.has(id);
    const parent = this.#parentOf(id, body);
    const placed = {
      id,
      title,
      ...(parent !== undefined && { parent }),
      ...this.#dates(body),
      ...progressOf(body),
    };
    if (isSummary) return placed;
    const hours = this.#hours(id, body);
    const assignments = this.#assignments(id, body, isMachined);
    const people = assignments.filter(({ resource }) => resource !== MACHINES);
    const skills = people.length === 0 && body.skill ? [{ skill: body.skill, units: 1 }] : [];
    return {
      ...placed,
      work: { type: 'effort', minutes: Math.round(hours * 60) },
      priority: PRIORITY[body.priority],
      ...(assignments.length > 0 && { assignments }),
      ...(skills.length > 0 && { skills }),
    };
  }

  /** A task of machines alone takes their hours; what nobody has estimated is counted as a day, and told. */
  #hours(id: string, { title, estimate, owners, gpuHours }: PlanBody<'task'>): number {
    if (estimate) return expectedHours(estimate);
    if (owners.length === 0 && gpuHours > 0) return gpuHours;
    this.#warn('notEstimated', id, { task: title, hours: ASSUMED_HOURS });
    return ASSUMED_HOURS;
  }

  #parentOf(id: string, { parent, title }: PlanBody<'task'>): string | undefined {
    if (parent === null) return undefined;
    const isThere = this.#known.has(parent) && this.#tasks.has(parent);
    if (!isThere) this.#warn('parentMissing', id, { task: title });
    return isThere ? parent : undefined;
  }

  #assignments(id: string, { owners, title, gpuHours }: PlanBody<'task'>, isMachined: boolean): Assignment[] {
    const missing = owners.filter((owner) => !this.#people.has(owner));
    if (missing.length > 0) this.#warn('ownerMissing', id, { task: title });
    const idle = owners.filter((owner) => this.#people.get(owner)?.capacity === 0);
    for (const owner of idle)
      this.#warn('ownerIdle', id, { task: title, person: this.#people.get(owner)?.name ?? owner });
    const people = owners.flatMap((resource): Assignment[] => {
      const capacity = this.#people.get(resource)?.capacity ?? 0;
      return capacity > 0 ? [{ resource, units: capacity }] : [];
    });
    if (gpuHours > 0 && !isMachined) this.#warn('noMachine', id, { task: title, hours: gpuHours });
    return gpuHours > 0 && isMachined ? [...people, { resource: MACHINES, units: 1 }] : people;
  }

  #dates({ start, due, levelled }: PlanBody<'task'>): Pick<Task, 'constraint' | 'deadline'> {
    const from = Math.max(start === null ? -Infinity : parseDay(start)! * DAY, levelled ?? -Infinity);
    return {
      ...(Number.isFinite(from) && { constraint: { type: 'startNoEarlierThan' as const, date: from } }),
      ...(due !== null && { deadline: lastMinute(due) }),
    };
  }

  #milestone({ id, body }: Identified<PlanBody<'milestone'>>): Task {
    this.#dependOn(id, body.name, body.after);
    return { id, title: body.name, ...(body.due !== null && { deadline: lastMinute(body.due) }) };
  }

  #dependOn(to: string, title: string, after: PlanBody<'task'>['after']): void {
    for (const { task: from, type, lag } of after) {
      const before = this.#tasks.get(from);
      if (before?.recurrence) continue;
      if (!this.#known.has(from)) this.#warn('dependencyMissing', to, { task: title });
      else if (this.#summaries.has(to) && (type === 'FF' || type === 'SF'))
        this.#warn('dependencyOfSummary', to, { task: title, type, other: before?.title ?? from });
      else this.#dependencies.push({ from, to, type, lag: Math.round(lag * 60) });
    }
  }
}

/** The last minute of a day, so that a warning names this day and not the next. */
const lastMinute = (day: string) => (parseDay(day)! + 1) * DAY - 1;

/** A day that it began on counts from its first minute, a day that it was finished on to its last. */
function progressOf({ done, column, actualStart, actualFinish }: PlanBody<'task'>): Pick<Task, 'progress'> {
  const start = actualStart === null ? undefined : parseDay(actualStart)! * DAY;
  const finish = actualFinish === null ? undefined : (parseDay(actualFinish)! + 1) * DAY;
  const percentDone = column === 'done' ? 100 : done * 100;
  if (percentDone === 0 && start === undefined && finish === undefined) return {};
  return {
    progress: {
      percentDone,
      ...(start !== undefined && { actualStart: start }),
      // Finished before it began: the window says so at the field, and the later one counts here.
      ...(finish !== undefined && { actualFinish: Math.max(finish, start ?? finish) }),
    },
  };
}

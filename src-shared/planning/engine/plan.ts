/** @file What is scheduled: tasks, dependencies, resources and calendars as plain data. Moments are civil minutes. */
import type { CalendarDefinition } from './time/calendar-definition.ts';
import type { CivilMinutes } from './time/civil.ts';

/** Finish-to-start, start-to-start, finish-to-finish, start-to-finish. */
export type DependencyType = 'FS' | 'SS' | 'FF' | 'SF';

/** `to` waits for `from`. Either may be a summary task; FF and SF lead to no summary task. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
  readonly type: DependencyType;
  /** Minutes; negative is a lead. 0 unless said. */
  readonly lag?: number;
  /** Whether the lag runs day and night; else it is working minutes of the waiting task's calendar. */
  readonly elapsed?: boolean;
}

/** A person works in the hours of their calendar; a machine (a pool of GPUs, say) runs in those of its own. */
export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly type: 'person' | 'machine';
  /** The plan's unless said. */
  readonly calendar?: string;
  /** Units that can be in use at once: 1 for a person's whole time, 8 for eight GPUs. 1 unless said. */
  readonly capacity?: number;
  readonly skills?: readonly string[];
}

/** Units of a named resource while the task runs: 0.5 is half of a person's time. */
export interface Assignment {
  readonly resource: string;
  readonly units: number;
}

/** One person with a skill, whom levelling chooses. */
export interface SkillDemand {
  readonly skill: string;
  readonly units: number;
}

export interface Constraint {
  readonly type: 'startNoEarlierThan' | 'finishNoLaterThan' | 'mustStartOn';
  readonly date: CivilMinutes;
}

/** What has happened. */
export interface Progress {
  /** 0 … 100, of the work. */
  readonly percentDone?: number;
  readonly actualStart?: CivilMinutes;
  readonly actualFinish?: CivilMinutes;
}

/**
 * How long a task takes: `duration` in working minutes whoever does it; `effort` in minutes of one unit, so two people with all
 * their time take half of it. With both absent the task is a milestone.
 */
export type Work =
  | { readonly type: 'duration'; readonly minutes: number }
  | { readonly type: 'effort'; readonly minutes: number };

export interface Task {
  readonly id: string;
  readonly title: string;
  /** The summary task that it is a sub-task of. */
  readonly parent?: string;
  /** Absent, or 0 minutes: a milestone. A summary task's work is that of its sub-tasks. */
  readonly work?: Work;
  /** Its own calendar, before those of its resources. */
  readonly calendar?: string;
  readonly assignments?: readonly Assignment[];
  readonly skills?: readonly SkillDemand[];
  readonly constraint?: Constraint;
  /** Warned of and counted in the slack; it moves nothing. */
  readonly deadline?: CivilMinutes;
  readonly progress?: Progress;
  /** Higher is levelled first. 0 unless said. */
  readonly priority?: number;
}

export interface Plan {
  /** Nothing starts earlier unless it has an actual start. */
  readonly start: CivilMinutes;
  /** What is not done by then is scheduled after it. */
  readonly statusDate?: CivilMinutes;
  readonly calendars: readonly CalendarDefinition[];
  /** The id of the calendar of what has no other. */
  readonly calendar: string;
  readonly resources?: readonly Resource[];
  readonly tasks: readonly Task[];
  readonly dependencies?: readonly Dependency[];
}

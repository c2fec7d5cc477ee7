/** @file A task as filters see it. */
import {
  dayOf,
  parseDay,
  type CivilDay,
  type ScheduledTask,
} from '../../../src-shared/planning/engine/index.ts';
import type { Filter, FilterFlag } from '../../../src-shared/planning/entry/filter.ts';
import { matches, type FilterRow } from '../../../src-shared/planning/entry/filter-match.ts';
import { expectedHours } from '../../../src-shared/planning/schedule-input.ts';
import type { TaskBody, TaskDocument } from './changes.ts';
import { workEn, workZh } from './words.ts';

export interface AroundTasks {
  /** Names by id. */
  readonly people: ReadonlyMap<string, string>;
  readonly milestones: ReadonlyMap<string, string>;
  readonly tasks: ReadonlyMap<string, TaskBody>;
  readonly scheduled: ReadonlyMap<string, ScheduledTask>;
  readonly warned: ReadonlyMap<string, unknown>;
  readonly today: CivilDay;
}

type Named<Body> = readonly { readonly id: string; readonly body: Body }[];

interface Around extends Pick<AroundTasks, 'scheduled' | 'warned' | 'today'> {
  readonly people: Named<{ readonly name: string }>;
  readonly milestones: Named<{ readonly name: string }>;
}

/** Ids of the tasks that pass a filter. */
export function passingTasks(
  filter: Filter,
  tasks: readonly TaskDocument[],
  around: Around,
): ReadonlySet<string> {
  const names = (of: Around['people']) => new Map(of.map(({ id, body }) => [id, body.name]));
  const all = {
    ...around,
    people: names(around.people),
    milestones: names(around.milestones),
    tasks: new Map(tasks.map(({ id, body }) => [id, body])),
  };
  return new Set(tasks.filter((task) => matches(filter, filterRowOf(task, all))).map(({ id }) => id));
}

const namesOf = (ids: readonly string[], names: ReadonlyMap<string, string>) =>
  ids.map((id) => names.get(id) ?? id);
const dayOrNull = (date: string | null) => (date === null ? null : parseDay(date)!);

/** The last day of work that ends at a moment: what ends at midnight ended the day before. */
export const lastDay = (finish: number): CivilDay => dayOf(finish - 1);

export function filterRowOf({ id, body }: TaskDocument, around: AroundTasks): FilterRow {
  const scheduled = around.scheduled.get(id);
  return {
    text: `${body.title}\n${body.text}`,
    owner: namesOf(body.owners, around.people),
    label: body.labels,
    milestone: namesOf(body.milestones, around.milestones),
    column: [body.column, workEn.column[body.column], workZh.column[body.column]],
    priority: [body.priority, workEn.priority[body.priority], workZh.priority[body.priority]],
    due: dayOrNull(body.due),
    start: scheduled?.start == null ? null : dayOf(scheduled.start),
    finish: scheduled?.finish == null ? null : lastDay(scheduled.finish),
    effort: body.estimate && expectedHours(body.estimate),
    done: body.column === 'done' ? 1 : body.done,
    slack: scheduled?.totalSlack == null ? null : scheduled.totalSlack / 60,
    flags: new Set(flagsOf({ id, body }, scheduled, around)),
  };
}

function flagsOf(
  { id, body }: TaskDocument,
  scheduled: ScheduledTask | undefined,
  around: AroundTasks,
): FilterFlag[] {
  const isDone = body.column === 'done';
  const flags: Readonly<Record<FilterFlag, boolean>> = {
    critical: scheduled?.critical ?? false,
    late: isLate(body, scheduled, around.today),
    blocked: !isDone && isBlocked(body, around.tasks),
    open: !isDone,
    done: isDone,
    recurring: body.recurrence !== null,
    unestimated: body.estimate === null && !(scheduled?.isSummary ?? false),
    warned: around.warned.has(id),
  };
  return (Object.keys(flags) as FilterFlag[]).filter((flag) => flags[flag]);
}

/** Not done, and due before today or scheduled to end behind its due date. */
export function isLate(body: TaskBody, scheduled: ScheduledTask | undefined, today: CivilDay): boolean {
  if (body.due === null || body.column === 'done') return false;
  const due = parseDay(body.due)!;
  return due < today || (scheduled?.finish != null && lastDay(scheduled.finish) > due);
}

/** Said to be blocked, or waiting to start for a task that is not done. */
export function isBlocked(body: TaskBody, tasks: ReadonlyMap<string, TaskBody>): boolean {
  if (body.blockedBy !== '') return true;
  return body.after.some(({ task, type }) => {
    const before = tasks.get(task);
    return type === 'FS' && before !== undefined && before.recurrence === null && before.column !== 'done';
  });
}

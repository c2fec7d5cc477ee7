/** @file The columns of the list of tasks, and its order by each of them. */
import { TASK_PRIORITIES, COLUMNS } from '../../../src-shared/planning/values.ts';
import type { ScheduledTask } from '../../../src-shared/planning/engine/index.ts';
import type { Column, Sort } from '../../ui/grid/columns.ts';
import type { TaskDocument } from '../work/changes.ts';
import { byRank } from '../work/outline.ts';
import type { listEn } from './words.ts';

export function taskColumns(words: typeof listEn): readonly Column[] {
  const end = { align: 'end', sortable: true } as const;
  return [
    { id: 'title', title: words.title, width: 'rest', sortable: true },
    { id: 'column', title: words.column, width: 96, sortable: true },
    { id: 'priority', title: words.priority, width: 88, sortable: true },
    { id: 'owners', title: words.owners, width: 136, sortable: true },
    { id: 'start', title: words.start, width: 84, ...end },
    { id: 'finish', title: words.finish, width: 84, ...end },
    { id: 'due', title: words.due, width: 136, ...end },
    { id: 'effort', title: words.effort, width: 92, ...end },
    { id: 'done', title: words.done, width: 68, ...end },
    { id: 'slack', title: words.slack, width: 68, ...end },
    { id: 'variance', title: words.variance, hint: words.varianceHint, width: 84, ...end, hidden: true },
    { id: 'tracked', title: words.tracked, width: 84, ...end, hidden: true },
    { id: 'labels', title: words.labels, width: 120, sortable: true, hidden: true },
    { id: 'milestones', title: words.milestones, width: 120, hidden: true },
  ];
}

export interface SortAround {
  readonly scheduled: (id: string) => ScheduledTask | undefined;
  readonly ownerName: (id: string) => string;
  readonly hours: (id: string) => { readonly expected: number; readonly tracked: number } | undefined;
  readonly variance: (id: string) => number | undefined;
}

type Key = string | number | null | undefined;

/** Compares by a column; what has no value stands at the end either way, equals by rank. */
export function comparing(
  sort: Sort | null,
  around: SortAround,
): (a: TaskDocument, b: TaskDocument) => number {
  if (!sort) return byRank;
  const way = sort.descending ? -1 : 1;
  return (a, b) => {
    const [x, y] = [keyOf(sort.column, a, around), keyOf(sort.column, b, around)];
    if (x == null || y == null) return x == null && y == null ? byRank(a, b) : x == null ? 1 : -1;
    const order =
      typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y) : x < y ? -1 : x > y ? 1 : 0;
    return order * way || byRank(a, b);
  };
}

function keyOf(column: string, { id, body }: TaskDocument, around: SortAround): Key {
  const keys: Readonly<Record<string, () => Key>> = {
    title: () => body.title,
    column: () => COLUMNS.indexOf(body.column),
    priority: () => TASK_PRIORITIES.indexOf(body.priority),
    owners: () => (body.owners[0] === undefined ? null : around.ownerName(body.owners[0])),
    start: () => around.scheduled(id)?.start,
    finish: () => around.scheduled(id)?.finish,
    due: () => body.due,
    effort: () => around.hours(id)?.expected,
    tracked: () => around.hours(id)?.tracked,
    done: () => around.scheduled(id)?.percentDone ?? body.done * 100,
    slack: () => around.scheduled(id)?.totalSlack,
    variance: () => around.variance(id),
    labels: () => body.labels[0] ?? null,
  };
  return keys[column]?.();
}

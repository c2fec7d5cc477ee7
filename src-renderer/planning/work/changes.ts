/** @file What becomes of a task when it moves on the board, is finished, is put under another, or goes. */
import type { PlanBody, PlanChange } from '../../../src-shared/planning/contract.ts';
import type { BoardColumn } from '../../../src-shared/planning/values.ts';

export type TaskBody = PlanBody<'task'>;

export interface TaskDocument {
  readonly id: string;
  readonly body: TaskBody;
}

const BEGUN: readonly BoardColumn[] = ['doing', 'review', 'done'];

/** The share of the checklist that is done; 0 without one. */
const shareOfChecklist = ({ checklist }: TaskBody): number =>
  checklist.length === 0 ? 0 : checklist.filter(({ done }) => done).length / checklist.length;

/**
 * A task in another column: work begins today where it had not begun, done is finished today; out of done it is open again,
 * done as far as its checklist says.
 */
export function inColumn(body: TaskBody, column: BoardColumn, today: string): TaskBody {
  if (column === body.column) return body;
  const begun = BEGUN.includes(column) ? { actualStart: body.actualStart ?? today } : {};
  if (column === 'done')
    return { ...body, ...begun, column, done: 1, actualFinish: body.actualFinish ?? today };
  const reopened =
    body.column === 'done' ? { actualFinish: null, done: Math.min(0.99, shareOfChecklist(body)) } : {};
  const isNotBegun =
    !BEGUN.includes(column) && (body.column === 'done' ? reopened.done === 0 : body.done === 0);
  return { ...body, ...begun, ...reopened, ...(isNotBegun && NOT_BEGUN), column };
}

const NOT_BEGUN = { actualStart: null } as const;

/** Puts a share of work in: all of it finishes the task, some of it begins it. */
export function withDone(body: TaskBody, done: number, today: string): TaskBody {
  if (done >= 1) return inColumn(body, 'done', today);
  const open = body.column === 'done' ? inColumn(body, 'doing', today) : body;
  return { ...open, done, actualStart: done > 0 ? (open.actualStart ?? today) : open.actualStart };
}

/** A rank between two neighbours, either of which may be missing. */
export function rankBetween(before: number | undefined, after: number | undefined): number {
  if (before === undefined) return after === undefined ? 0 : after - 1;
  return after === undefined ? before + 1 : (before + after) / 2;
}

/** What goes with a task, and what is left without it: sub-tasks move up, nobody waits for it any more. One operation. */
export function removal(
  id: string,
  {
    tasks,
    milestones,
    attached,
  }: {
    readonly tasks: readonly TaskDocument[];
    readonly milestones: readonly { readonly id: string; readonly body: PlanBody<'milestone'> }[];
    readonly attached: readonly {
      readonly id: string;
      readonly kind: 'comment' | 'timeEntry';
      readonly body: { readonly task: string };
    }[];
  },
): PlanChange[] {
  const gone = tasks.find((task) => task.id === id);
  if (!gone) return [];
  const waits = ({ after }: Pick<TaskBody, 'after'>) => after.some(({ task }) => task === id);
  const without = (after: TaskBody['after']) => after.filter(({ task }) => task !== id);
  return [
    { id, kind: 'task', body: null },
    ...tasks
      .filter((task) => task.id !== id && (task.body.parent === id || waits(task.body)))
      .map(({ id: other, body }): PlanChange => ({
        id: other,
        kind: 'task',
        body: {
          ...body,
          parent: body.parent === id ? gone.body.parent : body.parent,
          after: without(body.after),
        },
      })),
    ...milestones
      .filter(({ body }) => waits(body))
      .map(({ id: other, body }): PlanChange => ({
        id: other,
        kind: 'milestone',
        body: { ...body, after: without(body.after) },
      })),
    ...attached
      .filter(({ body }) => body.task === id)
      .map(({ id: other, kind }): PlanChange => ({ id: other, kind, body: null })),
  ];
}

/** Whether a task can stand under another: not under itself or what is under it. */
export function mayBeUnder(
  id: string,
  parent: string,
  bodyOf: (id: string) => TaskBody | undefined,
): boolean {
  const seen = new Set<string>();
  for (let at: string | null = parent; at !== null; at = bodyOf(at)?.parent ?? null) {
    if (at === id) return false;
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return true;
}

interface Waiting {
  readonly id: string;
  readonly title: string;
  readonly after: readonly { readonly task: string }[];
  readonly parent: string | null;
  readonly milestones?: readonly string[];
}

/**
 * The tasks that would wait for each other if `task` waited for `before`, in their order; undefined where there are none. A
 * sub-task waits for what its summary task waits for; a summary task ends with its sub-tasks; a milestone waits for its tasks.
 */
export function cycleWith(
  task: string,
  before: string,
  all: readonly Waiting[],
): readonly string[] | undefined {
  const byId = new Map(all.map((one) => [one.id, one]));
  const children = Map.groupBy(all, ({ parent }) => parent);
  const served = new Map<string, string[]>();
  for (const { id, milestones = [] } of all)
    for (const milestone of milestones) served.set(milestone, [...(served.get(milestone) ?? []), id]);
  const within = (id: string): string[] => [
    id,
    ...(children.get(id) ?? []).flatMap((child) => within(child.id)),
  ];
  const targets = new Set(within(task));
  const came = new Map<string, string | null>([[before, null]]);
  const open = [before];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (targets.has(at)) return pathTo(at, came).map((id) => byId.get(id)?.title ?? id);
    const one = byId.get(at);
    const next = [
      ...(one?.after ?? []).map((dependency) => dependency.task),
      ...(served.get(at) ?? []),
      ...(children.get(at) ?? []).map(({ id }) => id),
      ...ancestorsOf(at, byId).flatMap((id) =>
        (byId.get(id)?.after ?? []).map((dependency) => dependency.task),
      ),
    ];
    for (const id of next)
      if (!came.has(id)) {
        came.set(id, at);
        open.push(id);
      }
  }
  return undefined;
}

function ancestorsOf(id: string, byId: ReadonlyMap<string, Waiting>): string[] {
  const ancestors: string[] = [];
  for (
    let at = byId.get(id)?.parent ?? null;
    at !== null && !ancestors.includes(at);
    at = byId.get(at)?.parent ?? null
  )
    ancestors.push(at);
  return ancestors;
}

function pathTo(end: string, came: ReadonlyMap<string, string | null>): string[] {
  const path: string[] = [];
  for (let at: string | null = end; at !== null; at = came.get(at) ?? null) path.push(at);
  return path;
}

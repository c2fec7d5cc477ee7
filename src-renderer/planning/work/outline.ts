/** @file Tasks in the order of an outline: each followed by its sub-tasks. */
import type { TaskDocument } from './changes.ts';

export interface OutlineRow {
  readonly task: TaskDocument;
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
}

export interface OutlineOptions {
  /** Ids of tasks whose sub-tasks are folded away. */
  readonly folded: ReadonlySet<string>;
  readonly compare: (a: TaskDocument, b: TaskDocument) => number;
  /** What is shown; the summary tasks of what is shown are, too. All where it is not given. */
  readonly shown?: ReadonlySet<string> | undefined;
}

export const byRank = (a: TaskDocument, b: TaskDocument): number =>
  a.body.rank - b.body.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The rows of an outline. What contains itself, or belongs to nothing that is there, stands at the top. */
export function outlineOf(
  tasks: readonly TaskDocument[],
  { folded, compare, shown }: OutlineOptions,
): OutlineRow[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const kept = shown && withAncestors(shown, byId);
  const visible = kept ? tasks.filter(({ id }) => kept.has(id)) : tasks;
  const children = Map.groupBy(visible, ({ body }) =>
    body.parent !== null && byId.has(body.parent) ? body.parent : null,
  );
  for (const list of children.values()) list.sort(compare);
  const rows: OutlineRow[] = [];
  const done = new Set<string>();
  const add = (task: TaskDocument, depth: number): void => {
    if (done.has(task.id)) return;
    done.add(task.id);
    const under = children.get(task.id) ?? [];
    const isOpen = !folded.has(task.id);
    rows.push({ task, depth, hasChildren: under.length > 0, isOpen });
    for (const child of under) {
      if (isOpen) add(child, depth + 1);
      else hide(child);
    }
  };
  const hide = (task: TaskDocument): void => {
    if (done.has(task.id)) return;
    done.add(task.id);
    for (const child of children.get(task.id) ?? []) hide(child);
  };
  for (const task of children.get(null) ?? []) add(task, 0);
  for (const task of visible) if (!done.has(task.id)) add(task, 0);
  return rows;
}

function withAncestors(
  shown: ReadonlySet<string>,
  byId: ReadonlyMap<string, TaskDocument>,
): ReadonlySet<string> {
  const kept = new Set(shown);
  for (const id of shown)
    for (
      let at = byId.get(id)?.body.parent ?? null;
      at !== null && !kept.has(at);
      at = byId.get(at)?.body.parent ?? null
    )
      kept.add(at);
  return kept;
}

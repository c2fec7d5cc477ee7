/** @file Makes what is stored of one item follow from its events: its state, what each person says, and the counts. */
import { countsMoved } from '../../src-shared/labeling/counts.ts';
import { isOneClass, TASK_KIND_TABLE, type TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import { facetsIn } from '../../src-shared/labeling/tasks/stored.ts';
import { inSchema, reviveClass } from './classes.ts';
import {
  IMPORT_AUTHOR,
  currentAnswers,
  standing,
  type AnswerEvent,
  type Content,
  type CurrentAnswer,
} from './fold.ts';
import type { Queries, StateRow } from './queries.ts';
import { resolvedState, type ResolvedState } from './resolved.ts';
import type { AuthorCounts, CurrentRow } from './task-queries.ts';
import type { Task } from './tasks.ts';

interface News {
  /** Of the item, in order. */
  readonly events: readonly AnswerEvent[];
  /** `seq` of the event that may change what somebody answers; 0 for one that does not. */
  readonly decided: number;
}

/** Must run in a transaction. @param news read from the store unless given */
export function settle(queries: Queries, task: Task, position: number, news?: News): void {
  const { events, decided } = news ?? { events: queries.events.all(task.id, position), decided: 0 };
  const row = queries.state.get(task.id, position);
  if (row === undefined) throw new Error(`sample ${position} of ${task.id} has no state`);
  const before = stateOf(row);
  const after = resolvedState(task, row.importedClass, events);
  saveState(queries, task.id, { position, after });
  queries.count.run({ task: task.id, total: 0, decided, ...moved(before, after) });
  if (before.label !== after.label)
    for (const [facet, change] of facetsMoved(task.kind, before.label, after.label))
      moveFacet(queries, task, { position, facet, change });
  settlePeople(queries, { task: task.id, position, before, after }, currentAnswers(standing(events)));
}

export function saveState(
  queries: Queries,
  task: string,
  { position, after }: { position: number; after: ResolvedState },
): void {
  queries.saveState.run({ task, position, ...columnsOf(after.label), ...flagsOf(after) });
}

function flagsOf({ labeledBy, note, skipped, flagged, answers, disputed, wanting }: ResolvedState) {
  return {
    labeledBy,
    note,
    skipped: Number(skipped),
    flagged: Number(flagged),
    answers,
    disputed: Number(disputed),
    wanting: Number(wanting),
  };
}

/** A label in the two columns that hold labels. */
export function columnsOf(content: Content | null): { class: number | null; value: string | null } {
  return {
    class: typeof content === 'number' ? content : null,
    value: typeof content === 'string' ? content : null,
  };
}

export function stateOf(row: StateRow): ResolvedState {
  const { class: label, value, labeledBy, note, answers } = row;
  return {
    label: label ?? value,
    labeledBy,
    note,
    skipped: row.skipped === 1,
    flagged: row.flagged === 1,
    answers,
    disputed: row.disputed === 1,
    wanting: row.wanting === 1,
  };
}

/** By how much the counts of a task change with the state of one item. */
export function moved(before: ResolvedState, after: ResolvedState) {
  return {
    ...countsMoved(before, after),
    disputed: Number(after.disputed) - Number(before.disputed),
    wanting: Number(after.wanting) - Number(before.wanting),
    imported: Number(after.labeledBy === IMPORT_AUTHOR) - Number(before.labeledBy === IMPORT_AUTHOR),
  };
}

/** Which classes and other facets an item loses (-1) and gets (1) with its label. Classes are named by their ids. */
export function facetsMoved(
  kind: TaskKind,
  before: Content | null,
  after: Content | null,
): ReadonlyMap<string, 1 | -1> {
  const [old, now] = [new Set(facetsOf(kind, before)), new Set(facetsOf(kind, after))];
  const changes = new Map<string, 1 | -1>();
  for (const facet of old) if (!now.has(facet)) changes.set(facet, -1);
  for (const facet of now) if (!old.has(facet)) changes.set(facet, 1);
  return changes;
}

function facetsOf(kind: TaskKind, content: Content | null): readonly string[] {
  if (content === null) return [];
  return typeof content === 'number' ? [String(content)] : facetsIn(kind, content);
}

interface FacetMove {
  readonly position: number;
  readonly facet: string;
  readonly change: 1 | -1;
}

/** A label that is one class is found by its column. */
function moveFacet(queries: Queries, { id: task, kind }: Task, { position, facet, change }: FacetMove): void {
  if (TASK_KIND_TABLE[kind].hasClasses) moveClass(queries, task, { id: Number(facet), change });
  if (isOneClass(kind)) return;
  (change === 1 ? queries.addFacet : queries.dropFacet).run({ task, facet, position });
}

function moveClass(queries: Queries, task: string, { id, change }: { id: number; change: 1 | -1 }): void {
  queries.countClass.run(change, id);
  if (change === -1) return;
  const known = inSchema(queries.classes.all(task));
  if (!known.some((each) => each.id === id)) reviveClass(queries, known, id);
}

interface Item {
  readonly task: string;
  readonly position: number;
  readonly before: ResolvedState;
  readonly after: ResolvedState;
}

/** Writes what changed of what each person says, and their counts. */
function settlePeople(queries: Queries, item: Item, people: ReadonlyMap<string, CurrentAnswer>): void {
  const { task, position, before, after } = item;
  const stored = new Map(queries.currents.all(task, position).map((row) => [row.author, row]));
  for (const author of new Set([...stored.keys(), ...people.keys()])) {
    const old = stored.get(author);
    const current = people.get(author);
    const now = current && currentRow(item, current);
    if (now && !(old && same(old, now))) queries.saveCurrent.run(now);
    if (old && !now) queries.dropCurrent.run(task, position, author);
    const [had, has] = [countsOf(old, before.wanting), countsOf(now, after.wanting)];
    const change = {
      labeled: has.labeled - had.labeled,
      skipped: has.skipped - had.skipped,
      wanting: has.wanting - had.wanting,
    };
    if (change.labeled !== 0 || change.skipped !== 0 || change.wanting !== 0)
      queries.countAuthor.run({ task, author, ...change });
  }
}

function countsOf(row: CurrentRow | undefined, wanting: boolean): AuthorCounts {
  if (row === undefined) return { labeled: 0, skipped: 0, wanting: 0 };
  return { labeled: 1 - row.skipped, skipped: row.skipped, wanting: Number(wanting) };
}

function currentRow({ task, position }: Item, current: CurrentAnswer): CurrentRow {
  const { author, authorName, content, seconds, at, again } = current;
  const { class: againClass, value: againValue } = columnsOf(again);
  return {
    task,
    position,
    author,
    authorName,
    ...columnsOf(content),
    skipped: Number(content === null),
    seconds,
    at,
    againClass,
    againValue,
  };
}

function same(a: CurrentRow, b: CurrentRow): boolean {
  return (
    a.class === b.class &&
    a.value === b.value &&
    a.skipped === b.skipped &&
    a.at === b.at &&
    a.againClass === b.againClass &&
    a.againValue === b.againValue &&
    a.seconds === b.seconds &&
    a.authorName === b.authorName
  );
}

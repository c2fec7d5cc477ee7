/** @file Saves answers: each becomes one event, and what is stored of its item the folds of its events. */
import { checkAnswer } from '../../src-shared/labeling/tasks/check.ts';
import { storedValue } from '../../src-shared/labeling/tasks/stored.ts';
import type { AnswerValue } from '../../src-shared/labeling/tasks/values.ts';
import type { Answer, Seen } from '../../src-shared/labeling/contract.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { ENGINEERS } from '../../src-shared/platform/procedure.ts';
import { classCalled, inSchema, requireClass } from './classes.ts';
import {
  contentOf,
  decisionsOf,
  foldAnswers,
  type AnswerEvent,
  type Content,
  type EventType,
} from './fold.ts';
import type { EventRow } from './fold.ts';
import type { ClassRow, NewEvent, Queries } from './queries.ts';
import { shownOfFile } from './queue.ts';
import { columnsOf, settle } from './settle.ts';
import type { Task } from './tasks.ts';

export interface GivenAnswer {
  readonly operation: string;
  readonly sample: string;
  readonly answer: Answer;
  readonly seconds?: number | undefined;
  /** What its author saw of the sample; without it nothing is compared. */
  readonly seen?: Seen | undefined;
  /** Names what is given with it. */
  readonly gesture?: string | undefined;
}

/** Where and by whom an answer is given. */
export interface AnswerPlace {
  readonly task: Task;
  readonly position: number;
  readonly person: Person;
  readonly at: string;
  /** The text of the item, read when it is needed. */
  readonly text: () => string;
}

/**
 * Saves one answer, or finds that it was saved before. Must run in a transaction.
 *
 * @returns whether it is new
 * @throws AppError `labeling.unknownLabel`, `labeling.undoUnknown`, `labeling.undoNotYours`, `labeling.operationReused`,
 *   `labeling.answeredMeanwhile`, `labeling.adjudicatorNeeded`, `labeling.nothingToAdjudicate`,
 *   `labeling.notAnsweredBefore`, `labeling.kindOfAnswer`, and what `checkAnswer` throws
 */
export function saveAnswer(queries: Queries, given: GivenAnswer, place: AnswerPlace): boolean {
  const before = queries.byOperation.get(given.operation);
  if (before !== undefined) {
    requireSame(before, given, place);
    return false;
  }
  const { task, position, person } = place;
  const content = columnsFor(queries, given, place);
  const events = queries.events.all(task.id, position);
  requireSeen(queries, { given, place, events });
  const added: NewEvent = {
    class: null,
    value: null,
    flag: null,
    note: null,
    undoes: null,
    ...content,
    operation: given.operation,
    type: EVENT_OF[given.answer.type],
    task: task.id,
    position,
    author: person.id,
    authorName: person.name,
    at: place.at,
    decisions: 0,
    seconds: given.seconds ?? null,
    schemaVersion: task.schemaVersion,
    gesture: given.gesture ?? null,
  };
  const after: AnswerEvent[] = [...events, { ...added, authorKind: 'person', seq: Number.MAX_SAFE_INTEGER }];
  const decisions = decisionsOf(person.id, after) - decisionsOf(person.id, events);
  const { lastInsertRowid } = queries.addEvent.run({ ...added, decisions });
  settle(queries, task, position, {
    events: after,
    decided: DECIDES[added.type] ? Number(lastInsertRowid) : 0,
  });
  return true;
}

/** Total: the event of each answer. */
const EVENT_OF: Readonly<Record<Answer['type'], EventType>> = {
  label: 'label',
  value: 'label',
  adjudicate: 'adjudicate',
  again: 'again',
  clear: 'clear',
  skip: 'skip',
  flag: 'flag',
  note: 'note',
  undo: 'undo',
};

/** Total: whether an event may change what somebody answers. */
const DECIDES: Readonly<Record<EventType, boolean>> = {
  label: true,
  adjudicate: true,
  again: true,
  clear: true,
  skip: true,
  flag: false,
  note: false,
  undo: true,
};

/** What the answer says, in the columns of an event. */
function columnsFor(
  queries: Queries,
  { answer }: GivenAnswer,
  place: AnswerPlace,
): Partial<Pick<NewEvent, 'class' | 'value' | 'flag' | 'note' | 'undoes'>> {
  switch (answer.type) {
    case 'label':
      if (place.task.kind !== 'classification')
        throw new AppError('labeling.kindOfAnswer', { kind: place.task.kind });
      return { class: requireClass(queries.classes.all(place.task.id), answer.label).id };
    case 'value':
      return valueColumns(queries, answer.value, place);
    case 'adjudicate':
      requireAdjudicator(place);
      return valueColumns(queries, answer.value, place);
    case 'again':
      requireAnswered(queries, place);
      return valueColumns(queries, answer.value, place);
    case 'flag':
      return { flag: Number(answer.on) };
    case 'note':
      return { note: answer.text.trim() };
    case 'undo':
      return { undoes: requireOwn(queries, answer.of, place).seq };
    case 'clear':
    case 'skip':
      return {};
  }
}

function valueColumns(queries: Queries, value: unknown, { task, text }: AnswerPlace) {
  const classes = queries.classes.all(task.id);
  const known = inSchema(classes);
  const parents = new Set(known.flatMap(({ parent }) => parent ?? []));
  const checked = checkAnswer(value, {
    kind: task.kind,
    options: task.options,
    classes: known.map(({ id, name }) => ({ name, hasChildren: parents.has(id) })),
    text: task.kind === 'spans' ? text() : null,
  });
  return columnsOf(contentFor(task, checked, known));
}

function contentFor({ kind }: Task, value: AnswerValue, known: readonly ClassRow[]): Content {
  const idOf = (name: string): number => classCalled(known, name)!.id;
  return kind === 'classification' && 'label' in value ? idOf(value.label) : storedValue(kind, value, idOf);
}

function requireAdjudicator({ task, person }: AnswerPlace): void {
  if (!ENGINEERS.some((role) => role === person.role)) throw new AppError('labeling.adjudicatorNeeded');
  if (!task.blind) throw new AppError('labeling.nothingToAdjudicate');
}

function requireAnswered(queries: Queries, { task, position, person }: AnswerPlace): void {
  const own = queries.currents.all(task.id, position).find(({ author }) => author === person.id);
  if (own?.skipped !== 0) throw new AppError('labeling.notAnsweredBefore');
}

function requireOwn(queries: Queries, operation: string, place: AnswerPlace): EventRow {
  const target = queries.byOperation.get(operation);
  if (target === undefined || target.task !== place.task.id || target.position !== place.position)
    throw new AppError('labeling.undoUnknown');
  if (target.author !== place.person.id)
    throw new AppError('labeling.undoNotYours', { author: target.authorName });
  return target;
}

interface Comparison {
  readonly given: GivenAnswer;
  readonly place: AnswerPlace;
  readonly events: readonly EventRow[];
}

/**
 * Nobody's answer is replaced by someone who did not see it; one that says the same replaces nothing. Where several people
 * answer an item, each one's answer is only compared with their own.
 */
function requireSeen(queries: Queries, { given: { answer, seen }, place, events }: Comparison): void {
  const { task, position, person } = place;
  if (seen === undefined || answer.type === 'adjudicate' || answer.type === 'again') return;
  const row = queries.state.get(task.id, position);
  if (row === undefined) return;
  const heard = task.blind ? events.filter(({ author }) => author === person.id) : events;
  const now = foldAnswers(shownOfFile(place, row.importedClass), heard);
  const sameNote = now.note === seen.note || answer.type !== 'note' || now.note === answer.text.trim();
  const sameLabel = isSeen(queries, { task, content: now.label, seen }) && now.skipped === seen.skipped;
  const decides =
    answer.type === 'label' || answer.type === 'value' || answer.type === 'clear' || answer.type === 'skip';
  if (sameNote && (sameLabel || !decides || says(queries, { answer, now, place }))) return;
  const author = task.blind ? person.name : (row.answeredBy ?? row.labeledBy ?? '—');
  throw new AppError('labeling.answeredMeanwhile', { author });
}

function isSeen(
  queries: Queries,
  { task, content, seen }: { task: Task; content: Content | null; seen: Seen },
): boolean {
  if (typeof content === 'number') return queries.className.get(content) === seen.label;
  if (content === null) return seen.label === null && seen.labelValue === undefined;
  if (seen.labelValue === undefined) return false;
  const known = queries.classes.all(task.id);
  const idOf = (name: string): number => classCalled(known, name)?.id ?? -1;
  return storedValue(task.kind, seen.labelValue as AnswerValue, idOf) === content;
}

/** Whether a sample already is what the answer would make of it. */
function says(
  queries: Queries,
  { answer, now, place }: { answer: Answer; now: ReturnType<typeof foldAnswers>; place: AnswerPlace },
): boolean {
  if (answer.type === 'label')
    return now.label !== null && queries.className.get(Number(now.label)) === answer.label;
  if (answer.type === 'value') return contentOf(valueColumns(queries, answer.value, place)) === now.label;
  return answer.type === 'clear' ? now.label === null && !now.skipped : now.skipped;
}

/** A retry says the same as what was saved; a class may have been renamed since, so labels are not compared. */
function requireSame(saved: EventRow, { operation, answer }: GivenAnswer, place: AnswerPlace): void {
  const same =
    saved.task === place.task.id &&
    saved.position === place.position &&
    saved.author === place.person.id &&
    saved.type === EVENT_OF[answer.type] &&
    (answer.type !== 'flag' || saved.flag === Number(answer.on)) &&
    (answer.type !== 'note' || saved.note === answer.text.trim()) &&
    (answer.type !== 'undo' || saved.undoesOperation === answer.of);
  if (!same) throw new AppError('labeling.operationReused', { operation });
}

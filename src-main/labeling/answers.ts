/** @file Saves answers: each becomes one event, and the sample's state becomes the fold of its events. */
import { countsMoved } from '../../src-shared/labeling/counts.ts';
import type { Answer, Seen } from '../../src-shared/labeling/contract.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { inSchema, requireClass, reviveClass } from './classes.ts';
import { decisionsOf, foldAnswers, type AnswerEvent, type SampleState } from './fold.ts';
import type { EventRow, NewEvent, Queries, StateRow } from './queries.ts';

export interface GivenAnswer {
  readonly operation: string;
  readonly sample: string;
  readonly answer: Answer;
  /** What its author saw of the sample; without it nothing is compared. */
  readonly seen?: Seen | undefined;
}

/** Where and by whom an answer is given. */
export interface AnswerPlace {
  readonly dataset: string;
  readonly position: number;
  readonly person: Person;
  readonly at: string;
}

/**
 * Saves one answer, or finds that it was saved before. Must run in a transaction.
 *
 * @throws AppError `labeling.unknownLabel`, `labeling.undoUnknown`, `labeling.undoNotYours`, `labeling.operationReused`,
 *   `labeling.answeredMeanwhile`
 */
export function saveAnswer(queries: Queries, given: GivenAnswer, place: AnswerPlace): void {
  const before = queries.byOperation.get(given.operation);
  if (before !== undefined) return requireSame(before, given, place);
  const { dataset, position, person } = place;
  const content = contentOf(queries, given, place);
  requireSeen(queries.state.get(dataset, position), given);
  const events = queries.events.all(dataset, position);
  const added: NewEvent = {
    class: null,
    flag: null,
    note: null,
    undoes: null,
    ...content,
    operation: given.operation,
    type: given.answer.type,
    dataset,
    position,
    author: person.id,
    authorName: person.name,
    at: place.at,
    decisions: 0,
  };
  const after: AnswerEvent[] = [...events, { ...added, seq: Number.MAX_SAFE_INTEGER }];
  const decisions = decisionsOf(person.id, after) - decisionsOf(person.id, events);
  queries.addEvent.run({ ...added, decisions });
  moveState(queries, place, after);
}

/** What the answer says, in the columns of an event. */
function contentOf(
  queries: Queries,
  { answer }: GivenAnswer,
  place: AnswerPlace,
): Partial<Pick<NewEvent, 'class' | 'flag' | 'note' | 'undoes'>> {
  switch (answer.type) {
    case 'label':
      return { class: requireClass(queries.classes.all(place.dataset), answer.label).id };
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

function requireOwn(queries: Queries, operation: string, place: AnswerPlace): EventRow {
  const target = queries.byOperation.get(operation);
  if (target === undefined || target.dataset !== place.dataset || target.position !== place.position)
    throw new AppError('labeling.undoUnknown');
  if (target.author !== place.person.id)
    throw new AppError('labeling.undoNotYours', { author: target.authorName });
  return target;
}

/** Nobody's answer is replaced by someone who did not see it; one that says the same replaces nothing. */
function requireSeen(now: StateRow | undefined, { answer, seen }: GivenAnswer): void {
  if (now === undefined || seen === undefined) return;
  const sameNote = now.note === seen.note || answer.type !== 'note' || now.note === answer.text.trim();
  const sameLabel = now.className === seen.label && (now.skipped === 1) === seen.skipped;
  const decides = answer.type === 'label' || answer.type === 'clear' || answer.type === 'skip';
  if (sameNote && (sameLabel || !decides || says(answer, now))) return;
  throw new AppError('labeling.answeredMeanwhile', { author: now.answeredBy ?? now.labeledBy ?? '—' });
}

/** Whether a sample already is what the answer would make of it. */
function says(answer: Answer, { className, skipped }: StateRow): boolean {
  if (answer.type === 'label') return className === answer.label;
  return answer.type === 'clear' ? className === null && skipped === 0 : skipped === 1;
}

/** A retry says the same as what was saved; the class may have been renamed since, so its name is not compared. */
function requireSame(saved: EventRow, { operation, answer }: GivenAnswer, place: AnswerPlace): void {
  const same =
    saved.dataset === place.dataset &&
    saved.position === place.position &&
    saved.author === place.person.id &&
    saved.type === answer.type &&
    (answer.type !== 'flag' || saved.flag === Number(answer.on)) &&
    (answer.type !== 'note' || saved.note === answer.text.trim()) &&
    (answer.type !== 'undo' || saved.undoesOperation === answer.of);
  if (!same) throw new AppError('labeling.operationReused', { operation });
}

function moveState(queries: Queries, place: AnswerPlace, events: readonly AnswerEvent[]): void {
  const { dataset, position } = place;
  const row = queries.state.get(dataset, position);
  if (row === undefined) throw new Error(`sample ${position} of ${dataset} has no state`);
  const before = stateOf(row);
  const after = foldAnswers(row.importedClass, events);
  queries.saveState.run({
    dataset,
    position,
    class: after.label,
    labeledBy: after.labeledBy,
    note: after.note,
    skipped: Number(after.skipped),
    flagged: Number(after.flagged),
  });
  queries.count.run({ dataset, total: 0, ...countsMoved(before, after) });
  if (before.label !== after.label) moveClassCounts(queries, dataset, { before, after });
}

function moveClassCounts(
  queries: Queries,
  dataset: string,
  { before, after }: { before: SampleState; after: SampleState },
): void {
  if (before.label !== null) queries.countClass.run(-1, before.label);
  if (after.label === null) return;
  queries.countClass.run(1, after.label);
  const known = inSchema(queries.classes.all(dataset));
  if (!known.some(({ id }) => id === after.label)) reviveClass(queries, known, after.label);
}

function stateOf(row: StateRow): SampleState {
  const { class: label, labeledBy, note } = row;
  return { label, labeledBy, note, skipped: row.skipped === 1, flagged: row.flagged === 1 };
}

/** @file What the answers to one sample add up to. Pure: the stored states are these folds, and nothing else. */
import { applyAnswer, isDecision, type AnsweredState, type Effect } from '../../src-shared/labeling/fold.ts';

/** What an event of a sample does. `adjudicate` decides for all; `again` is a second answer, given without seeing the first. */
export type EventType = 'label' | 'clear' | 'skip' | 'flag' | 'note' | 'undo' | 'adjudicate' | 'again';

/** What a label says: a class by its number, or a value as JSON with its classes by their numbers (`stored.ts`). */
export type Content = number | string;

/** An answer as it is stored. `flag` is set for flags, `note` for notes, `undoes` for undos; labels have a class or a value. */
export interface AnswerEvent {
  readonly seq: number;
  readonly type: EventType;
  readonly class: number | null;
  readonly value: string | null;
  readonly flag: number | null;
  readonly note: string | null;
  readonly undoes: number | null;
  readonly author: string;
  readonly authorKind: 'person' | 'import' | 'model';
  readonly authorName: string;
  readonly at: string;
  readonly seconds: number | null;
}

/** An event as it is stored. */
export interface EventRow extends AnswerEvent {
  readonly operation: string;
  readonly task: string;
  readonly position: number;
  readonly className: string | null;
  readonly undoesOperation: string | null;
  readonly gesture: string | null;
}

/** What is said of a sample. */
export type SampleState = AnsweredState<Content>;

/** What one person says of a sample now. */
export interface CurrentAnswer {
  readonly author: string;
  readonly authorName: string;
  /** Null where they set it aside. */
  readonly content: Content | null;
  readonly seconds: number | null;
  readonly at: string;
  /** What they said when they were asked again. */
  readonly again: Content | null;
}

export const IMPORT_AUTHOR = 'import';

/** The state before anybody answered: the label that came with a file, if any. */
export function importedState(importedClass: number | null): SampleState {
  return {
    label: importedClass,
    labeledBy: importedClass === null ? null : IMPORT_AUTHOR,
    skipped: false,
    flagged: false,
    note: null,
  };
}

type Undoable = Pick<AnswerEvent, 'seq' | 'type' | 'undoes' | 'authorKind'>;

/**
 * The events that nobody took back: an event is taken back when an undo that itself counts names it. An undo always names
 * an earlier event, so one pass from the last to the first decides all; the undo of an undo is a redo.
 *
 * @param events of one sample, in order of `seq`
 */
export function untaken<Event extends Undoable>(events: readonly Event[]): Event[] {
  const takenBack = new Set<number>();
  for (const event of events.toReversed())
    if (event.undoes !== null && !takenBack.has(event.seq)) takenBack.add(event.undoes);
  return events.filter(({ seq }) => !takenBack.has(seq));
}

/** The answers of people that count. What a model or a file wrote is nobody's answer. */
export function standing<Event extends Undoable>(events: readonly Event[]): Event[] {
  return untaken(events).filter(isOfPerson);
}

export const isOfPerson = ({ authorKind }: Pick<AnswerEvent, 'authorKind'>): boolean =>
  authorKind === 'person';
export const isOfImport = ({ authorKind }: Pick<AnswerEvent, 'authorKind'>): boolean =>
  authorKind === 'import';

/** Applies the events that count, in order, to the imported state. The last label counts, whoever gave it. */
export function foldAnswers(importedClass: number | null, events: readonly AnswerEvent[]): SampleState {
  return foldStanding(importedClass, untaken(events));
}

/**
 * Applies events that nobody took back: first what files said, whenever they were imported, then what people said. So what
 * a person said is never replaced by a file.
 */
export function foldStanding(importedClass: number | null, events: readonly AnswerEvent[]): SampleState {
  const imported = events
    .filter(isOfImport)
    .reduce((state, event) => applied(state, event, IMPORT_AUTHOR), importedState(importedClass));
  return events
    .filter(isOfPerson)
    .reduce((state, event) => applied(state, event, event.authorName), imported);
}

function applied(state: SampleState, event: AnswerEvent, author: string): SampleState {
  const effect = effectOf(event);
  return effect === null ? state : applyAnswer(state, effect, author);
}

function effectOf(event: AnswerEvent): Effect<Content> | null {
  const { type, flag, note } = event;
  switch (type) {
    case 'label':
    case 'adjudicate': {
      const label = contentOf(event);
      return label === null ? null : { type: 'label', label };
    }
    case 'flag':
      return { type, on: flag === 1 };
    case 'note':
      return { type, text: note ?? '' };
    case 'clear':
    case 'skip':
      return { type };
    case 'undo':
    case 'again':
      return null;
  }
}

export function contentOf({ class: label, value }: Pick<AnswerEvent, 'class' | 'value'>): Content | null {
  return label ?? value;
}

/** What each person says now, by their ids; those who say nothing are left out. @param events that count, in order */
export function currentAnswers(events: readonly AnswerEvent[]): Map<string, CurrentAnswer> {
  const current = new Map<string, CurrentAnswer>();
  for (const event of events) {
    const { author, authorName, seconds, at, type } = event;
    const before = current.get(author);
    if (type === 'label')
      current.set(author, { author, authorName, content: contentOf(event), seconds, at, again: null });
    if (type === 'clear') current.delete(author);
    if (type === 'skip' && (before?.content ?? null) === null)
      current.set(author, { author, authorName, content: null, seconds, at, again: null });
    if (type === 'again' && before) current.set(author, { ...before, again: contentOf(event) });
  }
  return current;
}

/** How many of the events that count are an author's decisions: labels, clears and skips. */
export function decisionsOf(author: string, events: readonly AnswerEvent[]): number {
  return standing(events).filter((event) => event.author === author && isDecision(event)).length;
}

/** @file What the answers to one sample add up to. Pure: the stored state is this fold, and nothing else. */
import type { Answer } from '../../src-shared/labeling/contract.ts';
import { applyAnswer, isDecision, type AnsweredState, type Effect } from '../../src-shared/labeling/fold.ts';

/** An answer as it is stored. `class` is set for labels, `flag` for flags, `note` for notes, `undoes` for undos. */
export interface AnswerEvent {
  readonly seq: number;
  readonly type: Answer['type'];
  readonly class: number | null;
  readonly flag: number | null;
  readonly note: string | null;
  readonly undoes: number | null;
  readonly author: string;
  readonly authorName: string;
}

/** What is said of a sample, with its class by number. */
export type SampleState = AnsweredState<number>;

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

/**
 * The events that count: an event is taken back when an undo that itself counts names it. An undo always names an
 * earlier event, so one pass from the last to the first decides all; the undo of an undo is a redo.
 *
 * @param events of one sample, in order of `seq`
 */
export function standing<Event extends Pick<AnswerEvent, 'seq' | 'type' | 'undoes'>>(
  events: readonly Event[],
): Event[] {
  const takenBack = new Set<number>();
  for (const event of events.toReversed())
    if (event.undoes !== null && !takenBack.has(event.seq)) takenBack.add(event.undoes);
  return events.filter(({ seq }) => !takenBack.has(seq));
}

/** Applies the events that count, in order, to the imported state. The last label counts, whoever gave it. */
export function foldAnswers(importedClass: number | null, events: readonly AnswerEvent[]): SampleState {
  return foldStanding(importedClass, standing(events));
}

/** Applies events that all count. */
export function foldStanding(importedClass: number | null, events: readonly AnswerEvent[]): SampleState {
  return events.reduce((state, event) => {
    const effect = effectOf(event);
    return effect === null ? state : applyAnswer(state, effect, event.authorName);
  }, importedState(importedClass));
}

function effectOf({ type, class: label, flag, note }: AnswerEvent): Effect<number> | null {
  switch (type) {
    case 'label':
      return label === null ? null : { type, label };
    case 'flag':
      return { type, on: flag === 1 };
    case 'note':
      return { type, text: note ?? '' };
    case 'clear':
    case 'skip':
      return { type };
    case 'undo':
      return null;
  }
}

/** How many of the events that count are an author's decisions: labels, clears and skips. */
export function decisionsOf(author: string, events: readonly AnswerEvent[]): number {
  return standing(events).filter((event) => event.author === author && isDecision(event)).length;
}

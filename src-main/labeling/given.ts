/** @file What a person can take back and give again, read from their events: it outlives the window and the day. */
import type { GivenAnswer } from '../../src-shared/labeling/contract.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import { foldStanding, untaken, type AnswerEvent } from './fold.ts';
import type { EventRow } from './fold.ts';
import type { Queries } from './queries.ts';
import { ownEvents, shownOfFile } from './queue.ts';
import type { Task } from './tasks.ts';
import { tellLabel } from './told.ts';

export interface GivenAnswers {
  /** The last can be taken back first. */
  readonly given: GivenAnswer[];
  /** The last can be given again first. */
  readonly undone: { readonly given: GivenAnswer; readonly undo: string }[];
}

/** An answer's event, and the undo that took it back. */
interface Undone {
  readonly event: EventRow;
  readonly undo: string;
}

/** Reads so many of a person's last events, and of what was given at once all. @param positions the id of the sample at a position */
export function readGiven(
  queries: Queries,
  { task, person, limit }: { task: Task; person: Person; limit: number },
  sampleAt: (positions: readonly number[]) => readonly string[],
): GivenAnswers {
  const { given, undone } = replay(wholeGestures(queries, { task, author: person.id, limit }));
  const touched = [...given, ...undone.map(({ event }) => event)];
  const samples = sampleAt(touched.map(({ position }) => position));
  const sampleOf = new Map(touched.map(({ seq }, i) => [seq, samples[i]!]));
  const told = (event: EventRow, states: Pick<GivenAnswer, 'before' | 'after'>): GivenAnswer => ({
    operation: event.operation,
    position: event.position,
    sample: sampleOf.get(event.seq)!,
    // Undos are never on the stacks.
    type: event.type === 'undo' ? 'clear' : typeOf(event.type, task),
    ...states,
    ...(event.gesture !== null && { gesture: event.gesture }),
  });
  const states = new States(queries, task, person);
  const last = (events: readonly EventRow[], from: number, { position }: EventRow) =>
    events.slice(from).filter((event) => event.position === position);
  return {
    given: given.map((event, i) =>
      told(event, {
        before: states.of(event.position, { without: last(given, i, event) }),
        after: states.of(event.position, { without: last(given, i + 1, event) }),
      }),
    ),
    undone: undone.map(({ event, undo }, i) => {
      const events = undone.map((each) => each.event);
      return {
        given: told(event, {
          before: states.of(event.position, { with: last(events, i + 1, event) }),
          after: states.of(event.position, { with: last(events, i, event) }),
        }),
        undo,
      };
    }),
  };
}

function wholeGestures(
  queries: Queries,
  { task, author, limit }: { task: Task; author: string; limit: number },
): readonly EventRow[] {
  const last = queries.eventsOf.all(task.id, author, limit).toReversed();
  const before = Math.min(...last.map(({ seq }) => seq));
  const gestures = new Set(last.flatMap(({ gesture }) => gesture ?? []));
  const others = [...gestures].flatMap((gesture) =>
    queries.eventsOfGesture.all(gesture, task.id, author, before),
  );
  return [...others.toSorted((a, b) => a.seq - b.seq), ...last];
}

/** What is told of an event: a label of a kind without single classes is a value. */
function typeOf(type: Exclude<EventRow['type'], 'undo'>, { kind }: Task): GivenAnswer['type'] {
  return type === 'label' && kind !== 'classification' ? 'value' : type;
}

/** Follows a person's events: an answer goes on the stack, an undo takes it off, a redo puts it back. */
function replay(events: readonly EventRow[]): { given: readonly EventRow[]; undone: readonly Undone[] } {
  let given: EventRow[] = [];
  let undone: Undone[] = [];
  for (const event of events) {
    if (event.type !== 'undo') {
      given.push(event);
      undone = [];
      continue;
    }
    const taken = given.find(({ seq }) => seq === event.undoes);
    const again = undone.find(({ undo }) => undo === event.undoesOperation);
    if (taken) undone.push({ event: taken, undo: event.operation });
    if (again) given.push(again.event);
    given = given.filter((each) => each !== taken);
    undone = undone.filter((each) => each !== again);
  }
  return { given, undone };
}

/** What a sample would be with some answers taken back, or some given again. */
class States {
  readonly #queries: Queries;
  readonly #task: Task;
  /** Where several answer an item, only their own answers. */
  readonly #person: Person;
  readonly #events = new Map<number, readonly EventRow[]>();

  constructor(queries: Queries, task: Task, person: Person) {
    this.#queries = queries;
    this.#task = task;
    this.#person = person;
  }

  of(
    position: number,
    change: { without?: readonly AnswerEvent[]; with?: readonly AnswerEvent[] },
  ): GivenAnswer['before'] {
    const events = this.#eventsAt(position);
    const counting = new Set(untaken(events).map(({ seq }) => seq));
    for (const { seq } of change.without ?? []) counting.delete(seq);
    for (const { seq } of change.with ?? []) counting.add(seq);
    const imported = this.#queries.state.get(this.#task.id, position)?.importedClass ?? null;
    const state = foldStanding(
      shownOfFile({ task: this.#task, person: this.#person }, imported),
      events.filter(({ seq }) => counting.has(seq)),
    );
    return { ...state, ...tellLabel(this.#queries, this.#task, state.label) };
  }

  #eventsAt(position: number): readonly EventRow[] {
    const known = this.#events.get(position);
    if (known) return known;
    const all = this.#queries.events.all(this.#task.id, position);
    const events = this.#task.blind ? ownEvents(all, this.#person) : all;
    this.#events.set(position, events);
    return events;
  }
}

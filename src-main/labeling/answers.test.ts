import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Person } from '../../src-shared/contract.ts';
import { ANN, BO, Room } from './room.fixture.ts';

let room: Room;

beforeEach(() => {
  room = new Room();
});
afterEach(() => {
  room.close();
});

describe('any sequence of answers, undos, redos and retries', () => {
  const step = fc.record({
    position: fc.integer({ min: 0, max: 3 }),
    person: fc.constantFrom(ANN, BO),
    what: fc.oneof(
      fc.constantFrom('a', 'b').map((label): Answer => ({ type: 'label', label })),
      fc.constantFrom<Answer>({ type: 'clear' }, { type: 'skip' }),
      fc.boolean().map((on): Answer => ({ type: 'flag', on })),
      fc.constantFrom('', 'why', '为什么').map((text): Answer => ({ type: 'note', text })),
      fc.nat(30).map((of) => ({ undoNth: of })),
      fc.nat(30).map((of) => ({ retryNth: of })),
    ),
  });

  interface SavedAnswer {
    operation: string;
    position: number;
    person: Person;
    answer: Answer;
  }

  /** The plain model: what counts of a sample is said again from the start, by looking at every undo. */
  function modelOf(given: readonly SavedAnswer[], position: number, imported: string | null) {
    const here = given.filter((each) => each.position === position);
    const counts = (each: SavedAnswer): boolean =>
      !here.some(
        (other) => other.answer.type === 'undo' && other.answer.of === each.operation && counts(other),
      );
    let label = imported;
    let [skipped, flagged, note]: [boolean, boolean, string | null] = [false, false, null];
    for (const { answer } of here.filter(counts)) {
      if (answer.type === 'label') [label, skipped] = [answer.label, false];
      if (answer.type === 'clear') [label, skipped] = [null, false];
      if (answer.type === 'skip') skipped = true;
      if (answer.type === 'flag') flagged = answer.on;
      if (answer.type === 'note') note = answer.text || null;
    }
    return { label, skipped: skipped && label === null, flagged, note };
  }

  it('adds up to the plain model, with exact counters', () => {
    room.importLabels(['a', 'b', null, null]);
    let run = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        room.store.tx(() => {
          const given: SavedAnswer[] = [];
          const rollBack = new Error('next case');
          try {
            room.store.tx(() => {
              for (const { position, person, what } of steps) follow(given, { position, person, what });
              check(given);
              throw rollBack;
            });
          } catch (error) {
            if (error !== rollBack) throw error;
          }
        });
        run++;
      }),
      { numRuns: 150 },
    );
    expect(run).toBeGreaterThanOrEqual(150);
  });

  function follow(
    given: SavedAnswer[],
    {
      position,
      person,
      what,
    }: { position: number; person: Person; what: Answer | { undoNth: number } | { retryNth: number } },
  ) {
    if ('retryNth' in what) {
      const again = given[what.retryNth];
      if (again !== undefined) room.give(again.position, again.answer, again.person, again.operation);
      return;
    }
    if ('undoNth' in what) {
      const target = given[what.undoNth];
      if (target === undefined) return;
      const answer: Answer = { type: 'undo', of: target.operation };
      const operation = room.give(target.position, answer, target.person);
      given.push({ operation, position: target.position, person: target.person, answer });
      return;
    }
    given.push({ operation: room.give(position, what, person), position, person, answer: what });
  }

  function check(given: readonly SavedAnswer[]) {
    const models = ['a', 'b', null, null].map((imported, position) => modelOf(given, position, imported));
    expect(room.queue('all').items.map(({ label, flagged, note }) => ({ label, flagged, note }))).toEqual(
      models.map(({ label, flagged, note }) => ({ label, flagged, note })),
    );
    const where = (wanted: (model: (typeof models)[number]) => boolean) =>
      models.flatMap((model, i) => (wanted(model) ? [i] : []));
    expect(room.positions('labeled')).toEqual(where(({ label }) => label !== null));
    expect(room.positions('skipped')).toEqual(where(({ skipped }) => skipped));
    expect(room.positions('unlabeled')).toEqual(where(({ label, skipped }) => label === null && !skipped));
    expect(room.positions('flagged')).toEqual(where(({ flagged }) => flagged));
    room.expectCountsToMatch();
  }
});

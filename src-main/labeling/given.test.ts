import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GivenAnswer, type Answer, type Person, type Seen } from '../../src-shared/contract.ts';
import { ANN, BO, DATASET, Room, sampleId } from './room.fixture.ts';

let room: Room;

beforeEach(() => {
  room = new Room();
  room.importLabels(['a', 'b', null, null]);
});
afterEach(() => {
  room.close();
});

const given = (person: Person = ANN, limit = 200) => room.labeling.given({ task: DATASET, limit }, person);
const label = (name: string): Answer => ({ type: 'label', label: name });
const undo = (of: string): Answer => ({ type: 'undo', of });

describe('what a person can take back', () => {
  it('outlives the workbench: their answers in order, with the states around each', () => {
    const first = room.give(2, label('a'));
    room.give(3, label('a'), BO);
    const second = room.give(2, label('b'));
    const third = room.give(3, { type: 'flag', on: true });
    room.reopen();
    const { given: answers, undone } = given();
    expect(answers.every((answer) => GivenAnswer.safeParse(answer).success)).toBe(true);
    expect(
      answers.map(({ operation, sample, position, before, after }) => ({
        operation,
        at: [sample, position],
        label: [before.label, after.label],
        flagged: [before.flagged, after.flagged],
      })),
    ).toEqual([
      { operation: first, at: [sampleId(2), 2], label: [null, 'a'], flagged: [false, false] },
      { operation: second, at: [sampleId(2), 2], label: ['a', 'b'], flagged: [false, false] },
      { operation: third, at: [sampleId(3), 3], label: ['a', 'a'], flagged: [false, true] },
    ]);
    expect(undone).toEqual([]);
    expect(given(BO).given).toHaveLength(1);
  });

  it('is what undo makes of it: the state before is what the sample then has', () => {
    const answers = ['a', 'b', 'a'].map((name) => room.give(2, label(name)));
    for (const operation of answers.toReversed()) {
      const last = given().given.at(-1)!;
      expect([last.operation, last.after.label]).toEqual([operation, room.state(2).label]);
      room.give(2, undo(operation));
      expect(room.state(2).label).toBe(last.before.label);
    }
    expect(given().given).toEqual([]);
  });

  it("leaves another's later answer standing", () => {
    room.give(2, label('a'));
    room.give(2, label('b'), BO);
    expect(given().given).toMatchObject([{ before: { label: 'b' }, after: { label: 'b' } }]);
  });

  it('can be given again in turn, until something new is answered', () => {
    const first = room.give(2, label('a'));
    const second = room.give(3, label('b'));
    const undoSecond = room.give(3, undo(second));
    const undoFirst = room.give(2, undo(first));
    expect(given()).toMatchObject({
      given: [],
      undone: [
        { undo: undoSecond, given: { operation: second, before: { label: null }, after: { label: 'b' } } },
        { undo: undoFirst, given: { operation: first, before: { label: null }, after: { label: 'a' } } },
      ],
    });
    room.give(2, undo(undoFirst));
    expect(given()).toMatchObject({ given: [{ operation: first }], undone: [{ undo: undoSecond }] });
    room.give(0, { type: 'skip' });
    expect(given().undone).toEqual([]);
  });

  it('reaches back as far as it is asked to', () => {
    for (let i = 0; i < 5; i++) room.give(2, { type: 'note', text: `note ${i}` });
    expect(given(ANN, 2).given.map(({ after }) => after.note)).toEqual(['note 3', 'note 4']);
  });
});

describe('an answer of someone who saw another state', () => {
  const none: Seen = { label: null, skipped: false, note: null };
  const answer = (change: Answer, seen = none, position = 2) =>
    room.labeling.annotate(
      {
        task: DATASET,
        answers: [{ operation: crypto.randomUUID(), sample: sampleId(position), answer: change, seen }],
      },
      ANN,
    );

  beforeEach(() => void room.give(2, label('b'), BO));

  it('is refused by the name of who answered, and replaces nothing', () => {
    for (const change of [label('a'), { type: 'clear' }, { type: 'skip' }] as const)
      expect(() => answer(change)).toThrow(expect.objectContaining({ key: 'labeling.answeredMeanwhile' }));
    expect(() => answer(label('a'))).toThrow(/Bo answered/);
    expect(room.state(2)).toMatchObject({
      label: 'b',
      answeredBy: 'Bo',
      answeredAt: room.clock.toISOString(),
    });
  });

  it('is taken when it says the same, when it saw that state, and where it replaces nothing', () => {
    answer(label('b'));
    expect(room.state(2).labeledBy).toBe('Ann');
    answer({ type: 'flag', on: true });
    answer({ type: 'note', text: 'odd' });
    answer(label('a'), { ...none, label: 'b' });
    expect(room.state(2)).toMatchObject({ label: 'a', flagged: true, note: 'odd' });
    expect(() => answer({ type: 'note', text: 'other' })).toThrow(/answered/);
  });

  it('is one save when it is sent again', () => {
    const once = {
      operation: crypto.randomUUID(),
      sample: sampleId(3),
      answer: label('a'),
      seen: none,
    };
    const send = () => room.labeling.annotate({ task: DATASET, answers: [once] }, ANN);
    send();
    expect(send().saved).toBe(1);
    room.expectCountsToMatch();
  });

  it('holds of what was given at once all, however much less is asked for, and back and forth', () => {
    const gesture = randomUUID();
    const all = [1, 2, 3].map((position) => ({ operation: randomUUID(), sample: sampleId(position) }));
    const send = (answers: readonly { operation: string; sample: string; answer: Answer }[]) =>
      room.labeling.annotate({ task: DATASET, answers: answers.map((each) => ({ ...each, gesture })) }, ANN);
    send(all.map((each) => ({ ...each, answer: label('a') })));
    expect(given(ANN, 1).given.map((each) => [each.operation, each.gesture])).toEqual(
      all.map(({ operation }) => [operation, gesture]),
    );
    const undos = all.map(({ operation, sample }) => ({
      operation: randomUUID(),
      sample,
      answer: undo(operation),
    }));
    send(undos);
    expect(given(ANN, 1)).toMatchObject({
      given: [],
      undone: all.map(({ operation }, i) => ({ given: { operation, gesture }, undo: undos[i]!.operation })),
    });
  });
});

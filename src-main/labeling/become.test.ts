/** A schema that changes while it is in use: classes merge, split and leave, and no answer is lost. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import { withBecome } from '../../src-shared/labeling/tasks/stored.ts';
import { ANN, BO, CY, DATASET, Room, SAMPLES, sampleId } from './room.fixture.ts';

let room: Room;
beforeEach(() => {
  room = new Room();
  room.importLabels(Array.from({ length: SAMPLES }, (_, i) => (i < 2 ? 'ab'[i]! : null)));
});
afterEach(() => room.close());

type Moves = NonNullable<Parameters<Room['labeling']['setSchema']>[0]['moves']>;

/** Makes the schema these classes and waits until every item follows. */
async function schema(task: string, names: readonly string[], moves: Moves = []): Promise<void> {
  const known = room.labeling.schema({ task });
  const classes = names.map(
    (name) => known.find((each) => each.name === name) ?? { name, key: '', guideline: '' },
  );
  room.labeling.setSchema({ task, classes, moves }, BO);
  await expect.poll(() => room.labeling.task({ task }).resolving).toBe(false);
}

const labelOf = (position: number) => room.state(position).label;

it('merges a class into another: imported labels and answers count as it, and again as themselves when it comes back', async () => {
  room.give(2, { type: 'label', label: 'a' });
  room.give(3, { type: 'label', label: 'b' });
  const undone = room.give(4, { type: 'label', label: 'a' });
  expect(await room.labeling.classUse({ task: DATASET })).toEqual([
    { name: 'a', items: 3, answers: 2 },
    { name: 'b', items: 2, answers: 1 },
  ]);
  await schema(DATASET, ['b'], [{ from: 'a', to: 'b' }]);
  expect([0, 1, 2, 3, 4].map(labelOf)).toEqual(['b', 'b', 'b', 'b', 'b']);
  expect(await room.labeling.classUse({ task: DATASET })).toEqual([{ name: 'b', items: 5, answers: 3 }]);
  room.expectCountsToMatch();
  // What was said then stands in the history; an undo names it still.
  expect(room.labeling.history({ task: DATASET, sample: sampleId(2) }, ANN)).toMatchObject([
    { answer: { type: 'label', label: 'a' } },
  ]);
  room.give(4, { type: 'undo', of: undone });
  expect(labelOf(4)).toBeNull();
  // A file that names the class that left means the other.
  room.importLabels([null, null, null, null, null, 'a'], 'file-2');
  room.labeling.recordImport({
    dataset: DATASET,
    file: 'file-3',
    at: '2026-11-22T08:00:00.000Z',
    rows: [{ position: SAMPLES, label: 'a' }],
  });
  expect(labelOf(SAMPLES)).toBe('b');
  room.reopen();
  await schema(DATASET, ['a', 'b']);
  expect([0, 1, 2, 3].map(labelOf)).toEqual(['a', 'b', 'a', 'b']);
  room.expectCountsToMatch();
});

it('takes a class out: its items wait again, what was said before it does not come back', async () => {
  room.give(2, { type: 'label', label: 'b' });
  room.give(2, { type: 'label', label: 'a' });
  await schema(DATASET, ['b'], [{ from: 'a', to: null }]);
  expect([0, 1, 2].map(labelOf)).toEqual([null, 'b', null]);
  expect(room.positions('unlabeled').slice(0, 2)).toEqual([0, 2]);
  room.give(2, { type: 'label', label: 'b' });
  expect(labelOf(2)).toBe('b');
  room.expectCountsToMatch();
});

it('follows a class that became another which became a third', async () => {
  await schema(DATASET, ['b', 'c'], [{ from: 'a', to: 'c' }]);
  await schema(DATASET, ['b'], [{ from: 'c', to: 'b' }]);
  expect([0, 1].map(labelOf)).toEqual(['b', 'b']);
  room.expectCountsToMatch();
});

it('changes nothing when a class in use has no move, or one to a class that is not there', () => {
  const refused = (moves: Moves): unknown => {
    const [, b] = room.labeling.schema({ task: DATASET });
    return room.labeling.setSchema({ task: DATASET, classes: [b!], moves }, BO);
  };
  expect(() => refused([])).toThrow(expect.objectContaining({ key: 'labeling.classInUse' }));
  expect(() => refused([{ from: 'a', to: 'x' }])).toThrow(
    expect.objectContaining({ key: 'labeling.classUnknown' }),
  );
  expect(room.labeling.schema({ task: DATASET }).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(labelOf(0)).toBe('a');
});

it('merges within sets and spans of several people, who then agree', async () => {
  const task = await room.task({
    kind: 'spans',
    name: 'Names',
    classes: ['PER', 'HUMAN', 'ORG'],
    options: SchemaOptions.parse({ relations: ['of'] }),
    resolution: 'majority',
    answersPerItem: 2,
  });
  const says = (label: string, person = ANN) =>
    room.giveIn(
      task,
      0,
      {
        type: 'value',
        value: {
          spans: [
            { id: 'x', start: 0, end: 4, label, attributes: {} },
            { id: 'y', start: 5, end: 6, label: 'ORG', attributes: {} },
          ],
          relations: [{ from: 'x', to: 'y', label: 'of' }],
        },
      },
      person,
    );
  says('PER');
  says('HUMAN', CY);
  await schema(task, ['PER', 'ORG'], [{ from: 'HUMAN', to: 'PER' }]);
  expect(JSON.parse(room.resolved(task, 0)[0]!)).toMatchObject({ spans: [{ start: 0 }, { start: 5 }] });
  room.expectTaskToMatch(task);
  await schema(task, ['PER'], [{ from: 'ORG', to: null }]);
  expect(room.itemIn(task, 0).labelValue).toMatchObject({
    spans: [{ id: 'x', label: 'PER' }],
    relations: [],
  });
  room.expectTaskToMatch(task);
});

it('never makes “nothing here” of an answer whose parts left', () => {
  const becomes = new Map([[1, 0], [2, 3]]); // prettier-ignore
  expect(withBecome('{"labels":["1"]}', becomes)).toBeNull();
  expect(withBecome('{"labels":[]}', becomes)).toBe('{"labels":[]}');
  expect(withBecome('{"labels":["1","2","3"]}', becomes)).toBe('{"labels":["3"]}');
  expect(withBecome('{"rating":2}', becomes)).toBe('{"rating":2}');
  expect(withBecome('{"regions":[{"label":"1"}]}', becomes)).toBeNull();
});

it('keeps the color of every class while others merge, split, move and come back', async () => {
  const places = () =>
    room.labeling.schema({ task: DATASET }).map(({ name, place }, i) => [name, place ?? i]);
  await schema(DATASET, ['a', 'b', 'c', 'd']);
  expect(places()).toEqual([['a', 0], ['b', 1], ['c', 2], ['d', 3]]); // prettier-ignore
  await schema(DATASET, ['d', 'b', 'c'], [{ from: 'a', to: 'b' }]);
  expect(places()).toEqual([['d', 3], ['b', 1], ['c', 2]]); // prettier-ignore
  await schema(DATASET, ['d', 'b', 'c', 'new', 'a']);
  expect(places()).toEqual([['d', 3], ['b', 1], ['c', 2], ['new', 0], ['a', 4]]); // prettier-ignore
  room.importLabels(['e']);
  expect(places().at(-1)).toEqual(['e', 5]);
});

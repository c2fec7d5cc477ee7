import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Person } from '../../src-shared/contract.ts';
import { AnnotationTask } from '../../src-shared/labeling/tasks/contract.ts';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import { ANN, BO, CY, DATASET, Room, SAMPLES, sampleId } from './room.fixture.ts';

let room: Room;

beforeEach(() => {
  room = new Room();
  room.importLabels([...Array.from({ length: SAMPLES }, (_, i) => (i < 2 ? 'ab'[i]! : null))]);
});
afterEach(() => room.close());

const value = (given: Record<string, unknown>): Answer => ({ type: 'value', value: given });
const counts = (task: string) => room.labeling.task({ task }).counts;

describe('the tasks of a dataset', () => {
  it('are its first, and those that are made beside it, each with states of its own', async () => {
    const task = await room.task({ kind: 'multilabel', name: 'Topics', classes: ['sport', 'politics'] });
    const tasks = room.labeling.tasks({ dataset: DATASET });
    expect(room.labeling.tasks({})).toEqual(tasks);
    expect(tasks.every((each) => AnnotationTask.safeParse(each).success)).toBe(true);
    expect(tasks.map(({ id, name, kind }) => [id, name, kind])).toEqual([
      [DATASET, '', 'classification'],
      [task, 'Topics', 'multilabel'],
    ]);
    room.giveIn(task, 3, value({ labels: ['sport'] }));
    room.giveIn(task, 4, value({ labels: [] }));
    expect(counts(task)).toMatchObject({ total: SAMPLES, labeled: 2 });
    expect(counts(DATASET)).toMatchObject({ total: SAMPLES, labeled: 2 });
    expect(room.itemIn(task, 3)).toMatchObject({
      label: null,
      labelValue: { labels: ['sport'] },
      labeledBy: 'Ann',
    });
    expect(room.itemIn(task, 4)).toMatchObject({ labelValue: { labels: [] } });
    expect(room.state(3).labelValue).toBeUndefined();
    room.expectTaskToMatch(task);
  });

  it('take what is imported later, and a class that is renamed without touching an answer', async () => {
    const task = await room.task({ kind: 'multilabel', name: 'Topics', classes: ['sport', 'politics'] });
    room.giveIn(task, 0, value({ labels: ['sport', 'politics'] }));
    room.labeling.recordImport({
      dataset: DATASET,
      file: 'file-2',
      at: '2026-11-22T08:00:00.000Z',
      rows: [{ position: SAMPLES, label: 'a' }],
    });
    expect(counts(task)).toMatchObject({ total: SAMPLES + 1, labeled: 1 });
    const [sport, politics] = room.labeling.schema({ task });
    room.labeling.setSchema({ task, classes: [{ ...sport!, was: 'sport', name: 'sports' }, politics!] }, BO);
    expect(room.itemIn(task, 0).labelValue).toEqual({ labels: ['sports', 'politics'] });
    expect(room.labeling.task({ task }).schemaVersion).toBe(2);
    expect(room.labeling.history({ task, sample: sampleId(0) }, ANN)).toMatchObject([
      { answer: { type: 'value', value: { labels: ['sports', 'politics'] } } },
    ]);
  });

  it('are undone, skipped and given again as classes are', async () => {
    const task = await room.task({ kind: 'rating', name: 'Quality' });
    const first = room.giveIn(task, 1, value({ rating: 4 }));
    const undo = room.giveIn(task, 1, { type: 'undo', of: first });
    expect(room.itemIn(task, 1).labelValue).toBeUndefined();
    room.giveIn(task, 1, { type: 'undo', of: undo });
    expect(room.itemIn(task, 1).labelValue).toEqual({ rating: 4 });
    expect(room.labeling.given({ task, limit: 9 }, ANN).given).toMatchObject([
      { type: 'value', before: { label: null }, after: { labelValue: { rating: 4 } } },
    ]);
    room.giveIn(task, 2, { type: 'skip' });
    expect(counts(task)).toMatchObject({ labeled: 1, skipped: 1 });
    room.expectTaskToMatch(task);
  });

  it('refuse what does not fit them, by name', async () => {
    const make = (changes: object) =>
      room.labeling.createTask({ ...room.taskInput({ kind: 'rating', name: 'x' }), ...changes }, BO);
    expect(() => make({ kind: 'regions' })).toThrow(expect.objectContaining({ key: 'labeling.taskUnfit' }));
    for (const unfit of [
      { kind: 'text', resolution: 'majority', answersPerItem: 3 },
      { kind: 'spans', resolution: 'weighted', answersPerItem: 3 },
      { answersPerItem: 2 },
    ])
      expect(() => make(unfit)).toThrow(expect.objectContaining({ key: 'labeling.resolutionUnfit' }));
    const task = await room.task({ kind: 'rating', name: 'Quality' });
    expect(() => make({ name: 'Quality' })).toThrow(expect.objectContaining({ key: 'labeling.taskNamed' }));
    expect(() => room.giveIn(task, 0, { type: 'label', label: 'a' })).toThrow(
      expect.objectContaining({ key: 'labeling.kindOfAnswer' }),
    );
    expect(() => room.giveIn(task, 0, value({ rating: 9 }))).toThrow(
      expect.objectContaining({ key: 'labeling.ratingOutside' }),
    );
    room.labeling.retireTask({ task, retired: true });
    expect(() => room.giveIn(task, 0, value({ rating: 3 }))).toThrow(
      expect.objectContaining({ key: 'labeling.taskRetired' }),
    );
    expect(() => room.labeling.task({ task: 'task-none' })).toThrow(
      expect.objectContaining({ key: 'house.notFound' }),
    );
  });

  it('leave nothing when their making is cancelled, or the workbench ended in it', async () => {
    const { task, job } = room.labeling.createTask(room.taskInput({ kind: 'rating', name: 'Quality' }), BO);
    room.pool.cancel(job);
    await expect.poll(() => room.pool.job(job)?.state).toBe('cancelled');
    const rowsOf = (id: string) =>
      ['sample_states', 'labeling_counts', 'label_classes'].map((table) =>
        room.store.db.prepare(`SELECT count(*) FROM ${table} WHERE task = ?`).pluck().get(id),
      );
    expect(rowsOf(task)).toEqual([0, 0, 0]);
    expect(room.labeling.tasks({ dataset: DATASET })).toHaveLength(1);
    room.store.db.exec(
      `INSERT INTO annotation_tasks (id, dataset, name, kind, making, created_at, created_by)
       VALUES ('task-half', '${DATASET}', 'Half', 'rating', 1, '2026-11-22T08:00:00.000Z', 'Bo');
       INSERT INTO sample_states (task, position) VALUES ('task-half', 0), ('task-half', 1)`,
    );
    expect(room.labeling.tasks({ dataset: DATASET })).toHaveLength(1);
    room.reopen();
    room.labeling.opened();
    await expect.poll(() => rowsOf('task-half')).toEqual([0, 0, 0]);
  });
});

describe('several people who answer an item', () => {
  const people = [ANN, BO, CY];
  const say = (task: string, position: number, labels: readonly string[]) =>
    labels.forEach((label, i) => room.giveIn(task, position, value({ label }), people[i]));
  const majority = () =>
    room.task({
      kind: 'classification',
      name: 'M',
      classes: ['a', 'b', 'c'],
      resolution: 'majority',
      answersPerItem: 3,
    });

  it('make its label when as many as wanted answered: what most say, none while they are even', async () => {
    const task = await majority();
    say(task, 0, ['a', 'b']);
    expect(counts(task)).toMatchObject({ labeled: 0, disputed: 0, wanting: SAMPLES });
    say(task, 0, ['a', 'b', 'a']);
    say(task, 1, ['a', 'b', 'c']);
    expect(counts(task)).toMatchObject({ labeled: 1, disputed: 1, wanting: SAMPLES - 2 });
    expect(room.resolved(task, 0)).toEqual(['a', 'Ann, Cy']);
    expect(room.resolved(task, 1)).toEqual([null, null]);
    room.expectTaskToMatch(task);
  });

  it('see their own answers alone, in queue, history and undo', async () => {
    const task = await majority();
    say(task, 0, ['a', 'b', 'a']);
    expect(room.itemIn(task, 0, BO)).toMatchObject({ label: 'b', labeledBy: 'Bo', answeredBy: 'Bo' });
    expect(room.itemIn(task, 0, { ...ANN, id: 'person-new' })).toMatchObject({
      label: null,
      answeredBy: null,
    });
    const sample = sampleId(0);
    expect(room.labeling.history({ task, sample }, ANN).map(({ author }) => author)).toEqual(['Ann']);
    expect(room.labeling.history({ task, sample }, BO)).toHaveLength(3);
    expect(room.labeling.given({ task, limit: 9 }, CY).given).toMatchObject([
      { before: { label: null }, after: { label: 'a' } },
    ]);
  });

  it('conflict with themselves only', async () => {
    const task = await majority();
    const answer = (person: Person, label: string, seen: string | null) =>
      room.labeling.annotate(
        {
          task,
          answers: [
            {
              operation: crypto.randomUUID(),
              sample: sampleId(5),
              answer: { type: 'label', label },
              seen: { label: seen, skipped: false, note: null },
            },
          ],
        },
        person,
      );
    answer(ANN, 'a', null);
    answer(BO, 'b', null);
    expect(() => answer(ANN, 'c', null)).toThrow(
      expect.objectContaining({ key: 'labeling.answeredMeanwhile' }),
    );
    answer(ANN, 'c', 'a');
    expect(room.itemIn(task, 5, ANN).label).toBe('c');
  });

  it('are decided for by an engineer, who may take it back; nobody else may', async () => {
    const task = await majority();
    say(task, 1, ['a', 'b', 'c']);
    const { items, left } = room.labeling.disputes({ task, after: -1, limit: 10 });
    expect([
      left,
      items.map(({ position, answers }) => [position, answers.map((each) => each.value)]),
    ]).toEqual([1, [[1, [{ label: 'a' }, { label: 'b' }, { label: 'c' }]]]]);
    const decide: Answer = { type: 'adjudicate', value: { label: 'b' } };
    expect(() => room.giveIn(task, 1, decide, ANN)).toThrow(
      expect.objectContaining({ key: 'labeling.adjudicatorNeeded' }),
    );
    expect(() => room.give(1, decide, BO)).toThrow(
      expect.objectContaining({ key: 'labeling.nothingToAdjudicate' }),
    );
    const operation = room.giveIn(task, 1, decide, BO);
    expect(room.resolved(task, 1)).toEqual(['b', 'Bo']);
    say(task, 1, ['a', 'a', 'a']);
    expect(room.resolved(task, 1)).toEqual(['b', 'Bo']);
    room.giveIn(task, 1, { type: 'undo', of: operation }, BO);
    expect(room.resolved(task, 1)).toEqual(['a', 'Ann, Bo, Cy']);
    expect(room.labeling.disputes({ task, after: -1, limit: 10 }).items).toEqual([]);
    room.expectTaskToMatch(task);
  });

  it('follow other rules at once, with every item resolved before', async () => {
    const task = await majority();
    say(task, 0, ['a', 'b', 'a']);
    say(task, 1, ['b', 'b', 'b']);
    say(task, 2, ['b']);
    await room.change({ task, resolution: 'adjudicated' });
    expect([0, 1, 2].map((position) => room.resolved(task, position)[0])).toEqual([null, 'b', null]);
    expect(counts(task)).toMatchObject({ labeled: 1, disputed: 1, wanting: SAMPLES - 2 });
    await room.change({ task, resolution: 'last', answersPerItem: 1 });
    expect([0, 1, 2].map((position) => room.resolved(task, position)[0])).toEqual(['a', 'b', 'b']);
    expect(counts(task)).toMatchObject({ labeled: 3, disputed: 0, wanting: 0 });
    room.expectTaskToMatch(task);
  });

  it('weigh as much as they are right, once weights were computed; answers since make them stale', async () => {
    const task = await room.task({
      kind: 'classification',
      name: 'W',
      classes: ['a', 'b'],
      resolution: 'weighted',
      answersPerItem: 2,
    });
    // Cy and Ann always agree; Bo says the other thing.
    for (let position = 0; position < 12; position++) {
      const [right, wrong] = position % 2 ? ['a', 'b'] : ['b', 'a'];
      say(task, position, [right!, position % 3 ? right! : wrong!, right!]);
    }
    room.giveIn(task, 12, value({ label: 'a' }), ANN);
    room.giveIn(task, 12, value({ label: 'b' }), BO);
    expect(room.resolved(task, 12)).toEqual([null, null]);
    expect(room.labeling.task({ task }).stale).toBeNull();
    const { job } = room.labeling.resolve({ task });
    await room.done(job);
    await expect.poll(() => room.labeling.task({ task }).resolving).toBe(false);
    expect(room.resolved(task, 12)).toEqual(['a', 'Ann']);
    expect(room.labeling.task({ task }).stale).toBe(false);
    room.giveIn(task, 13, value({ label: 'a' }), ANN);
    expect(room.labeling.task({ task }).stale).toBe(true);
    expect(() => room.labeling.resolve({ task: DATASET })).toThrow(
      expect.objectContaining({ key: 'labeling.notWeighted' }),
    );
    room.expectTaskToMatch(task);
  }, 60_000);

  it('keep a label that came with a file until as many as wanted answered', async () => {
    await room.change({ task: DATASET, resolution: 'majority', answersPerItem: 2 });
    expect(counts(DATASET)).toMatchObject({ labeled: 2, wanting: SAMPLES });
    room.give(0, { type: 'label', label: 'b' }, ANN);
    expect(room.resolved(DATASET, 0)).toEqual(['a', 'import']);
    room.give(0, { type: 'label', label: 'b' }, BO);
    expect(room.resolved(DATASET, 0)).toEqual(['b', 'Ann, Bo']);
    room.expectTaskToMatch(DATASET);
  });
});

describe('spans of a text', () => {
  it('are checked against the text and the schema', async () => {
    const task = await room.task({
      kind: 'spans',
      name: 'Names',
      classes: ['person'],
      options: SchemaOptions.parse({ overlap: 'none' }),
    });
    const span = { id: 's1', start: 0, end: 4, label: 'person' };
    room.giveIn(task, 3, value({ spans: [span] }));
    expect(room.itemIn(task, 3).labelValue).toEqual({ spans: [{ ...span, attributes: {} }], relations: [] });
    for (const [bad, key] of [
      [[{ ...span, end: 999 }], 'spanOutside'],
      [[{ ...span, label: 'place' }], 'unknownLabel'],
      [[span, { ...span, id: 's2', start: 2, end: 6 }], 'spansOverlap'],
      [[{ ...span, start: Number.NaN }], 'valueBad'],
    ] as const)
      expect(() => room.giveIn(task, 4, value({ spans: bad }))).toThrow(
        expect.objectContaining({ key: `labeling.${key}` }),
      );
    expect(counts(task).labeled).toBe(1);
  });

  it('that somebody marked are changed by who adjudicates, and are the label until that is taken back', async () => {
    const task = await room.task({
      kind: 'spans',
      name: 'Blind',
      classes: ['person'],
      resolution: 'majority',
      answersPerItem: 2,
    });
    const marked = (...ends: readonly number[]) => ({
      spans: ends.map((end, i) => ({ id: `s${i}`, start: end - 2, end, label: 'person', attributes: {} })),
      relations: [],
    });
    room.giveIn(task, 0, value(marked(2)), ANN);
    room.giveIn(task, 0, value(marked(4)), CY);
    const label = () => room.labeling.labelsOf({ task, samples: [sampleId(0)] }, BO)[0]!.label;
    expect(label()).toBeNull();
    const operation = room.giveIn(task, 0, { type: 'adjudicate', value: marked(2, 6) }, BO);
    expect([label(), counts(task).disputed]).toEqual([marked(2, 6), 0]);
    room.giveIn(task, 0, { type: 'undo', of: operation }, BO);
    expect([label(), counts(task).disputed]).toEqual([null, 1]);
    room.expectTaskToMatch(task);
  });
});

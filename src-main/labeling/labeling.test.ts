import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Annotation, QueueItem } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Labeling } from './index.ts';
import { prepareQueries } from './queries.ts';
import { ANN, BO, DATASET, Room, sampleId } from './room.fixture.ts';

let room: Room;

beforeEach(() => {
  room = new Room();
});
afterEach(() => {
  room.close();
});

describe('the schema', () => {
  const classes = (...names: string[]) =>
    names.map((name, i) => ({ name, key: String(i + 1), guideline: '' }));
  const set = (changes: Parameters<Labeling['setSchema']>[0]['classes']) =>
    room.labeling.setSchema({ task: DATASET, classes: changes }, BO);
  const names = () => room.labeling.schema({ task: DATASET }).map(({ name }) => name);

  it('comes from the labels of an import, with the first free keys', () => {
    room.importLabels(['spam', null, 'ham', 'spam']);
    expect(room.labeling.schema({ task: DATASET })).toEqual([
      { name: 'spam', key: '1', guideline: '' },
      { name: 'ham', key: '2', guideline: '' },
    ]);
  });

  it('is added to, reordered and renamed without touching the labels given', () => {
    room.importLabels(['spam', 'ham']);
    set([
      { name: 'ham', key: 'h', guideline: 'Wanted mail' },
      { name: 'junk', key: '1', guideline: '', was: 'spam' },
      { name: 'unsure', key: '3', guideline: '' },
    ]);
    expect(names()).toEqual(['ham', 'junk', 'unsure']);
    expect([room.state(0).label, room.state(1).label]).toEqual(['junk', 'ham']);
    expect(room.events).toContainEqual({ type: 'changed', what: 'schema', id: DATASET });
  });

  it('lets two classes exchange their names, and a new class take the name of a renamed one', () => {
    room.importLabels(['spam', 'ham']);
    set([
      { name: 'ham', key: '1', guideline: '', was: 'spam' },
      { name: 'spam', key: '2', guideline: '', was: 'ham' },
    ]);
    expect([room.state(0).label, room.state(1).label]).toEqual(['ham', 'spam']);
    set([
      { name: 'x', key: '1', guideline: '', was: 'ham' },
      { name: 'ham', key: '2', guideline: '' },
      { name: 'spam', key: '3', guideline: '' },
    ]);
    expect([room.state(0).label, room.state(1).label]).toEqual(['x', 'spam']);
  });

  it('refuses to drop a class that is in use, and changes nothing', () => {
    room.importLabels(['spam', 'ham', 'spam']);
    expect(() => set(classes('ham', 'new'))).toThrow(
      new AppError('labeling.classInUse', { label: 'spam', count: 2 }),
    );
    expect(names()).toEqual(['spam', 'ham']);
  });

  it('drops an unused class and brings it back when an undo restores its label', () => {
    set(classes('a', 'b'));
    room.importLabels([null]);
    room.give(0, { type: 'label', label: 'a' });
    const second = room.give(0, { type: 'label', label: 'b' });
    set(classes('b'));
    expect(names()).toEqual(['b']);
    room.give(0, { type: 'undo', of: second });
    expect(room.state(0).label).toBe('a');
    expect(room.labeling.schema({ task: DATASET })).toContainEqual({
      name: 'a',
      key: '2',
      guideline: '',
      place: 0,
    });
  });

  it.each([
    [
      'labeling.duplicateClass',
      [
        { name: 'a', key: '1' },
        { name: 'a', key: '2' },
      ],
    ],
    [
      'labeling.duplicateKey',
      [
        { name: 'a', key: '1' },
        { name: 'b', key: '1' },
      ],
    ],
    ['labeling.reservedKey', [{ name: 'a', key: 'u' }]],
    ['labeling.classUnknown', [{ name: 'a', key: '1', was: 'nobody' }]],
  ])('refuses with %s', (key, changes) => {
    expect(() => set(changes.map((change) => ({ guideline: '', ...change })))).toThrow(
      expect.objectContaining({ key }),
    );
    expect(names()).toEqual([]);
  });

  it('refuses an import with more different labels than a classifier could have', () => {
    const labels = Array.from({ length: 501 }, (_, i) => `label ${i}`);
    expect(() => room.importLabels(labels)).toThrow(
      expect.objectContaining({ key: 'labeling.tooManyClasses' }),
    );
    expect(names()).toEqual([]);
    expect(room.positions('all')).toEqual([]);
  });
});

describe('answers', () => {
  beforeEach(() => {
    room.importLabels([null, null, 'spam', 'ham', null]);
  });

  it('refuses a label no schema has, names the ones there are, and saves nothing of the call', () => {
    const answers = [
      { operation: randomUUID(), sample: sampleId(0), answer: { type: 'label', label: 'spam' } as const },
      { operation: randomUUID(), sample: sampleId(1), answer: { type: 'label', label: 'sapm' } as const },
    ];
    expect(() => room.labeling.annotate({ task: DATASET, answers }, ANN)).toThrow(
      new AppError('labeling.unknownLabel', { label: 'sapm', classes: 'spam, ham' }),
    );
    expect(room.positions('labeled')).toEqual([2, 3]);
    expect(room.labeling.history({ task: DATASET, sample: sampleId(0) }, ANN)).toEqual([]);
  });

  it('refuses a sample and a dataset that are not there', () => {
    expect(() => room.give(99, { type: 'skip' })).toThrow(
      expect.objectContaining({ key: 'labeling.sampleUnknown' }),
    );
    expect(() => room.labeling.progress({ task: 'none' }, ANN)).toThrow(
      expect.objectContaining({ key: 'house.notFound' }),
    );
  });

  it('are saved once however often they are sent, and answered the same', () => {
    const answers = [
      { operation: randomUUID(), sample: sampleId(0), answer: { type: 'label', label: 'spam' } as const },
    ];
    const first = room.labeling.annotate({ task: DATASET, answers }, ANN);
    expect(room.labeling.annotate({ task: DATASET, answers }, ANN)).toEqual(first);
    expect(room.labeling.history({ task: DATASET, sample: sampleId(0) }, ANN)).toHaveLength(1);
    expect(first).toMatchObject({ saved: 1, progress: { total: 5, labeled: 3, mine: 1 } });
  });

  it('refuse an operation id that was used for something else', () => {
    const operation = room.give(0, { type: 'label', label: 'spam' });
    expect(() => room.give(1, { type: 'label', label: 'spam' }, ANN, operation)).toThrow(
      expect.objectContaining({ key: 'labeling.operationReused' }),
    );
    expect(() => room.give(0, { type: 'skip' }, ANN, operation)).toThrow(
      expect.objectContaining({ key: 'labeling.operationReused' }),
    );
  });

  it('are taken back by their author only, and only where they were given', () => {
    const operation = room.give(0, { type: 'label', label: 'spam' });
    expect(() => room.give(0, { type: 'undo', of: operation }, BO)).toThrow(
      new AppError('labeling.undoNotYours', { author: 'Ann' }),
    );
    expect(() => room.give(1, { type: 'undo', of: operation })).toThrow(
      expect.objectContaining({ key: 'labeling.undoUnknown' }),
    );
    expect(() => room.give(0, { type: 'undo', of: randomUUID() })).toThrow(
      expect.objectContaining({ key: 'labeling.undoUnknown' }),
    );
  });

  it('undo falls back to what the label was before, and the undo of an undo is a redo', () => {
    room.give(3, { type: 'label', label: 'spam' }, BO);
    const mine = room.give(3, { type: 'label', label: 'ham' });
    const undo = room.give(3, { type: 'undo', of: mine });
    expect(room.state(3)).toMatchObject({ label: 'spam', labeledBy: 'Bo' });
    room.give(3, { type: 'undo', of: undo });
    expect(room.state(3)).toMatchObject({ label: 'ham', labeledBy: 'Ann' });
  });

  it('keep what was said: the history has the import, every answer and what was taken back', () => {
    const flag = room.give(2, { type: 'flag', on: true });
    room.give(2, { type: 'undo', of: flag });
    room.give(2, { type: 'note', text: 'looks odd' });
    const history = room.labeling.history({ task: DATASET, sample: sampleId(2) }, ANN);
    expect(history.map(({ author, answer, undone }) => [author, answer.type, undone])).toEqual([
      ['import', 'label', false],
      ['Ann', 'flag', true],
      ['Ann', 'undo', false],
      ['Ann', 'note', false],
    ]);
    expect(history.every((each) => Annotation.safeParse(each).success)).toBe(true);
    expect(room.state(2)).toMatchObject({ flagged: false, note: 'looks odd', labeledBy: 'import' });
  });

  it('can never be changed or removed, not even by a statement of ours', () => {
    room.give(0, { type: 'skip' });
    expect(() => room.store.db.exec("UPDATE annotations SET author = 'x'")).toThrow('append-only');
    expect(() => room.store.db.exec('DELETE FROM annotations')).toThrow('append-only');
  });

  it('are still there after the workspace was closed and opened again', () => {
    room.give(0, { type: 'label', label: 'ham' });
    room.reopen();
    expect(room.state(0)).toMatchObject({ label: 'ham', labeledBy: 'Ann' });
  });
});

describe('the queue', () => {
  it('gives each kind in order of position, after a position, as the contract says', () => {
    room.importLabels(['a', null, null, 'a', null, null]);
    room.give(2, { type: 'skip' });
    room.give(3, { type: 'flag', on: true });
    expect(room.positions('unlabeled')).toEqual([1, 4, 5]);
    expect(room.positions('labeled')).toEqual([0, 3]);
    expect(room.positions('skipped')).toEqual([2]);
    expect(room.positions('flagged')).toEqual([3]);
    expect(room.queue('unlabeled', 1, 1)).toEqual({
      items: [
        {
          id: sampleId(4),
          text: 'text 4',
          value: null,
          split: null,
          image: null,
          metadata: {},
          label: null,
          labeledBy: null,
          skipped: false,
          flagged: false,
          note: null,
          position: 4,
          answeredBy: null,
          answeredAt: null,
        },
      ],
      left: 3,
    });
    expect(room.queue('all', 2).left).toBe(3);
    expect(room.queue('all').items.every((item) => QueueItem.safeParse(item).success)).toBe(true);
  });

  it('gives exactly the samples asked for, in that order', () => {
    room.importLabels(['a', 'b', 'a']);
    const samples = [sampleId(2), sampleId(0), sampleId(1)];
    const ask = (after: number) =>
      room.labeling.queue({ task: DATASET, queue: 'all', after, limit: 2, samples }, ANN);
    expect(ask(-1).items.map(({ id, label, position }) => [id, label, position])).toEqual([
      [sampleId(2), 'a', 0],
      [sampleId(0), 'a', 1],
    ]);
    expect(ask(1)).toMatchObject({ items: [{ id: sampleId(1), label: 'b', position: 2 }], left: 1 });
  });

  it('walks an index for every kind, without sorting and without a scan', () => {
    for (const kind of ['unlabeled', 'labeled', 'skipped', 'flagged'] as const) {
      const plan = planOf(kind);
      expect(plan).toContain(`sample_states_${kind}`);
      expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
    }
  });

  function planOf(kind: 'unlabeled' | 'labeled' | 'skipped' | 'flagged'): string {
    const { source } = prepareQueries(room.store.db).queue[kind];
    return room.store.db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${source}`)
      .all(DATASET, -1, 20)
      .map(({ detail }) => detail)
      .join('\n');
  }
});

describe('imports', () => {
  it('keep a label a person gave, fill in a missing one, and take the one that most files gave', () => {
    room.importLabels([null, null, 'spam', null]);
    room.labeling.setSchema(
      {
        task: DATASET,
        classes: [
          { name: 'spam', key: '1', guideline: '' },
          { name: 'ham', key: '2', guideline: '' },
        ],
      },
      BO,
    );
    room.give(0, { type: 'label', label: 'ham' });
    room.give(3, { type: 'skip' });
    expect(room.importLabels(['spam', 'spam', 'ham', 'ham'], 'file-2')).toEqual({
      labeled: 3,
      conflicts: [{ position: 2, label: 'ham', before: 'spam' }],
    });
    expect([0, 1, 2, 3].map((i) => [room.state(i).label, room.state(i).labeledBy])).toEqual([
      ['ham', 'Ann'],
      ['spam', 'import'],
      [null, null],
      ['ham', 'import'],
    ]);
    expect(room.labeling.progress({ task: DATASET }, ANN)).toMatchObject({
      total: 4,
      labeled: 3,
      skipped: 0,
    });
    room.expectCountsToMatch();
    room.importLabels([null, null, 'ham', null], 'file-3');
    expect(room.state(2)).toMatchObject({ label: 'ham', labeledBy: 'import' });
    room.expectCountsToMatch();
  });

  it('roll back with the transaction that stores the samples', () => {
    expect(() =>
      room.store.tx(() => {
        room.importLabels(['a', 'b']);
        throw new Error('disk gone');
      }),
    ).toThrow('disk gone');
    expect(room.labeling.schema({ task: DATASET })).toEqual([]);
    expect(room.labeling.progress({ task: DATASET }, ANN).total).toBe(0);
  });
});

describe('progress', () => {
  it('tells my last hour and my rate in this session, less what I took back', () => {
    room.importLabels(['a', null, null, null, null, null]);
    const at = (time: string) => (room.clock = new Date(`2026-11-22T${time}:00.000Z`));
    at('07:00');
    room.give(1, { type: 'label', label: 'a' });
    at('08:30'); // a break of 26 minutes follows
    room.give(2, { type: 'label', label: 'a' });
    at('08:56');
    room.give(3, { type: 'label', label: 'a' });
    at('08:58');
    room.give(4, { type: 'skip' });
    room.give(5, { type: 'label', label: 'a' }, BO);
    at('09:00');
    const last = room.give(5, { type: 'label', label: 'a' });
    expect(room.labeling.progress({ task: DATASET }, ANN)).toMatchObject({ mine: 4, perMinute: 3 / 4 });
    room.give(5, { type: 'undo', of: last });
    expect(room.labeling.progress({ task: DATASET }, ANN)).toMatchObject({ mine: 3, perMinute: 2 / 4 });
    expect(room.labeling.progress({ task: DATASET }, BO)).toMatchObject({ mine: 1 });
  });
});

describe('labels by day', () => {
  it('count each sample that carries a label on the day of its first, or of its file', async () => {
    room.importLabels(['spam', 'ham', null, null, null, null]);
    const days = () => room.labeling.byDay({ task: DATASET });
    const noon = (day: number) => new Date(2026, 10, day, 12);
    room.clock = noon(24);
    room.give(2, { type: 'label', label: 'spam' });
    room.give(3, { type: 'label', label: 'ham' });
    room.give(4, { type: 'skip' });
    room.clock = noon(26);
    room.give(0, { type: 'label', label: 'ham' });
    room.give(2, { type: 'label', label: 'ham' });
    room.give(5, { type: 'label', label: 'ham' });
    expect(await days()).toEqual({
      total: 6,
      days: [
        { day: '2026-11-22', labeled: 2, given: 0 },
        { day: '2026-11-24', labeled: 2, given: 2 },
        { day: '2026-11-26', labeled: 1, given: 1 },
      ],
    });
    room.give(3, { type: 'clear' });
    room.give(1, { type: 'clear' });
    expect((await days()).days.map(({ labeled }) => labeled)).toEqual([1, 1, 1]);
  });
});

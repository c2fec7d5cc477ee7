import { describe, expect, it } from 'vitest';
import { newTask } from '../../../src-shared/planning/new-documents.ts';
import { cycleWith, inColumn, mayBeUnder, rankBetween, removal, withDone, type TaskBody } from './changes.ts';
import { byRank, outlineOf } from './outline.ts';

const task = (id: string, body: Partial<TaskBody> = {}) => ({ id, body: { ...newTask(id, 0), ...body } });
const after = (...ids: string[]) => ids.map((id) => ({ task: id, type: 'FS' as const, lag: 0 }));

describe('a task on the board', () => {
  const body = newTask('a', 0);

  it('begins and ends with its column, and keeps what was known', () => {
    const doing = inColumn(body, 'doing', '2026-03-02');
    expect(doing).toMatchObject({ column: 'doing', actualStart: '2026-03-02', actualFinish: null, done: 0 });
    const done = inColumn(doing, 'done', '2026-03-05');
    expect(done).toMatchObject({ actualStart: '2026-03-02', actualFinish: '2026-03-05', done: 1 });
    expect(inColumn(done, 'review', '2026-03-06')).toMatchObject({
      actualStart: '2026-03-02',
      actualFinish: null,
      done: 0,
    });
    expect(inColumn(done, 'backlog', '2026-03-06')).toMatchObject({
      actualStart: null,
      actualFinish: null,
      done: 0,
    });
    expect(inColumn({ ...doing, done: 0.4 }, 'ready', '2026-03-06')).toMatchObject({
      actualStart: '2026-03-02',
      done: 0.4,
    });
  });

  it('out of done is done as far as its checklist', () => {
    const checklist = [true, false, true, true].map((done) => ({ text: 'x', done }));
    const done = inColumn({ ...body, checklist }, 'done', '2026-03-02');
    expect(inColumn(done, 'doing', '2026-03-02').done).toBe(0.75);
  });

  it('is finished by all of the work, and open again by less', () => {
    expect(withDone(body, 1, '2026-03-02')).toMatchObject({ column: 'done', actualFinish: '2026-03-02' });
    const open = withDone(withDone(body, 1, '2026-03-02'), 0.5, '2026-03-03');
    expect(open).toMatchObject({ column: 'doing', done: 0.5, actualFinish: null });
  });

  it('has a rank between its neighbours', () => {
    expect([
      rankBetween(undefined, undefined),
      rankBetween(undefined, 4),
      rankBetween(4, undefined),
      rankBetween(4, 5),
    ]).toEqual([0, 3, 5, 4.5]);
  });
});

describe('a task that goes', () => {
  it('leaves its sub-tasks to its own parent, and nobody waiting', () => {
    const tasks = [
      task('top'),
      task('a', { parent: 'top' }),
      task('b', { parent: 'a' }),
      task('c', { after: after('a', 'b') }),
    ];
    const comment = { id: 'c1', kind: 'comment' as const, body: { task: 'a' } };
    const changes = removal('a', {
      tasks,
      milestones: [],
      attached: [comment, { ...comment, id: 'c2', body: { task: 'b' } }],
    });
    expect(changes).toMatchObject([
      { id: 'a', body: null },
      { id: 'b', body: { parent: 'top' } },
      { id: 'c', body: { after: after('b') } },
      { id: 'c1', kind: 'comment', body: null },
    ]);
    expect(changes).toHaveLength(4);
  });
});

describe('tasks that would wait for each other', () => {
  const all = [
    { id: 'a', title: 'A', after: after('b'), parent: null },
    { id: 'b', title: 'B', after: after('c'), parent: null },
    { id: 'c', title: 'C', after: [], parent: null, milestones: ['m'] },
    { id: 'm', title: 'M', after: [], parent: null },
    { id: 'sum', title: 'Sum', after: after('m'), parent: null },
    { id: 'sub', title: 'Sub', after: [], parent: 'sum' },
  ];

  it('are named in their order, through chains, milestones and summary tasks', () => {
    expect(cycleWith('c', 'a', all)).toEqual(['C', 'B', 'A']);
    expect(cycleWith('c', 'sub', all)).toEqual(['C', 'M', 'Sub']);
    expect(cycleWith('a', 'a', all)).toEqual(['A']);
    expect(cycleWith('sum', 'sub', all)).toEqual(['Sub']);
  });

  it('are none where nothing leads back', () => {
    expect(cycleWith('a', 'c', all)).toBeUndefined();
    expect(cycleWith('sub', 'a', all)).toBeUndefined();
  });

  it('stand under no task that stands under them', () => {
    const bodies = new Map([task('a'), task('b', { parent: 'a' })].map(({ id, body }) => [id, body]));
    expect(mayBeUnder('a', 'b', (id) => bodies.get(id))).toBe(false);
    expect(mayBeUnder('b', 'a', (id) => bodies.get(id))).toBe(true);
  });
});

describe('an outline', () => {
  const rows = (tasks: ReturnType<typeof task>[], folded: string[] = [], shown?: string[]) =>
    outlineOf(tasks, { folded: new Set(folded), compare: byRank, shown: shown && new Set(shown) }).map(
      ({ task: { id }, depth }) => `${depth}${id}`,
    );
  const tasks = [
    task('b', { rank: 2 }),
    task('a', { rank: 1 }),
    task('a1', { parent: 'a', rank: 5 }),
    task('a0', { parent: 'a', rank: 4 }),
    task('lost', { parent: 'gone', rank: 3 }),
  ];

  it('has sub-tasks behind their summary task, by rank, and folds them away', () => {
    expect(rows(tasks)).toEqual(['0a', '1a0', '1a1', '0b', '0lost']);
    expect(rows(tasks, ['a'])).toEqual(['0a', '0b', '0lost']);
  });

  it('shows what a filter passes with its summary tasks', () => {
    expect(rows(tasks, [], ['a1'])).toEqual(['0a', '1a1']);
  });

  it('loses no task, even of those that contain each other', () => {
    expect(rows([task('x', { parent: 'y' }), task('y', { parent: 'x' })])).toEqual(['0x', '1y']);
  });
});

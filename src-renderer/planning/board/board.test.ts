import { describe, expect, it } from 'vitest';
import { newTask } from '../../../src-shared/planning/new-documents.ts';
import type { TaskBody } from '../work/changes.ts';
import { fieldsAt, lanesOf, neighbourOf, placeOf, shifted } from './board.ts';

const task = (id: string, body: Partial<TaskBody> = {}) => ({ id, body: { ...newTask(id, 0), ...body } });
const tasks = [
  task('a', { rank: 1, owners: ['mei'] }),
  task('b', { rank: 2, owners: ['mei', 'max'] }),
  task('c', { rank: 3, column: 'doing', owners: ['max'] }),
  task('d', { rank: 4, owners: ['gone'] }),
  task('e', { rank: 5, column: 'doing' }),
];
const named = [
  { id: 'mei', name: 'Mei' },
  { id: 'max', name: 'Max' },
  { id: 'eve', name: 'Eve' },
];
const plain = lanesOf(tasks, { mode: 'none', named: [], without: '' });
const lanes = lanesOf(tasks, { mode: 'owner', named, without: 'Nobody' });
const ids = (cell: readonly { id: string }[]) => cell.map(({ id }) => id).join('');

describe('a board', () => {
  it('has columns by rank, and lanes by first owner where somebody has a task', () => {
    expect(ids(plain[0]!.cells.backlog)).toBe('abd');
    expect(lanes.map(({ name, cells }) => `${name}: ${ids(cells.backlog)}|${ids(cells.doing)}`)).toEqual([
      'Mei: ab|',
      'Max: |c',
      'Nobody: d|e',
    ]);
  });

  it('leads the arrows across columns, and through lanes', () => {
    expect(neighbourOf(plain, 'a', 'right')).toBe('c');
    expect(neighbourOf(plain, 'd', 'right')).toBe('e');
    expect(neighbourOf(plain, 'a', 'left')).toBeUndefined();
    expect(neighbourOf(lanes, 'b', 'down')).toBe('d');
    expect(neighbourOf(lanes, 'd', 'up')).toBe('b');
  });

  it('puts a card between its new neighbours', () => {
    const move = (id: string, place: Parameters<typeof fieldsAt>[1]) =>
      fieldsAt(
        tasks.find((one) => one.id === id)!,
        place,
        { lanes: plain, mode: 'none' },
      ).rank;
    expect(move('c', { lane: '', column: 'backlog', index: 1 })).toBe(1.5);
    expect(move('a', { lane: '', column: 'backlog', index: 2 })).toBe(3);
    expect(move('a', { lane: '', column: 'backlog', index: 3 })).toBe(5);
    expect(move('d', { lane: '', column: 'backlog', index: 0 })).toBe(0);
  });

  it('gives a card to the person of its new lane, and leaves those who help', () => {
    const b = tasks[1]!;
    expect(fieldsAt(b, { lane: 'max', column: 'doing', index: 0 }, { lanes, mode: 'owner' })).toEqual({
      rank: 2,
      owners: ['max'],
    });
    expect(fieldsAt(b, { lane: '', column: 'backlog', index: 0 }, { lanes, mode: 'owner' }).owners).toEqual([
      'max',
    ]);
  });

  it('moves cards by key: within the column, to the next, to the next lane, and not past the edge', () => {
    expect(shifted(plain, 'a', 'down')).toEqual({ lane: '', column: 'backlog', index: 2 });
    expect(shifted(plain, 'b', 'right')).toEqual({ lane: '', column: 'ready', index: 0 });
    expect(shifted(plain, 'a', 'left')).toBeUndefined();
    expect(shifted(plain, 'd', 'down')).toBeUndefined();
    expect(shifted(lanes, 'b', 'down')).toEqual({ lane: 'max', column: 'backlog', index: 0 });
    expect(placeOf(lanes, 'e')).toEqual({ lane: '', column: 'doing', index: 1 - 1 });
  });
});

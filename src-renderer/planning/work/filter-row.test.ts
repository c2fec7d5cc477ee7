import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../src-shared/planning/entry/filter.ts';
import { parseDay } from '../../../src-shared/planning/engine/index.ts';
import { newMilestone, newProject, newTask } from '../../../src-shared/planning/new-documents.ts';
import type { TaskBody } from './changes.ts';
import { passingTasks } from './filter-row.ts';
import { scheduleDocuments } from './scheduling.ts';

const today = '2026-03-04';
const task = (id: string, body: Partial<TaskBody> = {}) => ({ id, body: { ...newTask(id, 0), ...body } });
const estimate = { optimistic: 8, likely: 8, pessimistic: 8 };
const tasks = [
  task('a', {
    column: 'done',
    actualFinish: '2026-03-03',
    actualStart: '2026-03-03',
    estimate,
    due: '2026-03-02',
  }),
  task('b', { after: [{ task: 'a', type: 'FS', lag: 0 }], estimate, milestones: ['m'] }),
  task('c', { after: [{ task: 'b', type: 'FS', lag: 0 }], estimate, due: '2026-03-04' }),
  task('d', {
    recurrence: { every: 'daily', interval: 1, weekdays: [], nth: null, until: null },
    blockedBy: 'law',
  }),
  task('e', { due: '2026-03-03' }),
];
const milestones = [{ id: 'm', body: newMilestone('Beta', 0) }];
const { byId, warnings, error } = scheduleDocuments({
  project: newProject('p', '2026-03-02'),
  tasks,
  milestones,
  machines: [],
  people: [],
  calendar: undefined,
  holidays: [],
  today,
});
const passing = (query: string) =>
  [
    ...passingTasks(parseFilter(query, parseDay(today)!)!, tasks, {
      people: [],
      milestones,
      scheduled: byId,
      warned: warnings,
      today: parseDay(today)!,
    }),
  ].join('');

describe('filters of a plan', () => {
  it.each([
    ['is:done', 'a'],
    ['is:late', 'ce'],
    ['is:blocked', 'cd'],
    ['is:recurring', 'd'],
    ['is:unestimated', 'de'],
    ['is:critical', 'bce'],
    ['milestone:be', 'b'],
    ['state:完成', 'a'],
    ['finish<=2026-03-04', 'abe'],
    ['is:open and not owner:none', ''],
    ['is:warned', 'ace'],
  ])('%s passes %s', (query, ids) => expect(passing(query)).toBe(ids));

  it('a cycle is an error to show, and nothing is scheduled', () => {
    expect(error).toBeUndefined();
    const circle = [
      task('x', { after: [{ task: 'y', type: 'FS', lag: 0 }] }),
      task('y', { after: [{ task: 'x', type: 'FS', lag: 0 }] }),
    ];
    const scheduled = scheduleDocuments({
      project: newProject('p', today),
      tasks: circle,
      milestones: [],
      machines: [],
      people: [],
      calendar: undefined,
      holidays: [],
      today,
    });
    expect(scheduled).toMatchObject({ error: { key: 'planning.cycle' } });
    expect(scheduled.byId.size).toBe(0);
  });
});

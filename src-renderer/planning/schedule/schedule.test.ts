import { describe, expect, it } from 'vitest';
import {
  Calendar,
  STANDARD_WEEK,
  levelPlan,
  parseDay,
  parseMoment,
  schedulePlan,
} from '../../../src-shared/planning/engine/index.ts';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { scheduleInput } from '../../../src-shared/planning/schedule-input.ts';
import { newProject, newTask } from '../../../src-shared/planning/new-documents.ts';
import type { TaskBody, TaskDocument } from '../work/changes.ts';
import { hoursOf, rollUp, stopped } from '../work/hours.ts';
import { baselineOf, earnedCurves, earnedHours, finishVariance } from './baselines.ts';
import { levelChanges, unlevelled } from './levelling.ts';

const calendar = new Calendar({ id: 'c', name: 'c', week: STANDARD_WEEK });
const estimate = (likely: number) => ({ optimistic: likely, likely, pessimistic: likely });
const task = (id: string, body: Partial<TaskBody> = {}): TaskDocument => ({
  id,
  body: { ...newTask(id, 0), estimate: estimate(8), ...body },
});
const MEI = {
  id: 'mei',
  body: {
    name: 'Mei',
    account: null,
    role: null,
    capacity: 1,
    cost: 0,
    skills: { nlp: 2 },
    daysOff: [],
    from: null,
    until: null,
  },
};
const planOf = (tasks: readonly TaskDocument[], today = '2026-03-02') =>
  scheduleInput({
    project: newProject('p', '2026-03-02'),
    tasks,
    milestones: [],
    machines: [],
    people: [MEI],
    calendar: undefined,
    holidays: [],
    today,
  }).plan;
const changed = (tasks: readonly TaskDocument[], changes: ReturnType<typeof levelChanges>): TaskDocument[] =>
  tasks.map((one) => {
    const change = changes.find(({ id }) => id === one.id);
    return change?.kind === 'task' && change.body ? { id: one.id, body: change.body } : one;
  });

describe('levelling of documents', () => {
  const owners = ['mei'];
  const tasks = [
    task('a', { owners }),
    task('b', { owners, priority: 'low' }),
    task('c', { estimate: estimate(16), skill: 'nlp' }),
  ];

  it('moves what overlaps, chooses whom a skill needs, and schedules to the same dates', () => {
    const levelling = levelPlan(unlevelled(planOf(tasks), tasks));
    const after = changed(tasks, levelChanges(levelling, tasks));
    expect(after[2]?.body.owners).toEqual(['mei']);
    const dates = (schedule: {
      tasks: readonly { id: string; start: number | null; finish: number | null }[];
    }) => schedule.tasks.map(({ id, start, finish }) => ({ id, start, finish }));
    expect(dates(schedulePlan(planOf(after)))).toEqual(dates(levelling.schedule));
    // Nobody is overloaded any more.
    expect(levelPlan(planOf(after)).moves).toEqual([]);
  });

  it('done twice is the same, and frees what has not to wait any more', () => {
    const once = changed(tasks, levelChanges(levelPlan(unlevelled(planOf(tasks), tasks)), tasks));
    expect(levelChanges(levelPlan(unlevelled(planOf(once), once)), once)).toEqual([]);
    const alone = once.slice(1, 2);
    expect(alone[0]?.body.levelled).toBeDefined();
    const [change] = levelChanges(levelPlan(unlevelled(planOf(alone), alone)), alone);
    expect(change?.body).not.toHaveProperty('levelled');
  });
});

describe('a baseline', () => {
  const before = schedulePlan(planOf([task('a'), task('b', { after: [{ task: 'a', type: 'FS', lag: 0 }] })]));
  const baseline = baselineOf(before, { name: 'first', at: '2026-03-02T09:00:00Z' });

  it('keeps dates and hours, and tells how much later a task is, in working minutes', () => {
    expect(baseline.tasks.b).toEqual({
      start: parseMoment('2026-03-03T09:00'),
      finish: parseMoment('2026-03-03T18:00'),
      hours: 8,
    });
    const late = schedulePlan(planOf([task('a', { start: '2026-03-06' })]));
    expect(finishVariance(late.tasks[0], baseline, calendar)).toBe(4 * 480);
    expect(finishVariance({ ...late.tasks[0]!, id: 'new' }, baseline, calendar)).toBeUndefined();
  });

  it('is what earned value is measured against: PV, EV, AC and the indices of hours', () => {
    const now = Date.parse('2026-03-03T20:00:00Z');
    const entry = (of: string, day: string, hours: number): { id: string; body: PlanBody<'timeEntry'> } => ({
      id: of + day,
      body: { task: of, person: 'mei', day, hours, running: null, note: '' },
    });
    const done = { column: 'done', done: 1, actualStart: '2026-03-02', actualFinish: '2026-03-02' } as const;
    const schedule = schedulePlan(
      planOf([task('a', done), task('b', { done: 0.5, actualStart: '2026-03-03' })], '2026-03-03'),
    );
    const entries = [
      entry('a', '2026-03-02', 10),
      entry('b', '2026-03-03', 5),
      entry('other', '2026-03-03', 1),
    ];
    const source = { schedule, baseline, entries, calendar, today: parseDay('2026-03-03')!, now };
    const report = earnedHours(source);
    expect(report).toMatchObject({ plannedValue: 16, earnedValue: 12, actualCost: 16, budget: 16 });
    expect([report.scheduleIndex, report.costIndex]).toEqual([0.75, 0.75]);
    expect(report.estimates.byCostIndex).toBeCloseTo(21.333, 3);
    const curves = earnedCurves(source, parseDay('2026-03-02')!);
    expect(curves.pv).toEqual([
      [0, 8],
      [1, 16],
    ]);
    expect(curves.ev).toEqual([
      [0, 8],
      [1, 12],
    ]);
    expect(curves.ac).toEqual([
      [0, 10],
      [1, 16],
    ]);
  });
});

describe('hours', () => {
  const running = {
    task: 'a',
    person: 'mei',
    day: '2026-03-02',
    hours: 1,
    running: '2026-03-02T09:00:00Z',
    note: '',
  };
  const now = Date.parse('2026-03-02T10:30:20Z');

  it('of a timer count while it runs, and stop to the minute', () => {
    expect(hoursOf(running, now)).toBeCloseTo(2.5056, 4);
    expect(stopped(running, now)).toMatchObject({ hours: 150 / 60, running: null });
    expect(hoursOf(running, Date.parse('2026-03-02T08:00:00Z'))).toBe(1);
  });

  it('and estimates of sub-tasks roll up, the own estimate of a summary task does not', () => {
    const tasks = [
      task('top', { estimate: estimate(100) }),
      task('a', { parent: 'top' }),
      task('b', { parent: 'a', estimate: estimate(3) }),
      task('c', { parent: 'top', estimate: null }),
    ];
    const rolled = rollUp(tasks, [{ id: 'e', body: running }], now);
    expect(rolled.get('top')?.expected).toBe(3);
    expect(rolled.get('top')?.tracked).toBeCloseTo(2.5056, 4);
    expect(rolled.get('c')).toEqual({ expected: 0, tracked: 0 });
    const circle = [task('x', { parent: 'y' }), task('y', { parent: 'x' })];
    expect(rollUp(circle, [], now).size).toBe(2);
  });
});

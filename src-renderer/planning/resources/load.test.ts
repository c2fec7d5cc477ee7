import { describe, expect, it } from 'vitest';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { schedulePlan } from '../../../src-shared/planning/engine/index.ts';
import { scheduleInput, type PersonBody } from '../../../src-shared/planning/schedule-input.ts';
import { newProject, newTask } from '../../../src-shared/planning/new-documents.ts';
import { fillOf, loadOf } from './load.ts';

const person = (name: string, fields: Partial<PersonBody> = {}) => ({
  id: name,
  body: {
    name,
    account: null,
    role: null,
    capacity: 1,
    cost: 0,
    skills: {},
    daysOff: [],
    from: null,
    until: null,
    ...fields,
  },
});
const hours = (likely: number) => ({ optimistic: likely, likely, pessimistic: likely });

function load(
  tasks: readonly [id: string, body: Partial<PlanBody<'task'>>][],
  { people = [person('mei'), person('tom')], holidays = [] as readonly string[] } = {},
) {
  const { plan } = scheduleInput({
    // A Monday.
    project: newProject('P', '2026-03-02'),
    tasks: tasks.map(([id, body]) => ({ id, body: { ...newTask(id, 0), ...body } })),
    milestones: [],
    machines: [],
    people,
    calendar: undefined,
    holidays: holidays.map((day) => ({ day, works: false })),
    today: '2026-03-02',
  });
  return loadOf(schedulePlan(plan), plan);
}

const weeks = ['2026-03-02', '2026-03-09', '2026-03-16'];
const round = (value: number) => Math.round(value * 100) / 100;

describe('load', () => {
  it('lies where the schedule has the work: after what it waits for, and over nobody’s holidays', () => {
    const after = [{ task: 'a', type: 'FS' as const, lag: 0 }];
    const of = load(
      [
        ['a', { owners: ['mei'], estimate: hours(40) }],
        ['b', { owners: ['tom'], estimate: hours(24), after }],
      ],
      { holidays: ['2026-03-09'] },
    );
    expect(weeks.map((week) => round(of.planned('mei', week)))).toEqual([40, 0, 0]);
    expect(weeks.map((week) => round(of.planned('tom', week)))).toEqual([0, 24, 0]);
    expect(weeks.map((week) => of.available('tom', week))).toEqual([40, 32, 40]);
  });

  it('is shared by owners as they work, and two tasks at once are too much', () => {
    const of = load(
      [
        ['both', { owners: ['mei', 'tom'], estimate: hours(30) }],
        ['own', { owners: ['mei'], estimate: hours(40), done: 0.25, actualStart: '2026-03-02' }],
      ],
      { people: [person('mei'), person('tom', { capacity: 0.5 })] },
    );
    expect(round(of.planned('mei', weeks[0]!))).toBe(20 + 30);
    expect(round(of.planned('tom', weeks[0]!))).toBe(10);
    expect(of.available('tom', weeks[0]!)).toBe(20);
    expect(fillOf(of.planned('mei', weeks[0]!), of.available('mei', weeks[0]!))).toBe('over');
  });

  it('loses no hours: without an owner it is told, and what is done is none', () => {
    const of = load([
      ['nobody', { estimate: hours(10) }],
      ['done', { owners: ['mei'], estimate: hours(10), column: 'done' }],
      ['long', { owners: ['tom'], estimate: hours(100) }],
    ]);
    expect(of.unplaced).toEqual({ hours: 10, tasks: 1 });
    expect(of.people).toEqual(new Set(['tom']));
    expect(weeks.map((week) => round(of.planned('tom', week)))).toEqual([40, 40, 20]);
  });

  it('a person has fewer hours with days off, part time, and after the last day', () => {
    const people = [
      person('mei', {
        capacity: 0.5,
        daysOff: [{ from: '2026-03-03', to: '2026-03-04', why: '' }],
        until: '2026-03-10',
      }),
    ];
    const of = load([['a', { owners: ['mei'], estimate: hours(4) }]], { people });
    expect(weeks.map((week) => of.available('mei', week))).toEqual([12, 8, 0]);
  });
});

it('a week without hours is too full with any work', () => {
  expect([
    fillOf(0, 0),
    fillOf(1, 0),
    fillOf(10, 40),
    fillOf(36, 40),
    fillOf(40, 40),
    fillOf(41, 40),
  ]).toEqual(['free', 'over', 'fine', 'full', 'full', 'over']);
});

import { describe, expect, it } from 'vitest';
import { DAY, formatDay, parseDay, parseMoment, schedulePlan } from './engine/index.ts';
import type { PlanBody } from './contract.ts';
import { scheduleInput, type PersonBody, type ScheduleSource } from './schedule-input.ts';
import { sayWarning } from './schedule-warnings.ts';

const PROJECT: PlanBody<'project'> = {
  name: 'Complaints',
  vision: '',
  scope: '',
  start: '2026-03-02',
  due: null,
  state: 'active',
  currency: 'EUR',
  after: [],
  limits: {},
};
const TASK: PlanBody<'task'> = {
  title: 'Label',
  text: '',
  parent: null,
  milestones: [],
  column: 'backlog',
  priority: 'normal',
  owners: [],
  estimate: { optimistic: 8, likely: 8, pessimistic: 8 },
  done: 0,
  start: null,
  due: null,
  actualStart: null,
  actualFinish: null,
  after: [],
  labels: [],
  skill: null,
  gpuHours: 0,
  checklist: [],
  links: [],
  recurrence: null,
  blockedBy: '',
  rank: 0,
};
const MEI: PersonBody = {
  name: 'Mei',
  account: null,
  role: null,
  capacity: 1,
  cost: 50,
  skills: { nlp: 3 },
  daysOff: [],
  from: null,
  until: null,
};
const source = (more: Partial<ScheduleSource> = {}): ScheduleSource => ({
  project: PROJECT,
  tasks: [],
  milestones: [],
  machines: [],
  people: [],
  calendar: undefined,
  holidays: [],
  today: '2026-03-02',
  ...more,
});
const task = (id: string, body: Partial<PlanBody<'task'>> = {}) => ({
  id,
  body: { ...TASK, title: id, ...body },
});
const milestone = (id: string, body: Partial<PlanBody<'milestone'>> = {}) => ({
  id,
  body: { name: id, text: '', due: null, owner: null, after: [], rank: 0, ...body },
});
const schedule = (of: ScheduleSource) => {
  const { plan, warnings } = scheduleInput(of);
  const { tasks, warnings: late } = schedulePlan(plan);
  return { at: Object.fromEntries(tasks.map((one) => [one.id, one])), warnings, late };
};

describe('the schedule of documents', () => {
  it('takes estimates as expected effort, people’s days off and part time', () => {
    const mei = { ...MEI, daysOff: [{ from: '2026-03-03', to: '2026-03-03', why: 'leave' }] };
    const { at } = schedule(
      source({
        people: [
          { id: 'mei', body: mei },
          { id: 'max', body: { ...MEI, name: 'Max', capacity: 0.5 } },
        ],
        tasks: [
          task('a', { owners: ['mei'], estimate: { optimistic: 10, likely: 12, pessimistic: 14 } }),
          task('b', { owners: ['max'] }),
        ],
      }),
    );
    expect(at.a?.finish).toBe(parseMoment('2026-03-04T14:00'));
    expect(at.b?.finish).toBe(parseMoment('2026-03-03T18:00'));
  });

  it('takes holidays and adjusted workdays of the team, exceptions after what was read', () => {
    const office = [{ from: 540, to: 1020 }];
    const calendar = {
      country: null,
      week: [office, office, office, office, office, [], []],
      exceptions: [{ from: '2026-03-07', to: '2026-03-07', name: 'release', hours: [] }],
      read: [
        { day: '2026-03-02', name: 'holiday', works: false },
        { day: '2026-03-07', name: '调休', works: true },
        { day: '2026-03-08', name: '调休', works: true },
      ],
    };
    const days = { optimistic: 40, likely: 40, pessimistic: 40 };
    const { at } = schedule(source({ calendar, tasks: [task('a', { estimate: days })] }));
    // Tuesday to Friday and the Sunday that was made a workday.
    expect(at.a).toMatchObject({
      start: parseMoment('2026-03-03T09:00'),
      finish: parseMoment('2026-03-08T17:00'),
    });
  });

  it('takes the country’s holidays but in years that were read from a file', () => {
    const holidays = [
      { day: '2026-03-02', works: false },
      { day: '2026-03-07', works: true },
      { day: '2027-01-01', works: false },
    ];
    const days = (calendar: ScheduleSource['calendar']) =>
      scheduleInput(source({ calendar, holidays })).plan.calendars[0]?.exceptions?.map(({ first, hours }) => [
        formatDay(first),
        hours.length > 0,
      ]);
    expect(days(undefined)).toEqual([
      ['2026-03-02', false],
      ['2026-03-07', true],
      ['2027-01-01', false],
    ]);
    const read = [{ day: '2026-05-01', name: '劳动节', works: false }];
    const week = [0, 1, 2, 3, 4, 5, 6].map(() => [{ from: 540, to: 1020 }]);
    expect(days({ country: 'CN', week, exceptions: [], read })).toEqual([
      ['2027-01-01', false],
      ['2026-05-01', false],
    ]);
  });

  it('lets milestones wait for the tasks that serve them, and tasks for milestones', () => {
    const { at } = schedule(
      source({
        milestones: [milestone('beta'), milestone('end', { after: [{ task: 'c', type: 'FS', lag: 0 }] })],
        tasks: [
          task('a', { milestones: ['beta'] }),
          task('b', { milestones: ['beta', 'end'], after: [{ task: 'a', type: 'FS', lag: 8 }] }),
          task('c', { after: [{ task: 'beta', type: 'FS', lag: 0 }] }),
        ],
      }),
    );
    expect(at.beta?.finish).toBe(parseMoment('2026-03-04T18:00'));
    expect(at.c?.finish).toBe(parseMoment('2026-03-05T18:00'));
    expect(at.end?.finish).toBe(at.c?.finish);
  });

  it('rolls sub-tasks up, and keeps what is done where it was', () => {
    const { at } = schedule(
      source({
        today: '2026-03-10',
        tasks: [
          task('all', { estimate: null }),
          task('a', { parent: 'all', column: 'done', actualStart: '2026-03-03', actualFinish: '2026-03-04' }),
          task('b', { parent: 'all' }),
        ],
      }),
    );
    expect(at.a).toMatchObject({ state: 'finished', start: parseDay('2026-03-03')! * DAY });
    expect(at.b?.start).toBe(parseMoment('2026-03-10T09:00'));
    expect(at.all).toMatchObject({ isSummary: true, percentDone: 50 });
  });

  it('begins no task before what it must wait for: its start, what levelling chose, its person’s first day', () => {
    const { at } = schedule(
      source({
        people: [{ id: 'mei', body: { ...MEI, from: '2026-03-12' } }],
        tasks: [
          task('a', { start: '2026-03-05' }),
          task('b', { start: '2026-03-05', levelled: parseMoment('2026-03-06T14:00')! }),
          task('c', { owners: ['mei'] }),
        ],
      }),
    );
    expect([at.a?.start, at.b?.start, at.c?.start]).toEqual(
      ['2026-03-05T09:00', '2026-03-06T14:00', '2026-03-12T09:00'].map(parseMoment),
    );
  });

  it('warns of work that no time is left for, instead of cutting it', () => {
    const { at, late } = schedule(
      source({
        people: [{ id: 'mei', body: { ...MEI, until: '2026-03-03' } }],
        tasks: [task('a', { owners: ['mei'], estimate: { optimistic: 80, likely: 80, pessimistic: 80 } })],
      }),
    );
    expect(at.a).toMatchObject({ start: null, finish: null });
    expect(late.map((one) => sayWarning(one, 'en'))).toEqual([
      '“a” cannot be placed: the calendar “Mei” has no working time left for it.',
    ]);
  });

  it('leaves out what is gone and what recurs, and tells it at the task in both languages', () => {
    const { at, warnings } = schedule(
      source({
        tasks: [
          task('a', { owners: ['gone'], after: [{ task: 'lost', type: 'FS', lag: 0 }], parent: 'away' }),
          task('b', { estimate: null, gpuHours: 3, owners: ['gone'] }),
          task('weekly', {
            recurrence: { every: 'weekly', interval: 1, weekdays: [1], nth: null, until: null },
          }),
          task('c', { after: [{ task: 'weekly', type: 'FS', lag: 0 }] }),
          task('group', { after: [{ task: 'c', type: 'FF', lag: 0 }] }),
          task('d', { parent: 'group' }),
        ],
      }),
    );
    expect(Object.keys(at)).toEqual(['a', 'b', 'c', 'group', 'd']);
    expect(warnings.map(({ kind, task: of }) => `${of} ${kind}`)).toEqual([
      'a dependencyMissing',
      'a parentMissing',
      'a ownerMissing',
      'b notEstimated',
      'b ownerMissing',
      'b noMachine',
      'group dependencyOfSummary',
    ]);
    expect(sayWarning(warnings[3]!, 'zh')).toBe('“b”没有估算，按 8 小时计算。');
  });

  it('runs tasks of machines around the clock in one pool', () => {
    const { at } = schedule(
      source({
        machines: [{ id: 'm', body: { name: 'Box', gpus: 2, hoursPerDay: 24, cost: 1 } }],
        tasks: [task('train', { estimate: null, gpuHours: 30, start: '2026-03-03' })],
      }),
    );
    expect(at.train).toMatchObject({
      start: parseMoment('2026-03-03T00:00'),
      finish: parseMoment('2026-03-04T06:00'),
    });
  });
});

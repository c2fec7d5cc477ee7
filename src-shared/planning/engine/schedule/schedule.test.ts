import { describe, expect, it } from 'vitest';
import { DAY_OF_WORK, START, at, planOf, task } from '../plan.fixture.ts';
import type { Plan, Progress } from '../plan.ts';
import { PlanError } from '../problems.ts';
import { formatMoment } from '../time/civil.ts';
import { warningText } from '../warnings.ts';
import { drivingPath } from './driving-path.ts';
import { schedulePlan } from './schedule.ts';
import type { Schedule } from './scheduled.ts';

const of = (schedule: Schedule, id: string) => schedule.tasks.find((one) => one.id === id)!;
const dates = (schedule: Schedule, id: string) =>
  [of(schedule, id).start, of(schedule, id).finish].map((one) => one && formatMoment(one));
const kinds = (plan: Plan) => schedulePlan(plan).warnings.map(({ kind, task: id }) => `${id} ${kind}`);

/** Reliable Construction Co.: Hillier & Lieberman, Introduction to Operations Research, chapter on PERT/CPM. Weeks. */
const RELIABLE = {
  weeks: { A: 2, B: 4, C: 10, D: 6, E: 4, F: 5, G: 7, H: 9, I: 7, J: 8, K: 4, L: 5, M: 2, N: 6 },
  links: 'A>B B>C C>D C>E E>F D>G E>H G>H C>I F>J I>J J>K J>L H>M K>N L>N'.split(' '),
  slack: { A: 0, B: 0, C: 0, D: 4, E: 0, F: 0, G: 4, H: 4, I: 2, J: 0, K: 1, L: 0, M: 4, N: 0 },
};
const WEEK = 5 * DAY_OF_WORK;

describe('the critical path', () => {
  const plan = planOf(
    Object.entries(RELIABLE.weeks).map(([id, weeks]) => task(id, weeks * WEEK)),
    RELIABLE.links,
  );
  const schedule = schedulePlan(plan);

  it('of the Reliable Construction project is A-B-C-E-F-J-L-N, 44 weeks long, with the slack of the book', () => {
    expect(schedule.criticalPath.join('-')).toBe('A-B-C-E-F-J-L-N');
    expect(formatMoment(schedule.finish!)).toBe('2027-01-01T18:00');
    expect(Object.fromEntries(schedule.tasks.map(({ id, totalSlack }) => [id, totalSlack! / WEEK]))).toEqual(
      RELIABLE.slack,
    );
    expect(
      schedule.tasks
        .filter(({ critical }) => critical)
        .map(({ id }) => id)
        .join(''),
    ).toBe('ABCEFJLN');
    // D and G only delay each other and H; H delays M; M, K, I their own slack.
    expect(['D', 'G', 'H', 'I', 'K', 'M'].map((id) => of(schedule, id).freeSlack! / WEEK)).toEqual([
      0, 0, 0, 2, 1, 4,
    ]);
  });

  it('has a driving path to every task', () => {
    expect(drivingPath(schedule, 'M', plan).map((step) => step.task)).toEqual([
      'A',
      'B',
      'C',
      'D',
      'G',
      'H',
      'M',
    ]);
    expect(drivingPath(schedule, 'A', plan)).toEqual([{ task: 'A', driver: { type: 'projectStart' } }]);
    expect(drivingPath(schedule, 'nobody', plan)).toEqual([]);
  });
});

describe('dependencies', () => {
  const two = (link: string) => schedulePlan(planOf([task('A', 480), task('B', 240)], [link]));
  it.each([
    ['A>B', ['2026-03-03T09:00', '2026-03-03T14:00']],
    ['A>B FS+120', ['2026-03-03T11:00', '2026-03-03T16:00']],
    ['A>B FS-120', ['2026-03-02T16:00', '2026-03-03T11:00']],
    ['A>B SS+60', ['2026-03-02T10:00', '2026-03-02T15:00']],
    ['A>B FF', ['2026-03-02T14:00', '2026-03-02T18:00']],
    ['A>B FF+60', ['2026-03-02T15:00', '2026-03-03T10:00']],
    ['A>B SF+480', ['2026-03-02T14:00', '2026-03-02T18:00']],
    ['A>B SF', ['2026-03-02T09:00', '2026-03-02T14:00']],
  ])('%s', (link, expected) => {
    expect(dates(two(link), 'B')).toEqual(expected);
    expect(of(two(link), 'B').totalSlack).toBeGreaterThanOrEqual(0);
  });

  it('may lag by elapsed time', () => {
    const dependencies = [{ from: 'A', to: 'B', type: 'FS' as const, lag: 24 * 60, elapsed: true }];
    const friday = task('A', 480, {
      constraint: { type: 'startNoEarlierThan', date: at('2026-03-06T09:00') },
    });
    const schedule = schedulePlan(planOf([friday, task('B', 60)], [], { dependencies }));
    expect(dates(schedule, 'B')[0]).toBe('2026-03-09T09:00');
    expect(of(schedule, 'A').totalSlack).toBe(0);
  });

  it('of summary tasks hold for all their sub-tasks', () => {
    const parts = [
      task('S', 0, { work: { type: 'duration', minutes: 0 } }),
      task('A', 480),
      task('B', 960, { parent: 'S' }),
    ];
    const schedule = schedulePlan(
      planOf([...parts, task('C', 480, { parent: 'S' }), task('D', 60)], ['A>S', 'S>D', 'B>C SS']),
    );
    expect([dates(schedule, 'B'), dates(schedule, 'S')]).toEqual([
      ['2026-03-03T09:00', '2026-03-04T18:00'],
      ['2026-03-03T09:00', '2026-03-04T18:00'],
    ]);
    expect(of(schedule, 'C').totalSlack).toBe(480);
    expect(schedule.criticalPath).toEqual(['A', 'B', 'D']);
    expect(of(schedule, 'C').driver).toEqual({ type: 'dependency', from: 'B', dependencyType: 'SS' });
  });
});

describe('a task', () => {
  it('of effort is shared by people in proportion to their time, each in their own calendar', () => {
    const resources = [
      { id: 'mei', name: 'Mei', type: 'person' as const },
      { id: 'max', name: 'Max', type: 'person' as const, calendar: 'mornings' },
    ];
    const assignments = [
      { resource: 'mei', units: 1 },
      { resource: 'max', units: 0.5 },
    ];
    const shared = task('A', 0, { work: { type: 'effort', minutes: 720 }, assignments });
    const schedule = schedulePlan(planOf([shared], [], { resources }));
    // 8 hours each: Max works from 8 to 12, so 3 on Monday, 4 on Tuesday, none on Wednesday, 1 on Thursday.
    expect(dates(schedule, 'A')).toEqual(['2026-03-02T09:00', '2026-03-05T09:00']);
    expect([of(schedule, 'A').duration, of(schedule, 'A').effort]).toEqual([480, 720]);
  });

  it('of machines alone runs through the night', () => {
    const resources = [
      { id: 'gpu', name: 'GPUs', type: 'machine' as const, calendar: 'always', capacity: 8 },
    ];
    const training = task('A', 24 * 60, { assignments: [{ resource: 'gpu', units: 4 }] });
    expect(dates(schedulePlan(planOf([training], [], { resources })), 'A')[1]).toBe('2026-03-03T09:00');
  });

  it('warns of a missed deadline, a missed finish and a start that it cannot keep, with negative slack', () => {
    const plan = planOf(
      [
        task('A', 960, { deadline: at('2026-03-03T12:00') }),
        task('B', 480, { constraint: { type: 'finishNoLaterThan', date: at('2026-03-04T12:00') } }),
        task('C', 60, { constraint: { type: 'mustStartOn', date: at('2026-03-04T09:00') } }),
      ],
      ['A>B', 'B>C'],
    );
    const schedule = schedulePlan(plan);
    expect(kinds(plan)).toEqual(['A deadlineMissed', 'B finishMissed', 'C startMissed']);
    expect(['A', 'B', 'C'].map((id) => of(schedule, id).totalSlack)).toEqual([-480, -480, -480]);
    expect(schedule.warnings.map((one) => warningText(one, 'en'))[0]).toBe(
      '“Task A” finishes on 2026-03-03T18:00, after its deadline of 2026-03-03T12:00.',
    );
    expect(warningText(schedule.warnings[2]!, 'zh')).toContain('必须在 2026-03-04T09:00 开始');
  });

  it('that can never be worked on is told with its reason, and so is what waits for it', () => {
    const gone = {
      id: 'gone',
      name: 'Mei until March',
      week: Array(7).fill([]),
      exceptions: [{ first: (START / 1440) | 0, last: (START / 1440) | 0, hours: [{ from: 540, to: 720 }] }],
    };
    const plan = planOf([task('A', 500, { calendar: 'gone' }), task('B', 10), task('C', 20)], ['A>B']);
    const schedule = schedulePlan({ ...plan, calendars: [...plan.calendars, gone] });
    expect(schedule.warnings.map((one) => warningText(one, 'en'))).toEqual([
      '“Task A” cannot be placed: the calendar “Mei until March” has no working time left for it.',
      '“Task B” cannot be placed: it waits for “Task A”, which cannot be placed.',
    ]);
    expect([dates(schedule, 'A'), dates(schedule, 'C')[1]]).toEqual([[null, null], '2026-03-02T09:20']);
    expect(formatMoment(schedule.finish!)).toBe('2026-03-02T09:20');
  });
});

describe('progress', () => {
  const begun = (progress: Progress, statusDate?: number) =>
    schedulePlan(
      planOf([task('A', 960, { progress }), task('B', 60)], ['A>B'], statusDate ? { statusDate } : {}),
    );

  it('keeps actual dates and schedules the rest after the status date', () => {
    const schedule = begun({ percentDone: 25, actualStart: at('2026-03-02T13:00') }, at('2026-03-05T09:00'));
    expect(dates(schedule, 'A')).toEqual(['2026-03-02T13:00', '2026-03-06T14:00']);
    expect([of(schedule, 'A').remaining, of(schedule, 'A').state]).toEqual([720, 'started']);
    expect(formatMoment(of(schedule, 'A').resume!)).toBe('2026-03-05T09:00');
    expect([of(schedule, 'A').totalSlack, of(schedule, 'A').critical]).toEqual([0, true]);
  });

  it('of a finished task is its actual dates, and nothing is critical about it', () => {
    const schedule = begun({ actualStart: at('2026-03-02T09:00'), actualFinish: at('2026-03-04T10:00') });
    expect(dates(schedule, 'A')).toEqual(['2026-03-02T09:00', '2026-03-04T10:00']);
    expect(dates(schedule, 'B')[0]).toBe('2026-03-04T10:00');
    expect([of(schedule, 'A').percentDone, of(schedule, 'A').critical]).toEqual([100, false]);
  });

  it('without a status date goes on where the done part ends', () => {
    expect(dates(begun({ percentDone: 50, actualStart: START }), 'A')).toEqual([
      '2026-03-02T09:00',
      '2026-03-03T18:00',
    ]);
  });

  it('that lacks actual dates, or came before its turn, is warned of', () => {
    expect(kinds(planOf([task('A', 480, { progress: { percentDone: 50 } })]))).toEqual(['A actualsMissing']);
    const early = { percentDone: 10, actualStart: START };
    expect(kinds(planOf([task('A', 480), task('B', 480, { progress: early })], ['A>B']))).toEqual([
      'B outOfOrder',
    ]);
  });

  it('of summary tasks is rolled up by effort', () => {
    const parts = [
      task('A', 300, { parent: 'S', progress: { percentDone: 100, actualFinish: START + 300 } }),
    ];
    const schedule = schedulePlan(
      planOf([{ id: 'S', title: 'S' }, ...parts, task('B', 900, { parent: 'S' })]),
    );
    expect([of(schedule, 'S').percentDone, of(schedule, 'S').effort, of(schedule, 'S').remaining]).toEqual([
      25, 1200, 900,
    ]);
  });
});

describe('a plan that cannot be read is an error', () => {
  const problemOf = (plan: Plan): unknown => {
    try {
      return schedulePlan(plan);
    } catch (error) {
      return error instanceof PlanError ? [error.key, ...error.ids] : error;
    }
  };
  const [a, b, c] = [task('A', 1), task('B', 1), task('C', 1)];

  it('naming every task on a cycle', () => {
    expect(problemOf(planOf([a, b, c], ['A>B', 'B>C', 'C>A']))).toEqual(['planning.cycle', 'A', 'B', 'C']);
    expect(problemOf(planOf([a, b, c], ['A>B', 'B>B']))).toEqual(['planning.cycle', 'B']);
    expect(() => schedulePlan(planOf([a, b], ['A>B', 'B>A SS']))).toThrow('Task A → Task B → Task A');
  });

  it('for a dependency between a task and what it is part of', () => {
    const parts = [{ id: 'S', title: 'S' }, task('A', 1, { parent: 'S' })];
    expect(problemOf(planOf(parts, ['A>S']))).toEqual(['planning.cycle', 'S', 'A']);
    expect(problemOf(planOf(parts, ['S>A']))).toEqual(['planning.cycle', 'A', 'S']);
  });

  it.each<[string, Plan]>([
    ['planning.idTwice', planOf([a, a])],
    ['planning.missing', planOf([a], ['A>B'])],
    ['planning.missing', planOf([task('A', 1, { calendar: 'none' })])],
    ['planning.missing', planOf([task('A', 1, { assignments: [{ resource: 'deleted', units: 1 }] })])],
    ['planning.notANumber', planOf([task('A', NaN)])],
    ['planning.notANumber', planOf([task('A', -5)])],
    ['planning.notANumber', planOf([task('A', 1, { deadline: 1.5 })])],
    ['planning.notANumber', planOf([task('A', 1, { progress: { percentDone: 101 } })])],
    ['planning.finishBeforeStart', planOf([task('A', 1, { progress: { actualStart: 5, actualFinish: 4 } })])],
    ['planning.parentCycle', planOf([task('A', 1, { parent: 'B' }), task('B', 1, { parent: 'A' })])],
    [
      'planning.summaryDependency',
      planOf([{ id: 'S', title: 'S' }, task('A', 1, { parent: 'S' }), b], ['B>S FF']),
    ],
  ])('%s', (key, plan) => {
    expect(problemOf(plan)).toEqual(expect.arrayContaining([key]));
  });
});

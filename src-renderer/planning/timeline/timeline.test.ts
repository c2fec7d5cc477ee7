import { describe, expect, it } from 'vitest';
import {
  Calendar,
  STANDARD_WEEK,
  formatDay,
  parseDay,
  parseMoment,
  schedulePlan,
} from '../../../src-shared/planning/engine/index.ts';
import { newTask } from '../../../src-shared/planning/new-documents.ts';
import { effortUntil, hitAt, mayDrag, startingOn, withEffort, workdayFrom } from './moves.ts';
import { pathTo } from './path.ts';
import { pageStarts, printScale } from './print.ts';
import { linksOf, timelineRows } from './rows.ts';
import { momentAt, scaleOf, ticksOf, xOf } from './scale.ts';
import { HEAD, ROW } from './draw.ts';
import { outlineOf, byRank } from '../work/outline.ts';

const at = (text: string) => parseMoment(text)!;
const calendar = new Calendar({ id: 'c', name: 'c', week: STANDARD_WEEK });
const scale = scaleOf('day', at('2026-03-02T00:00'), at('2026-03-20T00:00'));
const plan = schedulePlan({
  start: at('2026-03-02T00:00'),
  calendars: [{ id: 'c', name: 'c', week: STANDARD_WEEK }],
  calendar: 'c',
  tasks: [
    { id: 'a', title: 'a', work: { type: 'effort', minutes: 960 } },
    { id: 'b', title: 'b', work: { type: 'effort', minutes: 480 } },
    { id: 'm', title: 'm' },
  ],
  dependencies: [
    { from: 'a', to: 'b', type: 'FS' },
    { from: 'b', to: 'm', type: 'FS' },
  ],
});
const scheduled = new Map(plan.tasks.map((task) => [task.id, task]));
const tasks = [
  { id: 'a', body: { ...newTask('a', 0) } },
  {
    id: 'b',
    body: { ...newTask('b', 1), after: [{ task: 'a', type: 'FS' as const, lag: 0 }], milestones: ['m'] },
  },
];
const rows = timelineRows({
  outline: outlineOf(tasks, { folded: new Set(), compare: byRank }),
  milestones: [
    { id: 'm', body: { name: 'm', text: '', due: '2026-03-03', owner: null, after: [], rank: 0 } },
  ],
  scheduled,
  ownersOf: () => '',
});

describe('the scale of time', () => {
  it('goes to pixels and back', () => {
    const moment = at('2026-03-05T12:00');
    expect(momentAt(scale, xOf(scale, moment))).toBe(moment);
    expect(xOf(scale, at('2026-03-03T00:00')) - xOf(scale, at('2026-03-02T00:00'))).toBe(32);
  });

  it('has lines for days, Mondays or months, and stronger ones for months or years', () => {
    const between = (zoom: 'day' | 'week' | 'month') =>
      ticksOf({ ...scale, zoom }, parseDay('2026-12-28')!, parseDay('2027-01-04')!).map(
        ({ day, isMajor }) => (isMajor ? '*' : '') + formatDay(day),
      );
    expect(between('day')).toHaveLength(9);
    expect(between('week')).toEqual(['2026-12-28', '*2027-01-01', '2027-01-04']);
    expect(between('month')).toEqual(['*2027-01-01', '2027-01-01']);
  });
});

describe('the rows of a timeline', () => {
  it('are tasks and milestones, with links between those shown', () => {
    expect(rows.map(({ id, shape }) => `${id} ${shape}`)).toEqual(['a bar', 'b bar', 'm milestone']);
    expect(linksOf(rows, plan.criticalPath)).toEqual([
      { from: 0, to: 1, type: 'FS', isCritical: true },
      { from: 1, to: 2, type: 'FS', isCritical: true },
    ]);
    expect(linksOf(rows.slice(1), [])).toEqual([{ from: 0, to: 1, type: 'FS', isCritical: false }]);
  });

  it('are hit by their bars, at their end by a grip', () => {
    const x = (moment: string) => xOf(scale, at(moment));
    const hit = (moment: string, row: number) =>
      hitAt(rows, { x: x(moment), y: HEAD + row * ROW + 10, left: 0, top: 0 }, scale);
    expect(hit('2026-03-02T12:00', 0)).toMatchObject({ row: { id: 'a' }, part: 'bar' });
    expect(hit('2026-03-03T17:00', 0)).toMatchObject({ part: 'end' });
    expect(hit('2026-03-05T12:00', 0)).toBeUndefined();
    expect(hit('2026-03-04T18:00', 2)).toMatchObject({ row: { id: 'm' } });
    expect(mayDrag(hit('2026-03-02T12:00', 0)!)).toBe(true);
    expect(mayDrag(hit('2026-03-04T18:00', 2)!)).toBe(false);
  });
});

describe('a drag', () => {
  it('begins a task later, and forgets what levelling chose', () => {
    expect(startingOn({ ...newTask('a', 0), levelled: 5 }, parseDay('2026-03-09')!)).not.toHaveProperty(
      'levelled',
    );
    expect(startingOn(newTask('a', 0), parseDay('2026-03-09')!).start).toBe('2026-03-09');
  });

  it('of the end changes the effort by working time, and keeps the proportions of an estimate', () => {
    const task = scheduled.get('a')!;
    expect(effortUntil(task, at('2026-03-04T18:00'), calendar)).toBe(24);
    expect(effortUntil(task, at('2026-03-02T00:00'), calendar)).toBe(0.5);
    const body = { ...newTask('a', 0), estimate: { optimistic: 8, likely: 16, pessimistic: 24 } };
    expect(withEffort(body, 24).estimate).toEqual({ optimistic: 12, likely: 24, pessimistic: 36 });
    expect(withEffort(newTask('a', 0), 3.3).estimate).toEqual({
      optimistic: 3.5,
      likely: 3.5,
      pessimistic: 3.5,
    });
  });

  it('by key goes over weekends', () => {
    expect(formatDay(workdayFrom(parseDay('2026-03-06')!, 1, calendar))).toBe('2026-03-09');
    expect(formatDay(workdayFrom(parseDay('2026-03-09')!, -1, calendar))).toBe('2026-03-06');
  });
});

describe('the path to a task', () => {
  const engine = {
    start: at('2026-03-02T00:00'),
    calendars: [{ id: 'c', name: 'c', week: STANDARD_WEEK }],
    calendar: 'c',
    tasks: ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      title: id,
      work: { type: 'effort' as const, minutes: id === 'c' ? 60 : 960 },
    })),
    dependencies: (['a>b', 'a>c', 'b>d', 'c>d'] as const).map((text) => {
      const [from = '', to = ''] = text.split('>');
      return { from, to, type: 'FS' as const };
    }),
  };
  const schedule = schedulePlan(engine);

  it('is the chain that sets its start, and leaves out what has slack', () => {
    const path = pathTo('d', schedule, engine)!;
    expect(path.tasks).toEqual(['a', 'b', 'd']);
    expect([...path.links]).toEqual(['a>b', 'b>d']);
    expect(path.has.has('c')).toBe(false);
    expect(pathTo('a', schedule, engine)!.tasks).toEqual(['a']);
    expect(pathTo('gone', schedule, engine)).toBeUndefined();
  });
});

describe('the chart on paper', () => {
  it('has the whole span on one page across, and the rows on as many pages as they take', () => {
    const month = printScale(at('2026-03-02T00:00'), at('2026-03-30T00:00'));
    expect(month.zoom).toBe('day');
    expect(xOf(month, at('2026-03-02T00:00'))).toBeGreaterThan(0);
    expect(xOf(month, at('2026-03-30T00:00'))).toBeLessThan(1180);
    const years = printScale(at('2026-03-02T00:00'), at('2028-03-30T00:00'));
    expect(years.zoom).toBe('month');
    expect(xOf(years, at('2028-03-30T00:00'))).toBeLessThan(1180);
    expect([0, 34, 35, 100].map((rows) => pageStarts(rows))).toEqual([[0], [0], [0, 34], [0, 34, 68]]);
  });
});

import { expect, it } from 'vitest';
import { burnOf, forecastLine, type BurnSource } from './burn.ts';
import type { TaskLife } from './contract.ts';
import { DAY, formatDay, parseDay } from './engine/index.ts';
import { newTask } from './new-documents.ts';

const TASK = newTask('Label', 0);
const hours = (likely: number) => ({ optimistic: likely, likely, pessimistic: likely });
const life = (id: string, addedAt: string, fields: Partial<TaskLife> = {}): TaskLife => ({
  id,
  addedAt: `${addedAt}T09:00:00.000Z`,
  removedAt: null,
  ...fields,
  body: { ...TASK, title: id, estimate: hours(10), ...fields.body },
});
const source = (tasks: readonly TaskLife[], baseline?: BurnSource['baseline']): BurnSource => ({
  tasks,
  baseline,
  today: parseDay('2026-03-05')!,
  civil: (instant) => Date.parse(instant) / 60_000,
});
const rows = (of: BurnSource) =>
  burnOf(of).map(({ day, scope, done, planned }) => [formatDay(day), scope, done, planned]);

it('scope grows as tasks come and shrinks as they go; what is done counts on the day it was finished', () => {
  const done = { ...TASK, column: 'done', actualFinish: '2026-03-04' } as const;
  const promised = { start: 0, finish: (parseDay('2026-03-06')! + 1) * DAY, hours: 10 };
  const baseline = { name: 'B', at: '2026-03-02T00:00:00.000Z', tasks: { a: promised, b: promised } };
  const tasks = [
    life('a', '2026-03-02', { body: { ...done, estimate: hours(10) } }),
    life('b', '2026-03-02'),
    life('c', '2026-03-04', { body: { ...TASK, estimate: null } }),
    life('gone', '2026-03-03', { removedAt: '2026-03-05T10:00:00.000Z' }),
    life('weekly', '2026-03-02', {
      body: { ...TASK, recurrence: { every: 'weekly', interval: 1, weekdays: [1], nth: null, until: null } },
    }),
  ];
  expect(rows(source(tasks, baseline))).toEqual([
    ['2026-03-02', 20, 0, 0],
    ['2026-03-03', 30, 0, 0],
    ['2026-03-04', 38, 10, 0],
    ['2026-03-05', 28, 10, 0],
    ['2026-03-06', 28, null, 20],
  ]);
});

it('what was done before it was written down is in the scope by then, and a summary task has no hours of its own', () => {
  const tasks = [
    life('parent', '2026-03-05'),
    life('child', '2026-03-05', {
      body: { ...TASK, parent: 'parent', column: 'done', actualFinish: '2026-03-03', estimate: hours(4) },
    }),
  ];
  expect(rows(source(tasks))).toEqual([
    ['2026-03-03', 4, 4, 0],
    ['2026-03-04', 4, 4, 0],
    ['2026-03-05', 4, 4, 0],
  ]);
  expect(burnOf(source([]))).toEqual([]);
});

it('the forecast leads from what is done today to the whole scope, and from nothing where all is done', () => {
  const points = burnOf(source([life('a', '2026-03-05')]));
  const finish = (parseDay('2026-03-20')! + 1) * DAY;
  expect(forecastLine(points, finish)).toEqual([
    [parseDay('2026-03-05'), 0],
    [parseDay('2026-03-20'), 10],
  ]);
  const all = [life('a', '2026-03-05', { body: { ...TASK, column: 'done', actualFinish: '2026-03-05' } })];
  expect(forecastLine(burnOf(source(all)), finish)).toEqual([]);
});

/** @file What dragging a bar, or a key, makes of a task: a later start, more or less effort. */
import {
  DAY,
  dayOf,
  formatDay,
  type Calendar,
  type ScheduledTask,
} from '../../../src-shared/planning/engine/index.ts';
import { expectedHours } from '../../../src-shared/planning/schedule-input.ts';
import type { TaskBody } from '../work/changes.ts';
import { HEAD, ROW } from './draw.ts';
import type { TimelineRow } from './rows.ts';
import { xOf, type Scale } from './scale.ts';

/** Hours of effort that a task has at least. */
const LEAST = 0.5;
/** Pixels at the end of a bar that change its effort. */
const GRIP = 7;

/** A task with a start so many days later, counted from where it is scheduled; what levelling chose holds no more. */
export function startingOn(body: TaskBody, day: number): TaskBody {
  const { levelled: _, ...free } = body;
  return { ...free, start: formatDay(day) };
}

/** A task with its effort changed to so many hours; the three points keep their proportions. */
export function withEffort(body: TaskBody, hours: number): TaskBody {
  const likely = Math.max(LEAST, Math.round(hours * 2) / 2);
  const before = body.estimate ? expectedHours(body.estimate) : 0;
  if (!body.estimate || before === 0)
    return { ...body, estimate: { optimistic: likely, likely, pessimistic: likely } };
  const scaled = (value: number) => Math.round(((value * likely) / before) * 100) / 100;
  const { optimistic, likely: middle, pessimistic } = body.estimate;
  return {
    ...body,
    estimate: { optimistic: scaled(optimistic), likely: scaled(middle), pessimistic: scaled(pessimistic) },
  };
}

/** The effort in hours at which a task ends at another moment, by the working time between. */
export function effortUntil(task: ScheduledTask, finish: number, calendar: Calendar): number {
  if (task.start === null || task.finish === null || task.duration === 0) return task.effort / 60;
  const whole = calendar.between(task.start, task.finish);
  const until = calendar.between(task.start, finish);
  // A task outside of the team's hours, as of machines at night, changes by the clock.
  const ratio = whole > 0 ? until / whole : (finish - task.start) / Math.max(1, task.finish - task.start);
  return Math.max(LEAST, (task.effort / 60) * ratio);
}

/** The next day of work after a day, or before it. */
export function workdayFrom(day: number, step: 1 | -1, calendar: Calendar): number {
  for (let at = day + step; Math.abs(at - day) < 60; at += step) if (calendar.ofDay(at) > 0) return at;
  return day + step;
}

/** The day that a task is scheduled to start on. */
export const startDay = ({ start }: ScheduledTask): number | undefined =>
  start === null ? undefined : dayOf(start);

export interface Hit {
  readonly row: TimelineRow;
  readonly part: 'bar' | 'end';
}

export interface Pointer {
  /** Pixels within the canvas. */
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
}

/** The row under the pointer; undefined over the head and below the last. */
export function rowAt(rows: readonly TimelineRow[], { y, top }: Pointer): TimelineRow | undefined {
  return y < HEAD ? undefined : rows[Math.floor((y - HEAD + top) / ROW)];
}

/** The bar under the pointer, and whether it is at its end. */
export function hitAt(rows: readonly TimelineRow[], pointer: Pointer, scale: Scale): Hit | undefined {
  const row = rowAt(rows, pointer);
  const at = row?.scheduled;
  if (!row || !at || at.start === null || at.finish === null) return undefined;
  const x = pointer.x + pointer.left;
  const [start, finish] = [xOf(scale, at.start), xOf(scale, at.finish)];
  if (row.shape === 'milestone') return Math.abs(x - start) <= 8 ? { row, part: 'bar' } : undefined;
  if (x < start - 3 || x > Math.max(finish, start + 6) + 4) return undefined;
  return { row, part: row.shape === 'bar' && x >= finish - GRIP ? 'end' : 'bar' };
}

/** What can be dragged: a task without sub-tasks that is not finished, its start only where it has not begun. */
export function mayDrag({ row, part }: Hit): boolean {
  const state = row.scheduled?.state;
  return row.shape === 'bar' && state !== 'finished' && (part === 'end' || state === 'notStarted');
}

export const wholeDays = (pixels: number, scale: Scale): number => Math.round(pixels / scale.pixels);
export const minutesOf = (pixels: number, scale: Scale): number => Math.round((pixels / scale.pixels) * DAY);

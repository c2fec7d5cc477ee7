/** @file When a recurring task is next due: every so many days, weeks or months, or e.g. every third Tuesday. */
import { weekdayOf, type CivilDay } from '../engine/index.ts';
import type { PlanBody } from '../contract.ts';
import { parseDay } from '../engine/index.ts';
import { addMonths } from './dates.ts';

type Recurrence = NonNullable<PlanBody<'task'>['recurrence']>;

const MS_OF_DAY = 86_400_000;
const WEEK = 7;
/** As many repetitions as are tried until one fits, e.g. the fifth Friday of a month. */
const TRIES = 1000;

/** The first occurrence at or after `from`, counted from the day of the first one; null where none follows. */
export function nextOccurrence(recurrence: Recurrence, first: CivilDay, from: CivilDay): CivilDay | null {
  const until = recurrence.until === null ? Infinity : parseDay(recurrence.until)!;
  const earliest = Math.max(first, from);
  const next = { daily, weekly, monthly, 'nth-weekday': nthWeekday }[recurrence.every](
    recurrence,
    first,
    earliest,
  );
  return next !== null && next <= until ? next : null;
}

function daily({ interval }: Recurrence, first: CivilDay, earliest: CivilDay): CivilDay {
  return first + Math.ceil((earliest - first) / interval) * interval;
}

function weekly({ interval, weekdays }: Recurrence, first: CivilDay, earliest: CivilDay): CivilDay {
  const days = (weekdays.length > 0 ? weekdays.map((day) => day - 1) : [weekdayOf(first)]).toSorted(
    (a, b) => a - b,
  );
  const monday = first - weekdayOf(first);
  const begun = Math.max(0, Math.floor((earliest - monday) / (WEEK * interval)));
  for (let turn = begun; ; turn++)
    for (const day of days) {
      const at = monday + turn * interval * WEEK + day;
      if (at >= earliest) return at;
    }
}

function monthly({ interval }: Recurrence, first: CivilDay, earliest: CivilDay): CivilDay | null {
  return firstOf((turn) => addMonths(first, turn * interval), earliest);
}

function nthWeekday(
  { interval, weekdays, nth }: Recurrence,
  first: CivilDay,
  earliest: CivilDay,
): CivilDay | null {
  const weekday = (weekdays[0] ?? weekdayOf(first) + 1) - 1;
  return firstOf((turn) => {
    const start = new Date(first * MS_OF_DAY);
    const month = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + turn * interval, 1) / MS_OF_DAY;
    const behind = addMonths(month, 1);
    const at = month + ((weekday - weekdayOf(month) + WEEK) % WEEK) + ((nth ?? 1) - 1) * WEEK;
    return at < behind ? at : at - WEEK;
  }, earliest);
}

function firstOf(dayOfTurn: (turn: number) => CivilDay, earliest: CivilDay): CivilDay | null {
  for (let turn = 0; turn < TRIES; turn++) if (dayOfTurn(turn) >= earliest) return dayOfTurn(turn);
  return null;
}

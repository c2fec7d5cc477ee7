/** @file Working hours of one day: intervals in minutes of the day, without overlap, in order. */
import { DAY } from './civil.ts';

/** From … to in minutes of a day, 0 … 1440; `to` is not part of it. A night shift is two: 22–24 and 0–6 of the next day. */
export interface WorkingHours {
  readonly from: number;
  readonly to: number;
}

/** Whether the interval lies within a day and is not empty. NaN does not. */
export function isWithinADay({ from, to }: WorkingHours): boolean {
  return from >= 0 && from < to && to <= DAY;
}

/** In order, and what overlaps or touches as one. */
export function unite(hours: readonly WorkingHours[]): readonly WorkingHours[] {
  const united: { from: number; to: number }[] = [];
  for (const { from, to } of hours.toSorted((a, b) => a.from - b.from)) {
    const last = united.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else united.push({ from, to });
  }
  return united;
}

/** What is left of `hours` without the minutes `off.from` … `off.to`. */
export function without(hours: readonly WorkingHours[], off: WorkingHours): readonly WorkingHours[] {
  return hours.flatMap(({ from, to }) =>
    [
      { from, to: Math.min(to, off.from) },
      { from: Math.max(from, off.to), to },
    ].filter((left) => left.from < left.to),
  );
}

/** Minutes of work in a day. */
export function minutesIn(hours: readonly WorkingHours[]): number {
  return hours.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Minutes of work before the minute `at` of the day. */
export function minutesBefore(hours: readonly WorkingHours[], at: number): number {
  let sum = 0;
  for (const { from, to } of hours) if (at > from) sum += Math.min(at, to) - from;
  return sum;
}

/** The first minute of the day before which `work` minutes lie, 0 < work <= minutes of the day. */
export function minuteAfter(hours: readonly WorkingHours[], work: number): number {
  let left = work;
  for (const { from, to } of hours) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  return DAY;
}

/** The last minute of the day before which no more than `work` minutes lie, 0 <= work < minutes of the day. */
export function minuteBeforeMore(hours: readonly WorkingHours[], work: number): number {
  let left = work;
  for (const { from, to } of hours) {
    if (left < to - from) return from + left;
    left -= to - from;
  }
  return DAY;
}

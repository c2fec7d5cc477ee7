/** @file Exceptions of calendars that recur (`Exception/Type` 1 to 7 of mspdi_pj12.xsd), as the days that they fall on. */
import { weekdayOf, type CivilDay } from '../../../../src-shared/planning/engine/index.ts';
import type { Element } from './xml-tree.ts';

const TYPES = {
  '1': 'days',
  '2': 'yearlyByDate',
  '3': 'yearlyByPosition',
  '4': 'monthlyByDate',
  '5': 'monthlyByPosition',
  '6': 'weekly',
  '7': 'days',
} as const;

export interface Recurrence {
  readonly type: (typeof TYPES)[keyof typeof TYPES];
  /** Every so many days, weeks, months or years. */
  readonly period: number;
  /** The most days; all in the time unless given. */
  readonly most: number;
  /** Bits of the days of the week, Sunday first. */
  readonly weekdays: number;
  /** 0 any day, 1 Monday to Friday, 2 the others, 3 Sunday … 9 Saturday. */
  readonly item: number;
  /** 0 the first … 3 the fourth, 4 the last of the month. */
  readonly position: number;
  /** From 0 on. */
  readonly month: number;
  readonly monthDay: number;
}

/** Years in which days are looked for; Project lets an exception recur 999 times. */
const MOST_DAYS = 366 * 100;

/** Null for one that is all its days in a row; undefined for a rule that is not known. */
export function recurrenceOf(one: Element): Recurrence | null | undefined {
  const type = one.text('Type') || '1';
  const number = (name: string, otherwise: number) => Number(one.text(name) || otherwise);
  const period = number('Period', 1);
  if (type === '9' || ((type === '1' || type === '7') && period <= 1)) return null;
  if (!Object.hasOwn(TYPES, type) || !(period >= 1)) return undefined;
  return {
    type: TYPES[type as keyof typeof TYPES],
    period,
    most: one.flag('EnteredByOccurrences') ? number('Occurrences', Infinity) : Infinity,
    weekdays: number('DaysOfWeek', 0),
    item: number('MonthItem', 0),
    position: number('MonthPosition', 0),
    month: number('Month', 0),
    monthDay: number('MonthDay', 1),
  };
}

/** The days of a rule within a time; undefined where that is longer than a century. */
export function occurrences(rule: Recurrence, from: CivilDay, to: CivilDay): CivilDay[] | undefined {
  if (to - from > MOST_DAYS) return undefined;
  const days: CivilDay[] = [];
  for (let day = from; day <= to && days.length < rule.most; day++)
    if (falls(rule, day, from)) days.push(day);
  return days;
}

function falls(rule: Recurrence, day: CivilDay, from: CivilDay): boolean {
  const [at, first] = [partsOf(day), partsOf(from)];
  const months = (at.year - first.year) * 12 + at.month - first.month;
  const isYear = (at.year - first.year) % rule.period === 0 && at.month === rule.month;
  const isMonth = months % rule.period === 0;
  switch (rule.type) {
    case 'days':
      return (day - from) % rule.period === 0;
    case 'weekly': {
      // Weeks begin on Sunday.
      const weeks = (sundayBefore(day) - sundayBefore(from)) / 7;
      return weeks % rule.period === 0 && ((rule.weekdays >> sundayFirst(day)) & 1) === 1;
    }
    case 'yearlyByDate':
      return isYear && at.day === rule.monthDay;
    case 'monthlyByDate':
      return isMonth && at.day === rule.monthDay;
    case 'yearlyByPosition':
      return isYear && isAt(rule, day);
    case 'monthlyByPosition':
      return isMonth && isAt(rule, day);
  }
}

/** Whether it is the first, second … or last day of its kind in its month. */
function isAt({ item, position }: Recurrence, day: CivilDay): boolean {
  if (!isKind(item, day)) return false;
  const { year, month, day: ofMonth } = partsOf(day);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const alike = Array.from({ length: last }, (_, n) => day - ofMonth + 1 + n).filter((one) =>
    isKind(item, one),
  );
  return position >= 4 ? alike.at(-1) === day : alike[position] === day;
}

function isKind(item: number, day: CivilDay): boolean {
  const weekday = sundayFirst(day);
  if (item === 0) return true;
  const isWeekend = weekday === 0 || weekday === 6;
  if (item <= 2) return isWeekend === (item === 2);
  return weekday === item - 3;
}

const sundayFirst = (day: CivilDay): number => (weekdayOf(day) + 1) % 7;
const sundayBefore = (day: CivilDay): CivilDay => day - sundayFirst(day);

function partsOf(day: CivilDay): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

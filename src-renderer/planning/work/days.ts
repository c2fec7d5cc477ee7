/** @file Civil days and hours as people read them. */
import {
  formatDay,
  parseDay,
  type CivilDay,
  type CivilMinutes,
} from '../../../src-shared/planning/engine/index.ts';
import type { Language } from '../../words.ts';
import { today } from '../../../src-shared/planning/new-documents.ts';

const MS_OF_DAY = 86_400_000;
/** A working day where only days are told: slack, variance. */
export const MINUTES_A_DAY = 480;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** A formatter of civil days; kept, because making one is slow. */
export function dayFormat(
  language: Language,
  options: Intl.DateTimeFormatOptions,
): (day: CivilDay) => string {
  const key = language + JSON.stringify(options);
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const format = FORMATS.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  FORMATS.set(key, format);
  return (day) => format.format(day * MS_OF_DAY);
}

/** `5 Dec`, and with its year where that is not this one. */
export function sayDay(day: CivilDay, language: Language, today: CivilDay): string {
  const sameYear = formatDay(day).slice(0, 4) === formatDay(today).slice(0, 4);
  return dayFormat(
    language,
    sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' },
  )(day);
}

/** The same of a date as documents have it; a dash where there is none. */
export function sayDate(date: string | null, language: Language, today: string): string {
  return date === null ? '–' : sayDay(parseDay(date)!, language, parseDay(today)!);
}

/** Hours with at most one digit behind the point. */
export const sayHours = (hours: number): string => String(Math.round(hours * 10) / 10);

/** Working minutes as days of eight hours. */
export const sayDays = (minutes: number): string => sayHours(minutes / MINUTES_A_DAY);

/** Minutes since 1970 on the wall of an instant. */
export function civilOf(instant: string): CivilMinutes {
  const at = new Date(instant);
  return Math.floor(at.getTime() / 60_000) - at.getTimezoneOffset();
}

/** The day on the wall at a moment in milliseconds since 1970, e.g. `2026-11-29`. */
export const dayOnWall = (now: number): string => today(new Date(now));

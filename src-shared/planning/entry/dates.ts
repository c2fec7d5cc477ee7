/** @file Days as people type them, absolute and relative, in English and Chinese. */
import { parseDay, weekdayOf, type CivilDay } from '../engine/index.ts';

const MS_OF_DAY = 86_400_000;
const WEEK = 7;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = [
  ['mon', 'monday', '周一', '星期一', '礼拜一'],
  ['tue', 'tues', 'tuesday', '周二', '星期二', '礼拜二'],
  ['wed', 'wednesday', '周三', '星期三', '礼拜三'],
  ['thu', 'thur', 'thurs', 'thursday', '周四', '星期四', '礼拜四'],
  ['fri', 'friday', '周五', '星期五', '礼拜五'],
  ['sat', 'saturday', '周六', '星期六', '礼拜六'],
  ['sun', 'sunday', '周日', '周天', '星期日', '星期天', '礼拜天'],
];
const NEAR: Readonly<Record<string, number>> = {
  yesterday: -1,
  today: 0,
  tomorrow: 1,
  tmr: 1,
  昨天: -1,
  今天: 0,
  明天: 1,
  后天: 2,
  大后天: 3,
};
const UNITS: Readonly<Record<string, 'day' | 'week' | 'month'>> = {
  d: 'day',
  day: 'day',
  days: 'day',
  天: 'day',
  日: 'day',
  w: 'week',
  week: 'week',
  weeks: 'week',
  周: 'week',
  星期: 'week',
  m: 'month',
  month: 'month',
  months: 'month',
  月: 'month',
  个月: 'month',
};

/** The day that a text names, e.g. `2026-12-05`, `5 dec`, `fri`, `next mon`, `+3d`, `明天`, `下周五`, `3天后`, `月底`. */
export function parseDate(text: string, today: CivilDay): CivilDay | undefined {
  const said = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  return NEAR[said] !== undefined
    ? today + NEAR[said]
    : (written(said, today) ?? byWeekday(said, today) ?? byDistance(said, today) ?? byEnd(said, today));
}

function dateOf(year: number, month: number, day: number): CivilDay | undefined {
  const two = (value: number) => String(value).padStart(2, '0');
  return parseDay(`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
}

const asDate = (day: CivilDay) => new Date(day * MS_OF_DAY);

/** A day and a month without a year: the next such day, today among them. */
function coming(month: number, day: number, today: CivilDay): CivilDay | undefined {
  const year = asDate(today).getUTCFullYear();
  const same = dateOf(year, month, day);
  return same !== undefined && same >= today ? same : dateOf(year + 1, month, day);
}

function written(said: string, today: CivilDay): CivilDay | undefined {
  const whole = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(said);
  if (whole) return dateOf(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const zh = /^(\d{1,2})月(\d{1,2})[日号]$/.exec(said) ?? /^(\d{1,2})-(\d{1,2})$/.exec(said);
  if (zh) return coming(Number(zh[1]), Number(zh[2]), today);
  const [, before, name, after, year] =
    /^(\d{1,2})? ?([a-z]{3,9})\.? ?(\d{1,2})?(?:,? (\d{4}))?$/.exec(said) ?? [];
  const month = name === undefined ? -1 : MONTHS.findIndex((short) => isMonth(name, short));
  const day = Number(before ?? after);
  if (month < 0 || !(day > 0) || (before !== undefined && after !== undefined)) return undefined;
  return year === undefined ? coming(month + 1, day, today) : dateOf(Number(year), month + 1, day);
}

const LONG = 'january february march april may june july august september october november december'.split(
  ' ',
);
const isMonth = (name: string, short: string) =>
  name === short ||
  LONG.some((long) => long.startsWith(short) && (long === name || (name === 'sept' && short === 'sep')));

function byWeekday(said: string, today: CivilDay): CivilDay | undefined {
  const [, which, name = ''] = /^(next |this |last |下下|下|这|本|上)?(.+)$/.exec(said) ?? [];
  const weekday = WEEKDAYS.findIndex((names) => names.includes(name));
  if (weekday < 0) return undefined;
  const monday = today - weekdayOf(today);
  if (which === undefined) return today + ((weekday - weekdayOf(today) + WEEK - 1) % WEEK) + 1;
  const weeks = { 'next ': 1, 下: 1, 下下: 2, 'last ': -1, 上: -1 }[which] ?? 0;
  return monday + weeks * WEEK + weekday;
}

function byDistance(said: string, today: CivilDay): CivilDay | undefined {
  const [, sign, count, unit] = /^([+-]|in )(\d{1,4}) ?([a-z]+|[天日周月]|星期|个月)$/.exec(said) ?? [];
  const [, later, zhUnit, way] = /^(\d{1,4}) ?(天|日|周|星期|个月)(后|前)$/.exec(said) ?? [];
  const kind = UNITS[unit ?? zhUnit ?? ''];
  if (kind === undefined) return undefined;
  const amount = Number(count ?? later) * (sign === '-' || way === '前' ? -1 : 1);
  if (kind === 'month') return addMonths(today, amount);
  return today + amount * (kind === 'week' ? WEEK : 1);
}

/** The same day of another month, or its last where that has fewer days. */
export function addMonths(day: CivilDay, months: number): CivilDay {
  const from = asDate(day);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  const date = Math.min(from.getUTCDate(), last.getUTCDate());
  return Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), date) / MS_OF_DAY;
}

function byEnd(said: string, today: CivilDay): CivilDay | undefined {
  const friday = today - weekdayOf(today) + 4;
  if (['eow', '本周末', '周末前'].includes(said)) return friday;
  if (['next week', '下周'].includes(said)) return today - weekdayOf(today) + WEEK;
  const from = asDate(today);
  const monthEnd = (months: number) =>
    Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0) / MS_OF_DAY;
  if (['eom', '月底', '本月底'].includes(said)) return monthEnd(0);
  if (['下月底', '下个月底'].includes(said)) return monthEnd(1);
  if (['next month', '下月', '下个月'].includes(said)) return monthEnd(0) + 1;
  return undefined;
}

/** @file Dates as people write them: what a text is in a notation. A day without a zone is a day of UTC. */
import type { DateNotation } from '../../../../src-shared/platform/values.ts';
import { isWeekday, monthNamed } from './months.ts';
import { ZONE_NAMES, minutesOfZone } from './zones.ts';

const LONGEST = 80;
/** Two digits of a year up to these are of the 2000s, the others of the 1900s (POSIX, `strptime` `%y`). */
const LAST_OF_2000S = 68;
const DAY_MS = 864e5;

const YEAR = String.raw`(?<year>\d{4})`;
const ANY_YEAR = String.raw`(?<year>\d{4}|\d{2})`;
const MONTH = String.raw`(?<month>\d{1,2})`;
const DAY = String.raw`(?<day>\d{1,2})`;
const NAME = String.raw`(?<name>\p{L}{3,}\.?)`;
const EAST_ASIAN_DAY =
  '(?: ?(?:[（(][^)）]{1,3}[)）]|(?:星期|周|礼拜)[一二三四五六日天]|[日月火水木金土]曜日|[월화수목금토일]요일))?';
const ORDINAL = '(?:st|nd|rd|th|er|[.ºª])?';
const OF = '(?:de |del |of )?';
const HALF = String.raw`(?<half>[ap]\.? ?m\.?)`;
const TIME = String.raw`(?<hour>\d{1,2})[:h](?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?(?: ?Uhr)?`;
const OFFSET = String.raw`(?:UTC|GMT)?(?<sign>[+-])(?<zoneHours>\d{1,2})(?::?(?<zoneMinutes>\d{2}))?(?: ?[([][^()[\]]*[)\]])?`;
const ZONE = String.raw`(?:Z|UTC|GMT|${OFFSET}|(?<zone>${ZONE_NAMES}))`;
/** Behind a year: of the year, in Slavic languages. */
const YEAR_WORD = String.raw`(?: ?(?:г\.?|года|р\.?|року))?`;
const CLOCK = String.raw`(?:(?:T|,? |:|(?<=[日일]))(?:(?:um|at|à|в|о|kl\.?) )?(?:(?<half2>上午|下午|午前|午後|오전|오후) ?)?${TIME}(?: ?${HALF})?(?: ?${ZONE})?)?`;

const PATTERNS: Readonly<Record<DateNotation, readonly RegExp[]>> = {
  'year-month-day': [
    dated(String.raw`${YEAR}(?<mark>[-/.])${MONTH}\k<mark>${DAY}`),
    dated(String.raw`${YEAR}(?:年|년) ?${MONTH}(?:月|월) ?${DAY}[日号號일]${EAST_ASIAN_DAY}`),
    dated(String.raw`${YEAR}\. ${MONTH}\. ${DAY}\.?`),
    // ISO 8601: a week with or without its day, a day of the year.
    dated(String.raw`${YEAR}-?W(?<week>\d{2})(?:-?(?<weekday>[1-7]))?`),
    dated(String.raw`${YEAR}-(?<ordinal>\d{3})`),
  ],
  'day.month.year': [dated(String.raw`${DAY}\. ?${MONTH}\. ?${ANY_YEAR}`)],
  'day/month/year': [dated(String.raw`${DAY}(?<mark>[-/])${MONTH}\k<mark>${ANY_YEAR}`)],
  'month/day/year': [dated(String.raw`${MONTH}(?<mark>[-/])${DAY}\k<mark>${ANY_YEAR}`)],
  'month-name': [
    dated(String.raw`${DAY}${ORDINAL}[ /-]?${OF}${NAME}[ ,/-]{0,2}${OF}${ANY_YEAR}`),
    dated(String.raw`${NAME}[ -]${DAY}${ORDINAL}(?:, ?|[ -])${YEAR}`),
    dated(String.raw`${YEAR}(?:[ /-]|\. ?)${NAME}[ /-]${DAY}\.?`),
    new RegExp(String.raw`^${NAME} +${DAY} ${TIME}(?: ${ZONE})? ${YEAR}$`, 'iu'),
  ],
  compact: [
    new RegExp(
      String.raw`^(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})(?:[T ]?(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2}))?(?: ?${ZONE})?)?$`,
      'iu',
    ),
  ],
};

function dated(day: string): RegExp {
  return new RegExp(`^${day}${YEAR_WORD}${CLOCK}$`, 'iu');
}

/** What programs write needs no look at the rest. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const ISO_MOMENT = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?Z?$/;
const SPACES = /[\u00A0\u2007\u2009\u202F\u3000]/g;
/** As in Hungarian. */
const WEEKDAY_BEHIND = /, (\p{L}+)$/u;
const WEEKDAY = /^(\p{L}+(?:-feira)?)\.?,? +(?=[\p{L}\d])/u;

/**
 * The ISO date (of a time of day: the moment, in UTC) that a text is in a notation; undefined for none. Nothing of it
 * depends on the machine's time zone. A zone whose
 * offset depends on the season (Europe/Berlin) is none: see {@link namesZone}.
 */
export function readDate(text: string, notation: DateNotation): string | undefined {
  if (notation === 'year-month-day') {
    const [, year, month, day] = ISO.exec(text) ?? [];
    if (year) return dayMs(Number(year), Number(month), Number(day)) === undefined ? undefined : text;
  }
  if (text.length > LONGEST || !/\d/.test(text)) return undefined;
  const written = notation === 'year-month-day' ? ISO_MOMENT.exec(text) : null;
  if (written) {
    const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '0'] = written;
    return isoOf({ year, month, day, hour, minute, second, fraction });
  }
  const even = text.replace(SPACES, ' ').replaceAll('\u2212', '-');
  const read = matchOf(even, notation);
  // The same letters may be a month in one language and a day of the week in another: mar.
  return read ?? (notation === 'month-name' ? matchOf(withoutWeekday(even), notation) : undefined);
}

function matchOf(text: string, notation: DateNotation): string | undefined {
  for (const pattern of PATTERNS[notation]) {
    const parts = pattern.exec(text)?.groups;
    if (parts) return isoOf(parts);
  }
  return undefined;
}

function withoutWeekday(text: string): string {
  const [whole = '', word = ''] = WEEKDAY.exec(text) ?? [];
  if (word !== '' && isWeekday(word)) return text.slice(whole.length);
  const [end = '', last = ''] = WEEKDAY_BEHIND.exec(text) ?? [];
  return last !== '' && isWeekday(last) ? text.slice(0, -end.length) : text;
}

type Parts = Readonly<Record<string, string | undefined>>;

function isoOf(parts: Parts): string | undefined {
  const start = startOf(parts);
  if (start === undefined) return undefined;
  if (parts['hour'] === undefined) return new Date(start).toISOString().slice(0, 10);
  const time = clockMs(parts);
  const at = time === undefined ? Number.NaN : start + time - offsetMs(parts);
  return Number.isNaN(new Date(at).getTime()) ? undefined : new Date(at).toISOString();
}

/** The start of the day, in milliseconds since 1970; undefined for a day that no calendar has. */
function startOf(parts: Parts): number | undefined {
  const year = yearOf(parts['year'] ?? '');
  if (parts['week'] !== undefined) return weekMs(year, Number(parts['week']), Number(parts['weekday'] ?? 1));
  if (parts['ordinal'] !== undefined) {
    const at = new Date(0).setUTCFullYear(year, 0, Number(parts['ordinal']));
    return Number(parts['ordinal']) > 0 && new Date(at).getUTCFullYear() === year ? at : undefined;
  }
  const month = parts['name'] === undefined ? Number(parts['month']) : monthNamed(parts['name']);
  return month === undefined ? undefined : dayMs(year, month, Number(parts['day']));
}

/** ISO 8601: the week of 4 January is the first, and begins on a Monday. */
function weekMs(year: number, week: number, weekday: number): number | undefined {
  const fourth = new Date(0).setUTCFullYear(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
  const start = monday + (week - 1) * 7 * DAY_MS;
  const thursday = new Date(start + 3 * DAY_MS).getUTCFullYear();
  return week >= 1 && thursday === year ? start + (weekday - 1) * DAY_MS : undefined;
}

function yearOf(digits: string): number {
  const year = Number(digits);
  return digits.length > 2 ? year : year + (year <= LAST_OF_2000S ? 2000 : 1900);
}

/** Undefined for a day that no month has (31 February), which would roll over into the next. */
function dayMs(year: number, month: number, day: number): number | undefined {
  const at = new Date(0).setUTCFullYear(year, month - 1, day);
  const date = new Date(at);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at : undefined;
}

/** Milliseconds since midnight; what is finer than that is left out. 24:00 is the end of the day. */
function clockMs(parts: Parts): number | undefined {
  const { minute = '0', second = '0', fraction = '0' } = parts;
  const half = (parts['half'] ?? parts['half2'])?.toLowerCase();
  let hour = Number(parts['hour']);
  if (half !== undefined) {
    const late = half.startsWith('p') || ['下午', '午後', '오후'].includes(half);
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (late ? 12 : 0);
  }
  const ms = Math.trunc(Number(`0.${fraction}`) * 1000);
  const time = ((hour * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms;
  return Number(minute) > 59 || Number(second) > 59 || time > DAY_MS ? undefined : time;
}

function offsetMs({ sign, zoneHours = '0', zoneMinutes = '0', zone }: Parts): number {
  if (zone !== undefined) return (minutesOfZone(zone) ?? Number.NaN) * 60_000;
  const minutes = Number(zoneHours) * 60 + Number(zoneMinutes);
  if (Number(zoneHours) > 14 || Number(zoneMinutes) > 59) return Number.NaN;
  return (sign === '-' ? -minutes : minutes) * 60_000;
}

/** Whether a text ends in the name of a zone, whose offset depends on rules and on the season. */
export function namesZone(text: string): boolean {
  return (
    text.length <= LONGEST &&
    /\d:\d{2}.* (?!UTC|GMT|AM|PM)(?:[A-Z]{2,5}|[A-Z][a-z]+\/[A-Z]\w+)(?: \d{4})?$/.test(text) &&
    minutesOfZone(/([A-Z]+)(?: \d{4})?$/.exec(text)?.[1] ?? '') === undefined
  );
}

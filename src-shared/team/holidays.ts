/**
 * @file Holidays out of a file: iCalendar (RFC 5545), CSV or JSON, as governments and calendar sites give them. Days that are
 * worked instead (China's 调休: 补班, 上班) are told from holidays by their words.
 */

export interface FileHoliday {
  /** E.g. `2026-10-01`. */
  readonly day: string;
  readonly name: string;
  /** A workday that would be free by the week. */
  readonly works: boolean;
}

export interface HolidayFile {
  readonly days: readonly FileHoliday[];
  /** Lines or entries that have no date, the first of them; they are left out. */
  readonly skipped: readonly { readonly line: number; readonly text: string }[];
}

const MS_OF_DAY = 86_400_000;
/** As many days as a single entry spans at most; what is longer is a mistyped year. */
const LONGEST = 60;
const WORKS = /补班|上班|调班|workday|working day|makeup|make-up|\(班\)|（班）|^班$/i;

/** Reads holidays by what the text looks like. Days that are named twice count once, the later ones win. */
export function parseHolidays(text: string): HolidayFile {
  const plain = text.replace(/^\uFEFF/, '');
  const { days, skipped } = /^\s*BEGIN:VCALENDAR/i.test(plain)
    ? readCalendar(plain)
    : /^\s*[[{]/.test(plain)
      ? readJson(plain)
      : readLines(plain);
  const byDay = new Map(days.map((holiday) => [holiday.day, holiday]));
  return {
    days: [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
    skipped: skipped.slice(0, 100),
  };
}

function dayOf(text: string): number | undefined {
  const [, year = '', month = '', day = ''] = /(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})/.exec(text) ?? [];
  if (year === '') return undefined;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return new Date(time).getUTCDate() === Number(day) && Number(month) <= 12 && Number(month) > 0
    ? time / MS_OF_DAY
    : undefined;
}

const say = (day: number) => new Date(day * MS_OF_DAY).toISOString().slice(0, 10);

function spread(first: number, last: number, holiday: Omit<FileHoliday, 'day'>): FileHoliday[] {
  const end = Math.min(Math.max(first, last), first + LONGEST - 1);
  return Array.from({ length: end - first + 1 }, (_, i) => ({ day: say(first + i), ...holiday }));
}

type Read = { days: FileHoliday[]; skipped: { line: number; text: string }[] };

function readCalendar(text: string): Read {
  const read: Read = { days: [], skipped: [] };
  // A line that begins with a blank goes on with the one before (RFC 5545, 3.1).
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  let event: Record<string, string> | undefined;
  lines.forEach((line, index) => {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/i.exec(line) ?? [];
    const property = name.toUpperCase();
    if (property === 'BEGIN' && value.toUpperCase() === 'VEVENT') event = {};
    else if (property === 'END' && value.toUpperCase() === 'VEVENT' && event) {
      takeEvent(event, index + 1, read);
      event = undefined;
    } else if (event && property !== '') event[property] ??= value;
  });
  return read;
}

function takeEvent(event: Readonly<Record<string, string>>, line: number, { days, skipped }: Read): void {
  const first = dayOf(event.DTSTART ?? '');
  const name = (event.SUMMARY ?? '').replace(/\\([,;\\])/g, '$1').replace(/\\n/gi, ' ');
  if (first === undefined) {
    skipped.push({ line, text: event.SUMMARY ?? '' });
    return;
  }
  // The end of a whole day is the day behind the last.
  const behind = dayOf(event.DTEND ?? '');
  days.push(...spread(first, behind === undefined ? first : behind - 1, { name, works: WORKS.test(name) }));
}

function readLines(text: string): Read {
  const read: Read = { days: [], skipped: [] };
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    const [first, last] = cells.map(dayOf).filter((day) => day !== undefined);
    if (first === undefined) {
      // The first line may name the columns.
      if (index > 0) read.skipped.push({ line: index + 1, text: line.slice(0, 200) });
      return;
    }
    const words = cells.filter((cell) => dayOf(cell) === undefined && cell !== '');
    const works = words.some((word) => WORKS.test(word) || /^works$/i.test(word));
    read.days.push(...spread(first, last ?? first, { name: words[0] ?? '', works }));
  });
  return read;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Lists of objects with a date, `{ "2026-01-01": "New Year" }`, and either under any key. */
function readJson(text: string): Read {
  const read: Read = { days: [], skipped: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { days: [], skipped: [{ line: 1, text: text.slice(0, 200) }] };
  }
  walk(value, read, 0);
  return read;
}

function walk(value: unknown, read: Read, depth: number): void {
  if (!isObject(value) || depth > 6) return;
  if (!Array.isArray(value) && takeObject(value, read)) return;
  for (const [key, inner] of Object.entries(value)) {
    const day = Array.isArray(value) ? undefined : /^\d{4}-\d\d-\d\d$/.test(key) ? dayOf(key) : undefined;
    if (day === undefined) walk(inner, read, depth + 1);
    else {
      const name =
        typeof inner === 'string'
          ? inner
          : isObject(inner) && typeof inner.name === 'string'
            ? inner.name
            : '';
      read.days.push({
        day: say(day),
        name,
        works: WORKS.test(name) || (isObject(inner) && isWorked(inner)),
      });
    }
  }
}

function takeObject(entry: Json, { days }: Read): boolean {
  const text = [entry.date, entry.day, entry.start, entry.from].find((one) => typeof one === 'string');
  const first = typeof text === 'string' ? dayOf(text) : undefined;
  if (first === undefined) return false;
  const end = [entry.end, entry.to].find((one) => typeof one === 'string');
  const named = [entry.localName, entry.name, entry.title, entry.summary].find(
    (one) => typeof one === 'string',
  );
  const name = typeof named === 'string' ? named : '';
  const last = typeof end === 'string' && entry.date === undefined ? dayOf(end) : undefined;
  days.push(...spread(first, last ?? first, { name, works: WORKS.test(name) || isWorked(entry) }));
  return true;
}

/** `isOffDay: false`, `holiday: false` and `works: true` name a day that is worked. */
const isWorked = ({ isOffDay, holiday, works }: Json) =>
  isOffDay === false || holiday === false || works === true;

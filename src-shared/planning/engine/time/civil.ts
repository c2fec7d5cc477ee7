/** @file Civil time: whole minutes since 1970-01-01 00:00 on the wall clock, without zones or daylight saving. */

/** Minutes since 1970-01-01 00:00 of local civil time. A day has always {@link DAY} of them. */
export type CivilMinutes = number;

/** Days since 1970-01-01. */
export type CivilDay = number;

/** Minutes of a day. */
export const DAY = 1440;

const MS_OF_DAY = 86_400_000;

/** The latest day that a date can be written for: 9999-12-31. */
export const LAST_DAY: CivilDay = Date.UTC(9999, 11, 31) / MS_OF_DAY;

/** 0 = Monday … 6 = Sunday (ISO 8601 less one). 1970-01-01 was a Thursday. */
export function weekdayOf(day: CivilDay): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function dayOf(minutes: CivilMinutes): CivilDay {
  return Math.floor(minutes / DAY);
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})$/;

/** `2026-03-02` as a day, or undefined where there is no such date. */
export function parseDay(text: string): CivilDay | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).getUTCDate() !== Number(day) ? undefined : time / MS_OF_DAY;
}

/** `2026-03-02T09:30` as civil minutes, or undefined where there is no such moment; a date alone is its 00:00. */
export function parseMoment(text: string): CivilMinutes | undefined {
  const [, date = text, hour = '0', minute = '0'] = MOMENT.exec(text) ?? [];
  const day = parseDay(date);
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return day * DAY + Number(hour) * 60 + Number(minute);
}

/** `2026-03-02` of a day. */
export function formatDay(day: CivilDay): string {
  return new Date(day * MS_OF_DAY).toISOString().slice(0, 10);
}

/** `2026-03-02T09:30`; parts of a minute are cut. */
export function formatMoment(minutes: CivilMinutes): string {
  return new Date(Math.floor(minutes) * 60_000).toISOString().slice(0, 16);
}

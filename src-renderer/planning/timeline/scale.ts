/** @file Time as pixels: zoom, the span of a plan, and the lines of its calendar. */
import {
  DAY,
  weekdayOf,
  type CivilDay,
  type CivilMinutes,
} from '../../../src-shared/planning/engine/index.ts';

export const ZOOMS = ['day', 'week', 'month'] as const;
export type Zoom = (typeof ZOOMS)[number];

/** Pixels of a day. */
export const PIXELS: Readonly<Record<Zoom, number>> = { day: 32, week: 12, month: 3.5 };

const MS_OF_DAY = 86_400_000;
/** Days of room before the first and behind the last thing drawn. */
const ROOM = { before: 7, after: 45 };
/** Ten years: what is scheduled further away is drawn at the edge. */
const LONGEST = 3653;

export interface Scale {
  readonly zoom: Zoom;
  /** Pixels of a day. */
  readonly pixels: number;
  readonly first: CivilDay;
  readonly days: number;
}

export function scaleOf(zoom: Zoom, from: CivilMinutes, to: CivilMinutes): Scale {
  const first = Math.floor(from / DAY) - ROOM.before;
  const days = Math.min(LONGEST, Math.ceil(to / DAY) - first + ROOM.after);
  return { zoom, pixels: PIXELS[zoom], first, days };
}

/** Pixels from the left edge of the whole timeline. */
export const xOf = ({ first, pixels }: Scale, moment: CivilMinutes): number =>
  (moment / DAY - first) * pixels;

export const momentAt = ({ first, pixels }: Scale, x: number): CivilMinutes =>
  Math.round((x / pixels + first) * DAY);

export const widthOf = ({ days, pixels }: Scale): number => days * pixels;

export interface Tick {
  readonly day: CivilDay;
  readonly isMajor: boolean;
}

/** The lines of days `from` … `to`: days under months, weeks under months, months under years. */
export function ticksOf({ zoom }: Scale, from: CivilDay, to: CivilDay): readonly Tick[] {
  const ticks: Tick[] = [];
  for (let day = from; day <= to; day++) {
    const date = new Date(day * MS_OF_DAY);
    const isMonth = date.getUTCDate() === 1;
    const isMajor = zoom === 'month' ? isMonth && date.getUTCMonth() === 0 : isMonth;
    const isMinor = zoom === 'day' || (zoom === 'week' ? weekdayOf(day) === 0 : isMonth);
    if (isMajor) ticks.push({ day, isMajor: true });
    if (isMinor) ticks.push({ day, isMajor: false });
  }
  return ticks;
}

/** The first day of the period that a major label names: month, or year. */
export function majorStart({ zoom }: Scale, day: CivilDay): CivilDay {
  const date = new Date(day * MS_OF_DAY);
  return Date.UTC(date.getUTCFullYear(), zoom === 'month' ? 0 : date.getUTCMonth(), 1) / MS_OF_DAY;
}

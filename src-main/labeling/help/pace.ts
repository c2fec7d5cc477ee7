/** @file How fast people label, and when they will be done. Pure. */
import { Random } from '../../graph/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A break of so many milliseconds is no work. */
const BREAK = 15 * MINUTE;
/** With less work an hour's rate says nothing. */
const LEAST_MS = MINUTE;
const LEAST_DAYS = 2;
const DRAWS = 1000;
/** Further than that nobody looks. */
const MOST_DAYS = 3650;

interface Decided {
  readonly at: string;
  readonly decisions: number;
}

/** Answers an hour of work. @param events of one person, the latest first. @returns null where there was too little work */
export function perHour(events: readonly Decided[]): number | null {
  let [worked, decisions] = [0, 0];
  for (const [i, event] of events.entries()) {
    const before = events[i + 1];
    if (!before) continue;
    const pause = Date.parse(event.at) - Date.parse(before.at);
    if (pause > BREAK) continue;
    worked += pause;
    decisions += event.decisions;
  }
  return worked < LEAST_MS ? null : Math.max(0, decisions) / (worked / HOUR);
}

export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Days until so many labels are given, by drawing days with replacement from those so far, idle ones among them.
 *
 * @param days labels of each day on which somebody labeled, in order
 * @returns null before two days, or where nothing is left
 */
export function daysLeft(
  days: readonly { readonly day: string; readonly given: number }[],
  left: number,
  seed = 1,
): { p10: number; p50: number; p90: number } | null {
  if (left <= 0 || days.length < LEAST_DAYS) return null;
  const counts = withIdleDays(days);
  const random = new Random(seed);
  const drawn = Array.from({ length: DRAWS }, () => {
    let [done, day] = [0, 0];
    for (; done < left && day < MOST_DAYS; day++)
      done += counts[Math.floor(random.uniform() * counts.length)]!;
    return day;
  }).sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.floor(share * (DRAWS - 1))]!;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}

function withIdleDays(days: readonly { readonly day: string; readonly given: number }[]): number[] {
  const byDay = new Map(days.map(({ day, given }) => [day, Math.max(0, given)]));
  const counts: number[] = [];
  const [first, last] = [Date.parse(days[0]!.day), Date.parse(days.at(-1)!.day)];
  for (let at = first; at <= last; at += 24 * HOUR)
    counts.push(byDay.get(new Date(at).toISOString().slice(0, 10)) ?? 0);
  return counts;
}

/** Entropy of counts over that of as many equal ones: 1 where all are equal. Null with fewer than two classes, or no labels. */
export function balanceOf(counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length < 2 || total === 0) return null;
  let entropy = 0;
  for (const count of counts) if (count > 0) entropy -= (count / total) * Math.log(count / total);
  return entropy / Math.log(counts.length);
}

/** @file Label burn-up: labels day by day, and where they lead if people go on as in the last four weeks. */
import type { LabelsByDay } from '../labeling/contract.ts';
import { parseDay, type CivilDay } from './engine/index.ts';

export interface LabelBurn {
  /** Labels at the end of each day on which there came any, and today. */
  readonly points: readonly (readonly [day: CivilDay, labels: number])[];
  /** Eight times in ten the labels are within; empty while too little is known, or nothing is missing. */
  readonly band: readonly (readonly [day: CivilDay, low: number, high: number])[];
  /** When the goal is reached by the mean, by the upper edge and by the lower; null where that is not within a year. */
  readonly reached: {
    readonly likely: CivilDay;
    readonly early: CivilDay;
    readonly late: CivilDay | null;
  } | null;
}

/** Days that the rate is taken from: whole ones, weekends too, as those ahead have weekends. */
const WINDOW = 28;
const FEWEST_DAYS = 5;
const LONGEST = 365;
/** Of the standard normal: 10 % lie above. */
const Z80 = 1.2816;

/**
 * Labels of days to come, as the sum of independent days of the mean and variance of those measured: after d days
 * `mean · d ± z · sqrt(s² · d + s² · d² / n)`, the prediction interval of a sum with an estimated mean. Labels that came
 * with files are no rate of people.
 *
 * @param today days since 1970; it is not over, so no rate is taken from it
 */
export function labelBurn({ total, days }: LabelsByDay, goal: number, today: CivilDay): LabelBurn {
  let sum = 0;
  const points = days.map(({ day, labeled }) => [parseDay(day)!, (sum += labeled)] as const);
  const whole =
    points.at(-1)?.[0] === today || points.length === 0 ? points : [...points, [today, sum] as const];
  const rate = rateBefore(days, today);
  if (!rate || sum >= goal) return { points: whole, band: [], reached: null };
  const at = (ahead: number) => {
    const spread = Z80 * Math.sqrt(rate.variance * ahead + (rate.variance * ahead ** 2) / rate.days);
    const mean = sum + rate.mean * ahead;
    const within = (value: number): number => Math.min(total, Math.max(sum, value));
    return { mean, low: within(mean - spread), high: within(mean + spread) };
  };
  const firstDay = (reaches: (ahead: number) => boolean): CivilDay | null => {
    for (let ahead = 1; ahead <= LONGEST; ahead++) if (reaches(ahead)) return today + ahead;
    return null;
  };
  const likely = firstDay((ahead) => at(ahead).mean >= goal);
  if (likely === null) return { points: whole, band: [], reached: null };
  const early = firstDay((ahead) => at(ahead).high >= goal) ?? likely;
  const late = firstDay((ahead) => at(ahead).low >= goal);
  const length = Math.min((late ?? likely) - today, 2 * (likely - today) + 7);
  const band = Array.from({ length: length + 1 }, (_, ahead) => {
    const { low, high } = at(ahead);
    return [today + ahead, Math.round(low), Math.round(high)] as const;
  });
  return { points: whole, band, reached: { likely, early, late } };
}

function rateBefore(days: LabelsByDay['days'], today: CivilDay) {
  const given = days
    .map((one) => ({ day: parseDay(one.day)!, labels: one.given }))
    .filter(({ day, labels }) => labels > 0 && day < today);
  const [first] = given;
  if (!first) return undefined;
  const from = Math.max(first.day, today - WINDOW);
  const count = today - from;
  const lately = given.filter(({ day }) => day >= from);
  const mean = lately.reduce((sum, { labels }) => sum + labels, 0) / count;
  if (count < FEWEST_DAYS || mean === 0) return undefined;
  const idle = count - lately.length;
  const squares = lately.reduce((sum, { labels }) => sum + (labels - mean) ** 2, idle * mean ** 2);
  return { mean, variance: squares / (count - 1), days: count };
}

/** @file The forecast log: what was forecast when, and how it scored once the date was known. */
import type { CivilMinutes } from '../time/civil.ts';

/** One forecast of one date, kept as it was made. */
export interface ForecastEntry {
  readonly id: string;
  /** The task, or milestone, or plan that it is about. */
  readonly subject: string;
  readonly madeAt: CivilMinutes;
  readonly seed: number;
  readonly p50: CivilMinutes;
  readonly p80: CivilMinutes;
  readonly p95: CivilMinutes;
  /** The probabilities given to dates: a deadline, say. */
  readonly chances: readonly { readonly date: CivilMinutes; readonly probability: number }[];
  /** When it came; absent while it has not. */
  readonly actual?: CivilMinutes;
}

/** The scores of an entry that is settled. */
export interface EntryScore {
  readonly id: string;
  /** Whether it came by that date. */
  readonly heldP50: boolean;
  readonly heldP80: boolean;
  readonly heldP95: boolean;
  /** Mean over the chances of (probability - outcome)^2 (Brier 1950): 0 is best. Null without chances. */
  readonly brier: number | null;
  /** Mean pinball loss of the three quantiles in civil minutes (Koenker & Bassett 1978): 0 is best. */
  readonly pinball: number;
}

/** How often a quantile held. */
export interface Calibration {
  /** 0.5, 0.8, 0.95: what should hold. */
  readonly promised: number;
  readonly held: number;
  readonly of: number;
  readonly share: number;
  /** 95 % interval of the share (Wilson 1927). The promise within it: nothing speaks against the forecasts. */
  readonly low: number;
  readonly high: number;
}

export interface LogScore {
  readonly settled: number;
  readonly open: number;
  /** P50, P80 and P95; empty while nothing is settled. */
  readonly calibration: readonly Calibration[];
  readonly brier: number | null;
  readonly pinball: number | null;
  readonly entries: readonly EntryScore[];
}

/** q (y - x) where the date came later than forecast, (1 - q) (x - y) where earlier. */
export function pinballLoss(quantile: number, forecast: number, actual: number): number {
  return actual >= forecast ? quantile * (actual - forecast) : (1 - quantile) * (forecast - actual);
}

/** Scores one entry; undefined while its date is not known. */
export function scoreEntry(entry: ForecastEntry): EntryScore | undefined {
  const { id, actual, p50, p80, p95, chances } = entry;
  if (actual === undefined) return undefined;
  const brier = meanOf(chances.map(({ date, probability }) => (probability - (actual <= date ? 1 : 0)) ** 2));
  const losses = [
    pinballLoss(0.5, p50, actual),
    pinballLoss(0.8, p80, actual),
    pinballLoss(0.95, p95, actual),
  ];
  return {
    id,
    heldP50: actual <= p50,
    heldP80: actual <= p80,
    heldP95: actual <= p95,
    brier,
    pinball: meanOf(losses) ?? 0,
  };
}

/** Scores a log: all entries whose date is known. */
export function scoreLog(log: readonly ForecastEntry[]): LogScore {
  const entries = log.flatMap((entry) => scoreEntry(entry) ?? []);
  const calibration = [
    calibrationOf(
      0.5,
      entries.map(({ heldP50 }) => heldP50),
    ),
    calibrationOf(
      0.8,
      entries.map(({ heldP80 }) => heldP80),
    ),
    calibrationOf(
      0.95,
      entries.map(({ heldP95 }) => heldP95),
    ),
  ];
  return {
    settled: entries.length,
    open: log.length - entries.length,
    calibration: entries.length > 0 ? calibration : [],
    brier: meanOf(entries.flatMap(({ brier }) => brier ?? [])),
    pinball: meanOf(entries.map(({ pinball }) => pinball)),
    entries,
  };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

function calibrationOf(promised: number, holds: readonly boolean[]): Calibration {
  const of = holds.length;
  const held = holds.filter(Boolean).length;
  const share = held / of;
  const square = Z ** 2;
  const middle = (share + square / (2 * of)) / (1 + square / of);
  const width = (Z / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of ** 2));
  return { promised, held, of, share, low: middle - width, high: middle + width };
}

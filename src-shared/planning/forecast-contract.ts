/** @file What a forecast is: dates with their chances, what drives them, and how earlier forecasts came out. */
import * as z from 'zod';
import { Id, Instant } from '../platform/procedure.ts';
import { FORECAST_ORDERS } from './forecast-orders.ts';

/** Civil minutes since 1970-01-01 00:00 on the wall. */
const CivilMinutes = z.number();

export const DateForecast = z.object({
  p50: CivilMinutes,
  p80: CivilMinutes,
  p95: CivilMinutes,
  /** 101 moments: by the first 0 % of the trials were over, by the last all of them. */
  quantiles: z.array(CivilMinutes),
  /** The end of the day it was promised for; null where nothing is promised. */
  due: CivilMinutes.nullable(),
  /** The chance of that; null where nothing is promised. */
  chance: z.number().nullable(),
});
export type DateForecast = z.infer<typeof DateForecast>;

export const ESTIMATE_SOURCES = ['labeling', 'training', 'ratio', 'estimate', 'none'] as const;

export const Forecast = z.object({
  id: Id,
  at: Instant,
  author: z.string(),
  seed: z.int(),
  trials: z.int(),
  finish: DateForecast,
  milestones: z.array(DateForecast.extend({ milestone: Id, name: z.string() })),
  /** The longest bar of the tornado first: the mean finish where it takes least, and where it takes most. */
  drivers: z.array(
    z.object({
      type: z.enum(['task', 'risk']),
      id: Id,
      title: z.string(),
      correlation: z.number(),
      finishWhenLow: CivilMinutes,
      finishWhenHigh: CivilMinutes,
    }),
  ),
  /** The share of the trials in which a task was on the critical path, the most critical first. */
  criticality: z.array(z.object({ task: Id, title: z.string(), index: z.number() })),
  /**
   * What it takes for granted of people who have several tasks at once; missing in forecasts from before it was kept, which are
   * `dependencies`.
   */
  order: z.enum(FORECAST_ORDERS).optional(),
  /** Tasks that cannot be placed, and are left out. */
  unplaced: z.array(z.string()),
  /** What the work that a gate waits for is worth: minutes that its milestone is finished earlier without it, 8 times in 10. */
  savings: z
    .array(
      z.object({
        gate: Id,
        milestone: Id,
        tasks: z.array(z.object({ task: Id, title: z.string() })),
        /** Expected hours that are left of these tasks. */
        hours: z.number(),
        mean: z.number(),
        low: z.number(),
        high: z.number(),
      }),
    )
    // Forecasts from before it was measured have none.
    .optional(),
  /** What the time of each open task is taken from. */
  sources: z.array(z.object({ task: Id, title: z.string(), source: z.enum(ESTIMATE_SOURCES) })),
});
export type Forecast = z.infer<typeof Forecast>;

const Calibration = z.object({
  promised: z.number(),
  held: z.int(),
  of: z.int(),
  share: z.number(),
  low: z.number(),
  high: z.number(),
});

/** How forecasts of milestones that are closed by now came out. */
export const ForecastScore = z.object({
  settled: z.int(),
  open: z.int(),
  calibration: z.array(Calibration),
  brier: z.number().nullable(),
  /** Mean pinball loss in civil minutes. */
  pinball: z.number().nullable(),
  log: z.array(
    z.object({
      at: Instant,
      milestone: Id,
      name: z.string(),
      p50: CivilMinutes,
      p80: CivilMinutes,
      p95: CivilMinutes,
      actual: CivilMinutes.nullable(),
    }),
  ),
});
export type ForecastScore = z.infer<typeof ForecastScore>;

export const Rates = z.object({
  labeling: z.array(
    z.object({
      author: z.string().nullable(),
      name: z.string(),
      perHour: z.number(),
      deviation: z.number(),
      labels: z.int(),
      sessions: z.int(),
    }),
  ),
  training: z.array(
    z.object({ recipe: z.string(), seconds: z.number(), deviation: z.number(), runs: z.int() }),
  ),
});
export type Rates = z.infer<typeof Rates>;

/** @file What programs log of a run, and the experiments that runs stand in. */
import * as z from 'zod';
import { Id, Instant } from '../platform/procedure.ts';
import { LOG_LEVELS, NOT_FINITE, SHELVES, type Direction } from './values.ts';

/** A name of a metric, a parameter or a tag: whatever characters it has. */
export const LoggedName = z.string().min(1).max(500);

export const ParameterValue = z.union([z.number(), z.string().max(16_000), z.boolean()]);

/** Values of parameters by name, not checked against any recipe. */
export const Parameters = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));
export type Parameters = z.infer<typeof Parameters>;

/** Flat: a nested configuration has dots in its names, see `flattened`. */
export const RunParameter = z.object({ name: LoggedName, value: ParameterValue });
export type RunParameter = z.infer<typeof RunParameter>;

export const Tag = z.object({ name: LoggedName, value: z.string().max(8000) });
export type Tag = z.infer<typeof Tag>;
export const Tags = z.record(z.string(), z.string());

/** A number, also one that JSON has none for. */
export const MetricValue = z.union([z.number(), z.enum(NOT_FINITE)]);
export type MetricValue = z.infer<typeof MetricValue>;

/** One measurement as a program logs it. */
export interface LoggedPoint {
  readonly metric: string;
  readonly value: number;
  /** One after the last of its metric unless given. */
  readonly step?: number | undefined;
  readonly epoch?: number | null | undefined;
  /** Milliseconds since 1970; now unless given, null where it is not known. */
  readonly at?: number | null | undefined;
}

/** A {@link LoggedPoint} as it crosses the wire. */
export const WirePoint = z.object({
  metric: LoggedName,
  value: MetricValue,
  step: z.int().optional(),
  epoch: z.number().nullable().optional(),
  at: z.number().nullable().optional(),
});
export type WirePoint = z.infer<typeof WirePoint>;

/** A measurement as it was kept. */
export const KeptPoint = z.object({
  step: z.int(),
  value: MetricValue,
  epoch: z.number().nullable(),
  /** Milliseconds since 1970. */
  at: z.number().nullable(),
});
export type KeptPoint = z.infer<typeof KeptPoint>;

export const LogLine = z.object({ at: Instant, line: z.string(), level: z.enum(LOG_LEVELS) });
export type LogLine = z.infer<typeof LogLine>;

const DIRECTIONS = ['minimize', 'maximize'] as const satisfies readonly Direction[];
export const MetricDirection = z.enum(DIRECTIONS);

/** What is known of a curve without reading it. */
export const MetricSummary = z.object({
  metric: z.string(),
  count: z.int(),
  /** How many of its values are no finite number. */
  notFinite: z.int(),
  last: MetricValue,
  lastStep: z.int(),
  lastAt: z.number().nullable(),
  /** Of the finite values. */
  min: z.number().nullable(),
  minStep: z.int().nullable(),
  max: z.number().nullable(),
  maxStep: z.int().nullable(),
  /** Null where nobody can tell which way is better. */
  direction: MetricDirection.nullable(),
  /** The minimum or the maximum, by its direction; else null. */
  best: z.number().nullable(),
  bestStep: z.int().nullable(),
});
export type MetricSummary = z.infer<typeof MetricSummary>;

export const Experiment = z.object({
  id: Id,
  name: z.string(),
  note: z.string(),
  tags: Tags,
  createdAt: Instant,
  archivedAt: Instant.nullable(),
  trashedAt: Instant.nullable(),
  /** In use. */
  runs: z.int(),
});
export type Experiment = z.infer<typeof Experiment>;

export const ShelfName = z.enum(SHELVES);

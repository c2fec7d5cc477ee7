/** @file What programs log of a run, and the experiments that runs stand in. */
import * as z from 'zod';
import { Id, Instant, Name } from '../platform/procedure.ts';
import { MOST_CHANGED } from './table/values.ts';
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

/** Changes of tags by name: null takes one away. */
export const TagChanges = z.record(LoggedName, z.string().max(8000).nullable());

export const ManyRuns = z.array(Id).min(1).max(MOST_CHANGED);

/** What becomes of many runs at once. */
export const RunsChange = z.object({
  runs: ManyRuns,
  tags: TagChanges.optional(),
  starred: z.boolean().optional(),
  archived: z.boolean().optional(),
  /** Into the trash, or back. */
  trashed: z.boolean().optional(),
});
export type RunsChange = z.infer<typeof RunsChange>;

/** A line of a run's log as a program says it. */
export const SaidLine = z.object({
  line: z.string().max(100_000),
  level: z.enum(LOG_LEVELS).optional(),
  at: Instant.optional(),
});

/** A run that a program begins to log. */
export const NewLoggedRun = z.object({
  name: Name.optional(),
  /** By name, made where there is none; “Default” unless given. */
  experiment: Name.optional(),
  parameters: z.array(RunParameter).max(100_000).optional(),
  /** A configuration as deep as it is: flattened to parameters with dots in their names. */
  config: z.unknown().optional(),
  tags: z.record(LoggedName, z.string().max(8000)).optional(),
  note: z.string().max(10_000).optional(),
  parent: Id.optional(),
  source: z.string().max(1000).optional(),
  sourceVersion: z.string().max(200).optional(),
  /** What it runs on, by name. */
  environment: z.record(z.string().min(1).max(200), z.string().max(2000)).optional(),
  startedAt: Instant.optional(),
  /** The program promises to log, or to call `runs.beat`, so often; three missed in a row are a crash. */
  heartbeatSeconds: z.number().min(1).max(3600).optional(),
});
export type NewLoggedRun = z.infer<typeof NewLoggedRun>;

/** What is logged at once: all of it is kept when the call returns, or nothing. */
export const LoggedBatch = z.object({
  run: Id,
  points: z.array(WirePoint).max(50_000).optional(),
  parameters: z.array(RunParameter).max(50_000).optional(),
  config: z.unknown().optional(),
  tags: TagChanges.optional(),
  lines: z.array(SaidLine).max(10_000).optional(),
});
export type LoggedBatch = z.infer<typeof LoggedBatch>;

/** @file Tracking: runs, what they measured and what they made. */
import * as z from 'zod';
import {
  ENGINEERS,
  EVERYONE,
  Id,
  Instant,
  ListRequest,
  Name,
  Sha256,
  pageOf,
  read,
  sortOf,
  write,
} from '../platform/procedure.ts';
import { Comparison } from '../evaluation/contract.ts';
import { RunFamily } from './family.ts';
import {
  Experiment,
  KeptPoint,
  LoggedBatch,
  LoggedName,
  LogLine,
  MetricDirection,
  MetricSummary,
  NewLoggedRun,
  Parameters,
  ManyRuns,
  RunParameter,
  RunsChange,
  TagChanges,
  ShelfName,
  Tags,
} from './record.ts';
import { LONGEST_FILTER, MOST_PINNED, NAMED_COLUMNS, RUN_COLUMNS } from './table/values.ts';
import { MOST_CURVES, NOT_FINITE, RUN_ORIGINS, RUN_STATES } from './values.ts';

const ClassSize = z.object({ label: z.string(), samples: z.int() });

/** What a run says of itself when it has ended; `findingInWords` has the words. */
export const RunFinding = z.discriminatedUnion('kind', [
  /** On the validation split. */
  z.object({ kind: z.literal('comparison'), comparison: Comparison }),
  z.object({ kind: z.literal('bestEpochLast'), epochs: z.int() }),
  /** A class of so many validation samples that none of them was given. */
  z.object({ kind: z.literal('neverPredicted'), label: z.string(), samples: z.int() }),
  /** Of the training split. */
  z.object({
    kind: z.literal('unbalanced'),
    smallest: ClassSize,
    largest: ClassSize,
    /** Whether the loss made up for it. */
    weighted: z.boolean(),
  }),
]);
export type RunFinding = z.infer<typeof RunFinding>;

export const Run = z.object({
  id: Id,
  /** 1, 2, 3 … in the workspace. */
  number: z.int(),
  name: z.string(),
  /** Markdown. */
  note: z.string(),
  origin: z.enum(RUN_ORIGINS),
  experiment: Id,
  experimentName: z.string(),
  /** The run that it belongs to, e.g. that it reproduces. */
  parent: Id.nullable(),
  /** Of trainings; null for other runs, as are the version and its name. */
  recipe: z.string().nullable(),
  state: z.enum(RUN_STATES),
  version: Id.nullable(),
  /** e.g. `spam v2`. */
  versionName: z.string().nullable(),
  /** The first thousand by name; `runs.parameters` has all. */
  parameters: Parameters,
  /** How many more there are. */
  moreParameters: z.int(),
  tags: Tags,
  starred: z.boolean(),
  archivedAt: Instant.nullable(),
  trashedAt: Instant.nullable(),
  /** The program that logged it, e.g. `train.py`, and its version, e.g. a commit; empty where nobody said. */
  source: z.string(),
  sourceVersion: z.string(),
  /** Results by name, e.g. `validation.accuracy`, or of other runs the last value of each metric; null-free. */
  summary: z.record(z.string(), z.number()),
  environment: z.record(z.string(), z.string()),
  findings: z.array(RunFinding),
  weightsSha256: Sha256.nullable(),
  model: Id.nullable(),
  /** The run it repeats, and whether its weights came out the same (null while running). */
  reproduces: Id.nullable(),
  reproduced: z.boolean().nullable(),
  job: Id.nullable(),
  seconds: z.number(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  startedBy: z.string(),
  error: z
    .object({ key: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
});
export type Run = z.infer<typeof Run>;

export const Artifact = z.object({ name: z.string(), blob: Sha256, bytes: z.number(), createdAt: Instant });

/** What curves are drawn along: step, epoch, milliseconds since 1970, or seconds since the curve began. */
export const SERIES_AXES = ['step', 'epoch', 'time', 'relative'] as const;

export const SeriesRequest = z.object({
  run: Id,
  metrics: z.array(z.string()).optional(),
  maxPoints: z.int().min(10).max(5000).default(500),
  axis: z.enum(SERIES_AXES).default('step'),
  /** Only this stretch of the axis. */
  from: z.number().optional(),
  to: z.number().optional(),
});
export type SeriesRequest = z.infer<typeof SeriesRequest>;

export const Series = z.object({
  metric: z.string(),
  /** How many points there are; `points` holds at most as many as asked for (LTTB), in order of the axis. */
  count: z.int(),
  points: z.array(z.tuple([z.number(), z.number()])),
  /** Where values are no finite number. */
  notFinite: z.array(z.tuple([z.number(), z.enum(NOT_FINITE)])),
  direction: MetricDirection.nullable(),
});
export type Series = z.infer<typeof Series>;

/**
 * A {@link Series} whose points are one text, the base64 of x0, y0, x1, y1, … as float64: to check and to write each number of
 * a hundred curves takes longer than to read them.
 */
export const DrawnCurve = Series.extend({ points: z.string() });
export type DrawnCurve = z.infer<typeof DrawnCurve>;

/** Curves of many runs in one answer. */
export const CurvesRequest = SeriesRequest.omit({ run: true }).extend({
  runs: z.array(Id).max(MOST_CURVES),
});
export type CurvesRequest = z.infer<typeof CurvesRequest>;

/** What a model that learns to write wrote while it learned. */
export const RunSample = z.object({ step: z.int(), epoch: z.int(), prompt: z.string(), text: z.string() });
export type RunSample = z.infer<typeof RunSample>;

const SortColumn = z.union([
  z.enum(RUN_COLUMNS),
  z.templateLiteral([z.enum(NAMED_COLUMNS), ':', z.string()]),
  z.templateLiteral([z.enum(['step', 'smoothed']), ':', z.number(), ':', z.string()]),
]);

export const RunFilters = z.object({
  state: z.enum(RUN_STATES).optional(),
  version: Id.optional(),
  /** Of these only, wherever they are kept. */
  ids: z.array(Id).max(1000).optional(),
  origin: z.enum(RUN_ORIGINS).optional(),
  experiment: Id.optional(),
  parent: Id.optional(),
  starred: z.boolean().optional(),
  /** Those that have it, with whatever value unless one is given. */
  tag: z.object({ name: z.string(), value: z.string().optional() }).optional(),
  /** Those in use unless asked for otherwise. */
  shelf: ShelfName.optional(),
  /** Without those that finished. */
  unfinished: z.boolean().optional(),
  /** Only the trials of searches and the trainings of bisections, or only all others. */
  ofSearch: z.boolean().optional(),
});

export type RunFilters = z.infer<typeof RunFilters>;

export const RunListRequest = ListRequest.extend({
  filters: RunFilters.default({}),
  /** In the filter language, e.g. `metrics.f1 > 0.9 and params.lr < 1e-3`; empty for all. */
  filter: z.string().max(LONGEST_FILTER).default(''),
  /** These stand at the top where they are among the others. */
  pinned: z.array(Id).max(MOST_PINNED).default([]),
  sort: sortOf(SortColumn),
});
export type RunListRequest = z.infer<typeof RunListRequest>;

/** What runs can be filtered by, and what can be a column: all that any run has. */
export const RunChoices = z.object({
  /** In use. */
  total: z.int(),
  archived: z.int(),
  trashed: z.int(),
  states: z.array(z.object({ state: z.enum(RUN_STATES), count: z.int() })),
  results: z.array(z.string()),
  parameters: z.array(z.string()),
  tags: z.array(z.string()),
});
export type RunChoices = z.infer<typeof RunChoices>;

export const runs = {
  /** Searched are number, name, version, note and tags. */
  list: read(EVERYONE).input(RunListRequest.prefault({})).output(pageOf(Run)),
  /** The ids of all that pass, as many as are changed at once. */
  matching: read(EVERYONE)
    .input(RunListRequest.pick({ search: true, filters: true, filter: true }))
    .output(z.object({ runs: z.array(Id) })),
  choices: read(EVERYONE).output(RunChoices),
  get: read(EVERYONE)
    .input(z.object({ run: Id }))
    .output(Run),
  /** The runs that it came from, and those that came from it. */
  family: read(EVERYONE)
    .input(z.object({ run: Id }))
    .output(RunFamily),
  edit: write(ENGINEERS)
    .input(
      z.object({
        run: Id,
        name: Name.optional(),
        note: z.string().max(10_000).optional(),
        /** By name, made where there is none. */
        experiment: Name.optional(),
        /** Null for none. */
        parent: Id.nullable().optional(),
      }),
    )
    .output(Run),
  /** Of many runs at once: all of them, or none. */
  keep: write(ENGINEERS)
    .input(RunsChange)
    /** What brings back what was before, given in turn. */
    .output(z.object({ undo: z.array(RunsChange) })),
  /** Deletes runs that are in the trash, for good. */
  purge: write(ENGINEERS)
    .input(z.object({ runs: ManyRuns }))
    .output(z.object({})),
  /** Begins a run that a program logs. */
  create: write(ENGINEERS).input(NewLoggedRun).output(Run),
  /** What is logged stands on the disk when this returns. */
  record: write(ENGINEERS).input(LoggedBatch).output(z.object({})),
  /** A sign of life of a program that promised them. */
  beat: write(ENGINEERS)
    .input(z.object({ run: Id }))
    .output(z.object({})),
  /** Ends a run that a program logs. */
  finish: write(ENGINEERS)
    .input(
      z.object({
        run: Id,
        state: z.enum(['finished', 'failed', 'stopped', 'crashed']).default('finished'),
        /** Of its program, where it is known. */
        exitCode: z.int().optional(),
        at: Instant.optional(),
      }),
    )
    .output(Run),
  /** What is known of each curve. */
  metrics: read(EVERYONE)
    .input(z.object({ run: Id }))
    .output(z.array(MetricSummary)),
  /** Every point of a curve as it was logged, in order. */
  history: read(EVERYONE)
    .input(
      z.object({
        run: Id,
        metric: LoggedName,
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(50_000).default(10_000),
      }),
    )
    .output(pageOf(KeptPoint)),
  /** All parameters by name; searched are names and values. */
  parameters: read(EVERYONE)
    .input(ListRequest.extend({ run: Id }))
    .output(pageOf(RunParameter)),
  /** Which way a metric is better, in every run; null for what its name says. */
  setDirection: write(ENGINEERS)
    .input(z.object({ metric: LoggedName, direction: MetricDirection.nullable() }))
    .output(z.object({})),
  series: read(EVERYONE).input(SeriesRequest).output(z.array(Series)),
  /** As `series` gives them; of a run that is not there nothing is told. */
  curves: read(EVERYONE)
    .input(CurvesRequest)
    .output(z.array(z.object({ run: Id, series: z.array(DrawnCurve) }))),
  /** The names of all metrics that any of these runs has. */
  metricNames: read(EVERYONE)
    .input(z.object({ runs: z.array(Id).max(MOST_CURVES) }))
    .output(z.array(z.string())),
  log: read(EVERYONE)
    .input(z.object({ run: Id }))
    .output(z.array(LogLine)),
  artifacts: read(EVERYONE)
    .input(z.object({ run: Id }))
    .output(z.array(Artifact)),
  /** Text generated after each epoch; empty for recipes that generate none. */
  samples: read(EVERYONE)
    .input(z.object({ run: Id }))
    .output(z.array(RunSample)),
};

const OneExperiment = z.object({ experiment: Id });

export const experiments = {
  list: read(EVERYONE)
    .input(z.object({ shelf: ShelfName.default('active') }).prefault({}))
    .output(z.array(Experiment)),
  get: read(EVERYONE).input(OneExperiment).output(Experiment),
  create: write(ENGINEERS)
    .input(z.object({ name: Name }))
    .output(Experiment),
  edit: write(ENGINEERS)
    .input(
      OneExperiment.extend({
        name: Name.optional(),
        note: z.string().max(10_000).optional(),
        tags: TagChanges.optional(),
        archived: z.boolean().optional(),
        /** With its runs; they come back with it. */
        trashed: z.boolean().optional(),
      }),
    )
    .output(Experiment),
  /** Deletes one that is in the trash and holds no run any more. */
  purge: write(ENGINEERS).input(OneExperiment).output(z.object({})),
};

/** @file The table of runs: rows with the columns that are asked for, runs in groups, and views that people saved. */
import * as z from 'zod';
import {
  ENGINEERS,
  EVERYONE,
  Id,
  Instant,
  Name,
  PageRequest,
  pageOf,
  read,
  write,
} from '../../platform/procedure.ts';
import { Run, RunListRequest } from '../contract.ts';
import { MetricValue, ShelfName } from '../record.ts';
import { RUN_STATES } from '../values.ts';
import { LONGEST_FILTER, MOST_PINNED, MOST_TABLE_COLUMNS, isGroupKey, isRunColumn } from './values.ts';

const Column = z.string().max(2000).refine(isRunColumn);
const Columns = z.array(Column).max(MOST_TABLE_COLUMNS).default([]);

/** What a column shows of a run; left out where it has nothing there. */
export const Cell = z.union([MetricValue, z.string(), z.boolean()]);
export type Cell = z.infer<typeof Cell>;

/** A run as the table shows it, without all that it does not. */
export const TableRow = Run.pick({
  id: true,
  number: true,
  name: true,
  note: true,
  origin: true,
  experiment: true,
  experimentName: true,
  parent: true,
  recipe: true,
  state: true,
  version: true,
  versionName: true,
  tags: true,
  starred: true,
  archivedAt: true,
  trashedAt: true,
  weightsSha256: true,
  seconds: true,
  startedAt: true,
  endedAt: true,
  startedBy: true,
}).extend({
  /** By column: metrics, parameters and tags that were asked for. */
  cells: z.record(z.string(), Cell),
});
export type TableRow = z.infer<typeof TableRow>;

const Selected = RunListRequest.pick({ search: true, filters: true, filter: true });

/** What a column says of a group. */
export const GroupCell = z.discriminatedUnion('kind', [
  /** Over the runs that have a finite value, of equal seeds one. The interval of 95 % needs two. */
  z.object({
    kind: z.literal('mean'),
    count: z.int(),
    mean: z.number(),
    deviation: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  }),
  /** All runs of the group have it. */
  z.object({ kind: z.literal('same'), value: Cell }),
  /** They have so many different ones. */
  z.object({ kind: z.literal('several'), count: z.int() }),
]);
export type GroupCell = z.infer<typeof GroupCell>;

export const RunGroup = z.object({
  /** What the runs have in common, as many as they are put in groups by; null where they have none. */
  keys: z.array(Cell.nullable()),
  /** A filter that finds the runs of this group among all. */
  filter: z.string(),
  runs: z.int(),
  /** The newest of them. */
  newest: z.object({ id: Id, number: z.int(), name: z.string(), recipe: z.string().nullable() }),
  cells: z.record(z.string(), GroupCell),
});
export type RunGroup = z.infer<typeof RunGroup>;

export const GroupRequest = Selected.extend({
  ...PageRequest.shape,
  by: z.array(z.string().max(2000).refine(isGroupKey)).min(1).max(4),
  columns: Columns,
  /** By the mean of a metric, the first run’s value of a parameter, or by how many runs there are; null for the newest first. */
  sort: z
    .object({ column: z.union([z.literal('runs'), Column]), descending: z.boolean().default(false) })
    .nullable()
    .default(null),
});
export type GroupRequest = z.infer<typeof GroupRequest>;

/** What a person changed about the columns; see GridState. */
const Layout = z.object({
  widths: z.record(z.string(), z.number()),
  shown: z.record(z.string(), z.boolean()),
  pinned: z.array(z.string()),
  order: z.array(z.string()).default([]),
  sort: z.object({ column: z.string(), descending: z.boolean() }).nullable(),
});
const PinnedRuns = z.array(Id).max(MOST_PINNED).default([]);

/** The table as a person last had it, in whatever browser. */
export const OwnRunTable = z.object({ layout: Layout, pinnedRuns: PinnedRuns });
export type OwnRunTable = z.infer<typeof OwnRunTable>;

export const runTable = {
  rows: read(EVERYONE)
    .input(RunListRequest.extend({ columns: Columns }).prefault({}))
    .output(pageOf(TableRow)),
  /** Over all runs that pass, whatever of them is shown. */
  groups: read(EVERYONE).input(GroupRequest).output(pageOf(RunGroup)),
  /** Columns in which the runs that pass differ: results, parameters, tags, and of those that every run has some. */
  differing: read(EVERYONE)
    .input(Selected)
    .output(z.object({ columns: z.array(z.string()) })),
  /** Null before the person changed anything. */
  own: read(EVERYONE).output(OwnRunTable.nullable()),
  keepOwn: write(EVERYONE).input(OwnRunTable).output(z.object({})),
  /** Values that a field of the filter language has, the most frequent first. */
  values: read(EVERYONE)
    .input(z.object({ field: z.string().max(2000), search: z.string().max(200).default('') }))
    .output(z.object({ values: z.array(z.union([z.string(), z.number(), z.boolean()])) })),
};

/** What a view keeps. */
export const RunViewBody = z.object({
  filter: z.string().max(LONGEST_FILTER).default(''),
  search: z.string().max(1000).default(''),
  state: z.enum(RUN_STATES).nullable().default(null),
  shelf: ShelfName.default('active'),
  unfinished: z.boolean().default(false),
  /** With the runs of searches and bisections; as views that were kept before showed them. */
  searches: z.boolean().default(true),
  groupBy: z.array(z.string().max(2000)).max(4).default([]),
  differing: z.boolean().default(false),
  pinnedRuns: PinnedRuns,
  layout: Layout,
});
export type RunViewBody = z.infer<typeof RunViewBody>;

export const RunView = z.object({
  id: Id,
  name: z.string(),
  author: z.string(),
  changedAt: Instant,
  body: RunViewBody,
});
export type RunView = z.infer<typeof RunView>;

export const runViews = {
  list: read(EVERYONE).output(z.array(RunView)),
  /** Under a name of its own; with an id that view is changed. */
  save: write(ENGINEERS)
    .input(z.object({ id: Id.optional(), name: Name, body: RunViewBody }))
    .output(RunView),
  remove: write(ENGINEERS)
    .input(z.object({ id: Id }))
    .output(z.object({})),
};

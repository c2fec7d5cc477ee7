/** @file The work: milestones with their gates, tasks, hours, baselines. */
import * as z from 'zod';
import { CivilDate } from '../../platform/documents.ts';
import { Id } from '../../platform/procedure.ts';
import { COLUMNS, DEPENDENCY_TYPES, RECURRENCES, TASK_PRIORITIES } from '../values.ts';
import { Condition, Day, Hours, Ids, Link, Prose, Rank, Share, Short, Title } from './values.ts';

export const Dependency = z.object({
  /** The task or milestone before. */
  task: Id,
  type: z.enum(DEPENDENCY_TYPES),
  /** Working hours between; negative where they overlap. */
  lag: z.number().min(-100_000).max(100_000),
});
export type Dependency = z.infer<typeof Dependency>;

/** Work whose time the forecast takes from what was measured: so many labels, so many runs of a recipe. */
export const Measured = z.discriminatedUnion('by', [
  z.object({ by: z.literal('labeling'), dataset: Id.nullable(), samples: z.int().min(1).max(100_000_000) }),
  z.object({
    by: z.literal('training'),
    recipe: z.string().min(1).max(100),
    runs: z.int().min(1).max(100_000),
  }),
]);
export type Measured = z.infer<typeof Measured>;

/** Three points of effort, in hours: if all goes well, most likely, if much goes wrong. */
export const Estimate = z
  .object({ optimistic: Hours, likely: Hours, pessimistic: Hours })
  .refine((of) => of.optimistic <= of.likely && of.likely <= of.pessimistic, {
    error: 'optimistic ≤ likely ≤ pessimistic',
  });
export type Estimate = z.infer<typeof Estimate>;

export const Milestone = z.object({
  name: Title,
  text: Prose,
  /** Promised for. */
  due: Day,
  owner: Id.nullable(),
  after: z.array(Dependency).max(1000),
  rank: Rank,
});

export const Gate = Condition.extend({
  milestone: Id,
  name: Short,
  /** Hours for which it must have held without a break; 0 where once is enough. */
  holds: Hours,
  rank: Rank,
});

/** Every so many days, weeks or months; `nth-weekday` is e.g. every third Tuesday. */
export const Recurrence = z.object({
  every: z.enum(RECURRENCES),
  interval: z.int().min(1).max(365),
  /** 1 is Monday, 7 Sunday; days of the week for `weekly`, the one weekday for `nth-weekday`. */
  weekdays: z.array(z.int().min(1).max(7)).max(7),
  /** Which of the month's, 1 to 5; 5 is the last. */
  nth: z.int().min(1).max(5).nullable(),
  until: Day,
});
export type Recurrence = z.infer<typeof Recurrence>;

export const Task = z.object({
  title: Title,
  text: Prose,
  parent: Id.nullable(),
  milestones: Ids,
  column: z.enum(COLUMNS),
  priority: z.enum(TASK_PRIORITIES),
  owners: Ids,
  /** Null while nobody has estimated it. */
  estimate: Estimate.nullable(),
  measured: Measured.nullable().optional(),
  /** Of the work. */
  done: Share,
  /** Not before. */
  start: Day,
  due: Day,
  actualStart: Day,
  actualFinish: Day,
  after: z.array(Dependency).max(1000),
  labels: z.array(z.string().trim().min(1).max(60)).max(50),
  skill: z.string().max(60).nullable(),
  /** Hours of a GPU that it takes. */
  gpuHours: Hours,
  checklist: z.array(z.object({ text: Short, done: z.boolean() })).max(500),
  links: z.array(Link).max(100),
  recurrence: Recurrence.nullable(),
  blockedBy: Short,
  /** Where levelling lets it begin, in civil minutes since 1970; it is not earlier. */
  levelled: z.int().optional(),
  rank: Rank,
});

export const Comment = z.object({ task: Id, text: Prose, at: z.iso.datetime(), by: Short });

export const TimeEntry = z.object({
  task: Id,
  person: Id,
  day: CivilDate,
  hours: Hours,
  /** Since when a timer runs; null once it was stopped. */
  running: z.iso.datetime().nullable(),
  note: Short,
});

/** A schedule as it was promised. */
export const Baseline = z.object({
  name: Title,
  at: z.iso.datetime(),
  /** By task or milestone: civil minutes since 1970 of start and finish, and hours of effort. */
  tasks: z.record(Id, z.object({ start: z.int(), finish: z.int(), hours: z.number() })),
});

export const SavedFilter = z.object({ name: Title, query: z.string().max(4000), rank: Rank });

/** @file Procedures of the house: who I am, the workspace, its jobs and its events. */
import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { LOG_LEVELS } from '../tracking/values.ts';
import { CHECK_IDS } from './checks.ts';
import { EVERYONE, Id, Instant, LABELERS, OWNERS, ROLES, LocalizedText, read, write } from './procedure.ts';

export const Person = z.object({ id: Id, name: z.string(), role: z.enum(ROLES) });
export type Person = z.infer<typeof Person>;

export const HOSTS = ['desktop', 'server', 'cli'] as const;

export const About = z.object({
  version: z.string(),
  host: z.enum(HOSTS),
  /** The workspace folder's name; its path is told to the owner at this machine only. */
  workspace: z.string(),
  folder: z.string().nullable(),
  /** Of these, and of whatever else a room counts. */
  counts: z
    .object({
      datasets: z.int(),
      samples: z.int(),
      runs: z.int(),
      models: z.int(),
      endpoints: z.int(),
    })
    .catchall(z.int()),
});
export type About = z.infer<typeof About>;

/** A job that was `stopped` was asked to end, and left what it had until then. */
export const JOB_STATES = ['running', 'done', 'stopped', 'failed', 'cancelled'] as const;
export const JOB_KINDS = [
  'import',
  'freeze',
  'train',
  'evaluate',
  'preview',
  'model',
  'export',
  'forecast',
  'plan',
  'labels',
  'runs',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const WireErrorSchema = z.object({
  key: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** Long work, as the job tray shows it. */
export const Job = z.object({
  id: Id,
  kind: z.enum(JOB_KINDS),
  /** What it works on, e.g. the file's or the run's name. */
  title: z.string(),
  /** The id of what it makes or changes (dataset, run, model); null when nothing can be opened. */
  subject: z.string().nullable(),
  state: z.enum(JOB_STATES),
  /** Under way, but others are before it. */
  waiting: z.boolean(),
  done: z.number(),
  /** Null while not known. */
  total: z.number().nullable(),
  unit: z.string(),
  /** Units a second, over the last seconds; 0 until known. */
  rate: z.number(),
  secondsLeft: z.number().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  error: WireErrorSchema.nullable(),
});
export type Job = z.infer<typeof Job>;

export const MetricPoint = z.object({
  metric: z.string(),
  step: z.int(),
  epoch: z.number().nullable(),
  value: z.number(),
});
export type MetricPoint = z.infer<typeof MetricPoint>;

/** What changed: lists and details that show it ask again. */
export const CHANGED = [
  'datasets',
  'samples',
  'labels',
  'versions',
  'runs',
  'models',
  'reports',
  'endpoints',
  'limits',
  'keys',
  'schema',
  'annotationTasks',
  'labelingHelp',
  'plan',
  'milestones',
  'team',
  'search',
  'experiments',
  'alerts',
  'runViews',
  'registry',
] as const;

export const WorkbenchEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job: Job }),
  z.object({
    type: z.literal('changed'),
    what: z.enum(CHANGED),
    id: z.string(),
    /** The row was there before and still is: there are as many as there were. */
    edited: z.boolean().optional(),
  }),
  z.object({ type: z.literal('metrics'), run: Id, points: z.array(MetricPoint) }),
  /** A run measured what is no finite number, or more than is told one by one: its curves are asked for again. */
  z.object({ type: z.literal('measured'), run: Id }),
  z.object({ type: z.literal('log'), run: Id, line: z.string(), level: z.enum(LOG_LEVELS) }),
  /** Sent first, and when the client's Last-Event-ID is too old to resume from: ask for everything again. */
  z.object({ type: z.literal('reset') }),
]);
export type WorkbenchEvent = z.infer<typeof WorkbenchEvent>;

export const Diagnosis = z.object({
  healthy: z.boolean(),
  /** What is checked is said in words by CHECKS; `detail` is what was found. */
  checks: z.array(z.object({ id: z.enum(CHECK_IDS), ok: z.boolean(), detail: LocalizedText })),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

export const house = {
  session: {
    me: read(EVERYONE).output(Person),
    list: read(OWNERS).output(
      z.array(
        z.object({
          id: z.string(),
          person: Person,
          createdAt: Instant,
          lastSeenAt: Instant,
          current: z.boolean(),
        }),
      ),
    ),
    revoke: write(OWNERS)
      .input(z.object({ id: z.string() }))
      .output(z.object({})),
  },
  workspace: {
    about: read(EVERYONE).output(About),
    doctor: read(OWNERS).output(Diagnosis),
    /** A verified copy of the whole workspace as a new folder at a path on this machine. */
    backup: write(OWNERS)
      .input(z.object({ to: z.string().min(1) }))
      .output(z.object({ folder: z.string(), bytes: z.number(), blobs: z.int() })),
    /**
     * Brings damaged files, samples and images back from a backup, a folder on this machine; with `accept` what is
     * still damaged in the database is taken as it is.
     */
    repair: write(OWNERS)
      .input(z.object({ from: z.string().min(1).nullable(), accept: z.boolean().default(false) }))
      .output(z.object({ files: z.int(), rows: z.int() })),
  },
  jobs: {
    list: read(EVERYONE).output(z.array(Job)),
    cancel: write(LABELERS)
      .input(z.object({ id: Id }))
      .output(z.object({})),
  },
  /** Every event from now on, or from after `Last-Event-ID`. */
  events: read(EVERYONE).output(eventIterator(WorkbenchEvent)),
};
